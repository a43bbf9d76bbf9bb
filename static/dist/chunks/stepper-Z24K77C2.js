import{d as a,e as b}from"./chunk-RU43CKJM.js";import"./chunk-T5VAZDBZ.js";import"./chunk-GUYBQZ7K.js";import"./chunk-HRPN7Y3V.js";export{a as Stepper,b as sentence};
