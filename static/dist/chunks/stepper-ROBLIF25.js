import{d as a,e as b}from"./chunk-ZKU7JXAO.js";import"./chunk-T5VAZDBZ.js";import"./chunk-4GN2CIGD.js";import"./chunk-PFM5IYRN.js";export{a as Stepper,b as sentence};
