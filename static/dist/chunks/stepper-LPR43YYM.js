import{d as a,e as b}from"./chunk-WSN3K4DA.js";import"./chunk-3RQ5ABIG.js";import"./chunk-ZZYJCM3F.js";import"./chunk-G24KJYND.js";export{a as Stepper,b as sentence};
