import{d as a,e as b}from"./chunk-TMTQVOMP.js";import"./chunk-T5VAZDBZ.js";import"./chunk-B5NQ37RI.js";import"./chunk-KORLF4H2.js";export{a as Stepper,b as sentence};
