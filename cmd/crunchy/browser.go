package main

import (
	"errors"
	"fmt"
	"html"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
)

// openBrowser opens the address, which holds the token, by way of a file that
// only the user can read: arguments are visible to everybody.
func (st *state) openBrowser(address string) error {
	if runtime.GOOS == "linux" && os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "" && os.Getenv("BROWSER") == "" {
		return errors.New("there is no screen here")
	}
	file := filepath.Join(st.dir, "open.html")
	page := fmt.Sprintf("<!doctype html><meta charset=utf-8><title>Crunchy</title>"+
		"<meta http-equiv=refresh content=\"0;url=%[1]s\"><p><a href=\"%[1]s\">Open Crunchy</a></p>\n", html.EscapeString(address))
	if err := os.WriteFile(file, []byte(page), 0o600); err != nil {
		return err
	}
	target := (&url.URL{Scheme: "file", Path: filepath.ToSlash(file)}).String()
	name, args := "xdg-open", []string{target}
	switch runtime.GOOS {
	case "darwin":
		name = "open"
	case "windows":
		name, args = "rundll32", []string{"url.dll,FileProtocolHandler", target}
	}
	cmd := exec.Command(name, args...)
	if err := cmd.Start(); err != nil {
		return err
	}
	go cmd.Wait() // it ends by itself, whenever the browser lets it
	return nil
}
