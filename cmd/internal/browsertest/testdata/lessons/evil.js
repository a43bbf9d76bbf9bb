window.pwned = "file";
