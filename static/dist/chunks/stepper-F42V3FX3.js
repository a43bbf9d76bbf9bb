import{d as a,e as b}from"./chunk-KEMLPEKC.js";import"./chunk-3RQ5ABIG.js";import"./chunk-ODAFIORD.js";import"./chunk-5KTJFFSZ.js";export{a as Stepper,b as sentence};
