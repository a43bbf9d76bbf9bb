import{d as a,e as b}from"./chunk-3TA62EQO.js";import"./chunk-3RQ5ABIG.js";import"./chunk-H3JQ3FO4.js";import"./chunk-7SPBVB62.js";export{a as Stepper,b as sentence};
