import{d as a,e as b}from"./chunk-SVUKEXZG.js";import"./chunk-3RQ5ABIG.js";import"./chunk-7MLUWNMC.js";import"./chunk-4AKANM6X.js";export{a as Stepper,b as sentence};
