import{d as a,e as b}from"./chunk-WMLODOOI.js";import"./chunk-3RQ5ABIG.js";import"./chunk-PYHZ3C7Z.js";import"./chunk-4NHO7VJF.js";export{a as Stepper,b as sentence};
