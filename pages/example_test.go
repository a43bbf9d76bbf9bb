package pages_test

import (
	"fmt"
	"os"
	"strings"

	"crunchy/pages"
)

func ExampleRender() {
	src := pages.Source{Name: "week.md", Data: []byte("# A week\n\n```python editor name=week\nprint(7)\n```\n")}
	page, err := pages.Render(src, pages.Options{Assets: "/static/1a2b", Tutorial: "week.md"})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, e := range page.Elements {
		fmt.Println(page.Title, e.Number, e.Kind, e.File, strings.TrimSpace(e.Source))
	}
	// Output: A week 0001 editor week.py print(7)
}

func ExampleIndex() {
	name, ok := pages.Index(os.DirFS("testdata/pages"), ".")
	fmt.Println(name, ok)
	// Output: README.md true
}
