package main

import (
	"os"
	"path/filepath"
)

// pythonDocumentation is the folder of Python's documentation, where systems
// that keep to the XDG directories install it, or "".
func pythonDocumentation() string {
	dirs := os.Getenv("XDG_DATA_DIRS")
	if dirs == "" {
		dirs = "/usr/local/share:/usr/share"
	}
	for _, dir := range filepath.SplitList(dirs) {
		doc := filepath.Join(dir, "doc", "python3", "html")
		if _, err := os.Stat(filepath.Join(doc, "tutorial", "index.html")); err == nil && filepath.IsAbs(doc) {
			return doc
		}
	}
	return ""
}
