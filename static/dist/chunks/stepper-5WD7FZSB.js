import{d as a,e as b}from"./chunk-XQBT6E6O.js";import"./chunk-3RQ5ABIG.js";import"./chunk-3CK4T233.js";import"./chunk-UY3YIAMR.js";export{a as Stepper,b as sentence};
