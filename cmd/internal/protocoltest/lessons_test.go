//go:build unix

package protocoltest_test

import "strings"

// The elements of lesson.md, in document order.
const (
	shared1 = iota + 1 // three interpreters that share a process
	shared2
	shared3
	alone1 // two isolated ones
	alone2
	program  // an editor whose source asks for a name
	program2 // an editor that prints
	joined   // an editor and
	joined2  // an interpreter of the session "data"
)

// lessons is the folder of the shared server.
var lessons = map[string]string{
	"exercise.md": strings.ReplaceAll(`# An exercise

~~~python setup name=dbl
factor = 2
~~~

~~~python editor name=dbl
def double(x):
    return ______
~~~

~~~pycon doctest name=dbl
>>> double(2)
4
>>> double(5)
10
~~~

~~~python check name=dbl hidden
def `+secret+`():
    return double(-7)
assert `+secret+`() == -14
~~~

~~~python editor name=hello
print("hello")
~~~

~~~text output name=hello
Hello
~~~
`, "~~~", "```"),
	"lesson.md": strings.ReplaceAll(`# A lesson

~~~python interpreter
>>> 6 * 7
42
~~~

~~~python interpreter
~~~

~~~python Borg
~~~

~~~python isolated
~~~

~~~python interpreter isolated
~~~

~~~python editor name=hello linenumber=5
name = input("Name? ")
print("Hello,", name)
~~~

~~~python editor
print("two")
~~~

~~~python editor session=data
x = 1
~~~

~~~python interpreter session=data
~~~

~~~python
styled = "only"
~~~

~~~text
no element either
~~~
`, "~~~", "```"),
	"terminal.md": "# A terminal\n\n```python terminal size=(10,40)\nprint('got', repr(input('? ')))\n```\n",
	"empty.md":    "# Nothing\n\nNo elements here.\n",
}
