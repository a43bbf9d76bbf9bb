package export

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
)

//go:embed assets
var own embed.FS

// sheets are the style sheets of the front end that pages ask for.
var sheets = []string{"crunchy.css", "page.css", "foreign.css", "math.css"}

// errFront says that the files of the front end are not those that belong to
// this program.
var errFront = errors.New("the files of the front end are incomplete; build Crunchy anew")

// assets adds what all pages use.
func (x *export) assets() error {
	add := func(name string, data []byte) { x.files[assetsFolder+"/"+name] = data }
	for _, name := range []string{"export.css", "export.js"} {
		data, err := fs.ReadFile(own, "assets/"+name)
		if err != nil {
			return err
		}
		add(name, data)
	}
	for _, name := range sheets {
		if name == "math.css" && !x.maths || name == "foreign.css" && !x.foreign() {
			continue
		}
		data, err := fs.ReadFile(x.Static, name)
		if err != nil {
			return errFront
		}
		add(name, data)
	}
	licences, err := fs.ReadFile(x.Static, "THIRD_PARTY.txt")
	if err != nil {
		return errFront
	}
	add("THIRD_PARTY.txt", licences)
	add("search.js", append(append([]byte("crunchySearch("), x.index()...), ");\n"...))
	if !x.maths {
		return nil
	}
	script, err := mathsScript(x.Static)
	if err != nil {
		return err
	}
	add("maths.js", script)
	fonts, err := fs.Glob(x.Static, "fonts/*.woff2")
	if err != nil || len(fonts) == 0 {
		return errFront
	}
	for _, name := range fonts {
		data, err := fs.ReadFile(x.Static, name)
		if err != nil {
			return errFront
		}
		add(name, data)
	}
	return nil
}

// foreign reports whether some page has a look of its own.
func (x *export) foreign() bool {
	return slices.ContainsFunc(x.pages, func(p *page) bool {
		return strings.Contains(string(x.files[p.name]), assetsFolder+"/foreign.css")
	})
}

var mathsExport = regexp.MustCompile(`export\s*\{\s*([\w$]+) as setMaths\s*\};?\s*$`)

// mathsScript is what sets formulas, as a script that a page from a disk may load:
// browsers load modules from servers only. The module imports nothing, so that
// its text is a script but for the last statement.
func mathsScript(static fs.FS) ([]byte, error) {
	names, err := fs.Glob(static, "chunks/math-*.js")
	if err != nil || len(names) != 1 {
		return nil, errFront
	}
	text, err := fs.ReadFile(static, names[0])
	if err != nil {
		return nil, errFront
	}
	at := mathsExport.FindSubmatchIndex(text)
	if at == nil || strings.HasPrefix(string(text), "import") {
		return nil, fmt.Errorf("%w (%s)", errFront, path.Base(names[0]))
	}
	return fmt.Appendf(nil, "(()=>{%s;self.crunchyMaths=%s})();\n", text[:at[0]], text[at[2]:at[3]]), nil
}

// entry is a page as the search knows it.
type entry struct {
	Title    string      `json:"title"`
	Href     string      `json:"href"`
	Sections [][3]string `json:"sections"` // heading, place, text
}

// index is what is searched: what there is to read on all lessons.
func (x *export) index() []byte {
	all := []entry{}
	for _, p := range x.pages {
		if p.file == "" {
			continue
		}
		e := entry{Title: p.title, Href: address(p.name), Sections: [][3]string{}}
		for _, s := range p.sections {
			e.Sections = append(e.Sections, [3]string{s.Heading, s.Anchor, s.Text})
		}
		all = append(all, e)
	}
	data, err := json.Marshal(all)
	if err != nil {
		panic(err) // plain values only
	}
	return data
}
