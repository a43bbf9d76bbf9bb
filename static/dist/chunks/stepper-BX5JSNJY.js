import{d as a,e as b}from"./chunk-JER46QKR.js";import"./chunk-3RQ5ABIG.js";import"./chunk-ZZ4FNGNX.js";import"./chunk-GRNVR452.js";export{a as Stepper,b as sentence};
