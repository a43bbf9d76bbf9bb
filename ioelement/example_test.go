package ioelement_test

import (
	"fmt"

	"crunchy/ioelement"
)

func ExampleParseTitle() {
	t := ioelement.ParseTitle("Editor name=week No-Pre linenumber=10")
	fmt.Println(t.Keyword, t.Value("name"), t.Has("no_pre"), t.Value("linenumber"))
	// Output: editor week true 10
}

func ExampleExamples() {
	session := `>>> for i in range(2):
...     print(i)
...
0
1
>>> "done"
'done'
`
	for _, e := range ioelement.Examples(session) {
		fmt.Printf("line %d: %q gives %q\n", e.Line, e.Source, e.Want)
	}
	// Output:
	// line 1: "for i in range(2):\n    print(i)\n\n" gives "0\n1\n"
	// line 6: "\"done\"\n" gives "'done'\n"
}

func ExampleSet_Make() {
	made := ioelement.Default().Make(ioelement.Block{
		Raw:    "editor name=hello",
		Title:  ioelement.ParseTitle("editor name=hello"),
		Text:   "print('Hello')\n",
		Number: "0001",
	})
	fmt.Println(made.Element.Kind, made.Element.File, made.Nodes[0].Data)
	// Output: editor hello.py section
}
