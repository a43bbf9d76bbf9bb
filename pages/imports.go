package pages

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// importTitle is the title of <meta title="python_import" name="rel/path">, which
// lets the programs of a page import the module rel/path.py of its folder, or
// the package in the folder rel/path.
const importTitle = "python_import"

// maxImports is how many modules a page may name.
const maxImports = 50

// identifier is what a module can be called in an import.
var identifier = regexp.MustCompile(`^[\p{L}_][\p{L}\p{Nd}_]*$`)

// imports takes the modules that a page names out of its head. What is returned
// are files and folders that are there.
func imports(head *html.Node, b *beside) (modules []string, notices []Notice) {
	called := map[string]bool{}
	walk(head, func(n *html.Node) bool {
		if !is(n, atom.Meta) || !strings.EqualFold(strings.TrimSpace(attr(n, "title")), importTitle) {
			return true
		}
		name := strings.TrimSpace(attr(n, "name"))
		remove(n)
		module, err := b.module(name)
		stem := strings.TrimSuffix(path.Base(module), ".py")
		switch {
		case err == nil && called[stem]:
			err = fmt.Errorf("there is another module %q", stem)
		case err == nil && len(modules) == maxImports:
			err = fmt.Errorf("a page may name %d modules", maxImports)
		}
		if err != nil {
			notices = append(notices, Notice{Text: fmt.Sprintf("the module %q cannot be imported: %s", name, err)})
			return true
		}
		if shadows(stem) {
			notices = append(notices, Notice{Text: fmt.Sprintf("the module %q hides the one of that name that comes with Python", stem)})
		}
		called[stem] = true
		modules = append(modules, module)
		return true
	})
	return modules, notices
}

// module finds the file or the folder of a module.
func (b *beside) module(name string) (file string, err error) {
	name = strings.TrimSuffix(path.Clean(name), ".py")
	if !identifier.MatchString(path.Base(name)) {
		return "", fmt.Errorf("%q is no name for a module", path.Base(name))
	}
	info, err := b.check(name + ".py")
	if err == nil && info.Mode().IsRegular() {
		return name + ".py", nil
	}
	if err == errOutside {
		return "", err
	}
	if info, err := b.check(name + "/__init__.py"); err == nil && info.Mode().IsRegular() {
		return name, nil
	}
	return "", fmt.Errorf("there is no such file in the folder of the page")
}

// importNames are the modules that the front matter of a page names: one, or a
// list of them.
func importNames(v any) (names []string) {
	switch v := v.(type) {
	case string:
		names = append(names, v)
	case []any:
		for _, one := range v {
			if name, ok := one.(string); ok {
				names = append(names, name)
			}
		}
	}
	return names
}

// Bounds on what the modules of a page may hold.
const (
	maxModuleFiles = 300
	maxModuleBytes = 8 << 20
)

// Modules reads the modules of a page, Page.Imports, from its folder. The files
// have the names by which Python finds them when they are put into a folder
// by themselves. An error says in words why they cannot be used.
func Modules(files fs.FS, imports []string) (map[string][]byte, error) {
	all := map[string][]byte{}
	b := &beside{files: files}
	size := 0
	for _, module := range imports {
		before := len(path.Dir(module)) + 1
		if path.Dir(module) == "." {
			before = 0
		}
		err := fs.WalkDir(files, module, func(name string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case d.IsDir() && (strings.HasPrefix(d.Name(), ".") || d.Name() == "__pycache__"):
				return fs.SkipDir
			case d.IsDir() || path.Ext(name) != ".py" || strings.HasPrefix(d.Name(), "."):
				return nil
			}
			data, err := b.read(name)
			if size += len(data); err == nil && (len(all) == maxModuleFiles || size > maxModuleBytes) {
				err = fmt.Errorf("a package may have %d files and %d MiB", maxModuleFiles, maxModuleBytes>>20)
			}
			all[name[before:]] = data
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("the module %q cannot be imported: %w", module, err)
		}
	}
	return all, nil
}
