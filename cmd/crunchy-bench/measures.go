package main

import (
	"fmt"
	"strings"
)

// many is how many interpreters come up together.
const many = 30

// lessons are the files that the server shows.
var lessons = map[string]string{
	"editor.md": "# One\n\n```python editor\n```\n\n```python interpreter\n```\n",
	"many.md":   "# Many\n" + strings.Repeat("\n```python isolated\n```\n", many),
	"same.html": paper(0),
	"same.txt":  paper(0),
	"click.md":  fmt.Sprintf("# Click\n\n```python editor\nprint('up')\n```\n\n```python editor\nfor i in range(%d):\n    print(i)\n```\n", painted),
}

// measurement is a row of the table, or several.
type measurement struct {
	name string
	of   func(*bench) ([]figure, error)
	// most is how many times its floor it may be, at the outside: more is a clear
	// regression. Each limit is about three times what was seen, and above what was
	// seen on a machine that had ten times as much to do as it can. 0 holds nothing:
	// starts are too few and too long for a short form, what stands beside a flood or
	// is painted is as late as everything else on the machine makes it, and the pages
	// with a line a second take too long.
	most float64
}

// measures are what is measured, in the order of the table.
var measures = []measurement{
	{name: "start to first answer", of: one((*bench).startUp)},
	{name: "30 interpreters of one page ready", of: one((*bench).together), most: 15},
	{name: "Run to first output", of: onPage((*bench).firstRun), most: 20},
	{name: "Run to first output, right after another", of: onPage((*bench).nextRun), most: 20},
	{name: "Run to first output, first of a server", of: one((*bench).coldRun)},
	{name: "1+1 in a live interpreter", of: onPage((*bench).expression), most: 8},
	{name: "a line of a program that runs", of: onPage((*bench).running), most: 12},
	{name: "input() answered to next prompt", of: onPage((*bench).answer), most: 8},
	{name: "200,000 lines", of: printing("for i in range(200_000): print(i)"), most: 1.2},
	{name: "10 MB in one print", of: printing("print('x' * 10_000_000)"), most: 6},
	{name: "1+1 beside a flood", of: onPage((*bench).beside)},
	{name: "page of 260 KB, new", of: one((*bench).newPage), most: 20},
	{name: "page of 260 KB, again", of: one((*bench).samePage), most: 12},
	{name: "memory of a used interpreter", of: (*bench).memory, most: 15},
	{name: "a page with its held poll", of: (*bench).polls, most: 5},
	{name: pagesTicking(10), of: ticking(10)},
	{name: pagesTicking(100), of: ticking(100)},
	{name: pagesTicking(500), of: ticking(500)},
	{name: "in the browser: ", of: (*bench).browser},
}

// one is a measurement of a single figure.
func one(of func(*bench) (figure, error)) func(*bench) ([]figure, error) {
	return func(b *bench) ([]figure, error) {
		f, err := of(b)
		return []figure{f}, err
	}
}

// onPage is one with a page of editor.md.
func onPage(of func(*bench, *page) (figure, error)) func(*bench) ([]figure, error) {
	return one(func(b *bench) (figure, error) {
		p, err := b.open("editor.md")
		if err != nil {
			return figure{}, err
		}
		defer p.shut()
		return of(b, p)
	})
}
