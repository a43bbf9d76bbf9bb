import{d as a,e as b}from"./chunk-UKLVRBRE.js";import"./chunk-3RQ5ABIG.js";import"./chunk-4JIQ6OJY.js";import"./chunk-2RW72WOX.js";export{a as Stepper,b as sentence};
