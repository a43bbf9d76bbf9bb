import{d as a,e as b}from"./chunk-VYOCFAN6.js";import"./chunk-3RQ5ABIG.js";import"./chunk-E226NORE.js";import"./chunk-54NAKPPJ.js";export{a as Stepper,b as sentence};
