"use strict";(()=>{try{let t=localStorage.getItem("crunchy theme");(t==="light"||t==="dark")&&(document.documentElement.dataset.theme=t)}catch{}})();
