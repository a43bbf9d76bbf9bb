package runner

import "bytes"

// element is what a group keeps of one element. Its group's mu guards it.
type element struct {
	spec  Spec
	sink  Sink
	group *group

	state State
	fresh bool // not used since it was added or reset
	gone  bool // removed: nothing is told to the sink any more
	runs  int  // the number given last

	python string // that its processes are started with

	more bool // an Interpreter's block is unfinished
	line int  // number of the run that the lines at the prompt belong to

	items []item // what waits, in order
}

// item is something that waits for its turn.
type item struct {
	kind   itemKind
	seq    uint64 // order of arrival in the group
	data   []byte // text
	run    int    // exec
	source string // exec
	check  bool   // exec: check it
	step   bool   // exec: record it step by step
}

type itemKind int

const (
	itemText   itemKind = iota // as posted
	itemExec                   // source to run
	itemEOF                    // the end of the input
	itemGreet                  // show the first prompt
	itemCancel                 // forget the unfinished block
)

func (el *element) number() int {
	el.runs++
	return el.runs
}

// waiting counts the bytes of what waits.
func (el *element) waiting() (text, source int) {
	for _, it := range el.items {
		text += len(it.data)
		source += len(it.source)
	}
	return text, source
}

// push puts an item behind what waits.
func (el *element) push(it item) {
	if n := len(el.items); it.kind == itemText && n > 0 && el.items[n-1].kind == itemText {
		el.items[n-1].data = append(el.items[n-1].data, it.data...)
		return
	}
	if it.kind == itemText {
		it.data = bytes.Clone(it.data)
	}
	el.items = append(el.items, it)
}

// unread puts text that a program has left, and perhaps the end of its input,
// in front of what waits.
func (el *element) unread(text []byte, eof bool) {
	var front []item
	if len(text) > 0 {
		front = append(front, item{kind: itemText, data: text})
	}
	if eof {
		front = append(front, item{kind: itemEOF})
	}
	if n := len(front); n > 0 && front[n-1].kind == itemText && len(el.items) > 0 && el.items[0].kind == itemText {
		front[n-1].data = append(front[n-1].data, el.items[0].data...)
		el.items = el.items[1:]
	}
	el.items = append(front, el.items...)
}

// ready says whether the first item can be taken at a prompt. A line without
// its end waits for it; what was ordered after it ends it.
func (el *element) ready() bool {
	if len(el.items) == 0 {
		return false
	}
	head := el.items[0]
	if el.spec.Mode == Program {
		return head.kind == itemExec
	}
	return head.kind != itemText || len(el.items) > 1 || bytes.IndexByte(head.data, '\n') >= 0
}

// takeLine takes one line, without its end, off the text that is first.
func (el *element) takeLine() string {
	head := &el.items[0]
	line, rest, found := bytes.Cut(head.data, []byte{'\n'})
	if found && len(rest) > 0 {
		head.data = rest
	} else {
		el.items = el.items[1:]
	}
	return string(bytes.TrimSuffix(line, []byte{'\r'}))
}

// takeInput takes what was typed ahead of a run and becomes its standard input:
// everything up to the next order, or one line of it.
func (el *element) takeInput(line bool) (text []byte, eof bool) {
	for len(el.items) > 0 {
		head := &el.items[0]
		switch {
		case head.kind == itemText && line:
			i := bytes.IndexByte(head.data, '\n')
			if i < 0 {
				return nil, false
			}
			text = head.data[: i+1 : i+1]
			if head.data = head.data[i+1:]; len(head.data) == 0 {
				el.items = el.items[1:]
			}
			return text, false
		case head.kind == itemText:
			text = append(text, head.data...)
			el.items = el.items[1:]
		case head.kind == itemEOF:
			el.items = el.items[1:]
			return text, true
		default:
			return text, false
		}
	}
	return text, false
}

// queuedRun is the number of the first run that waits, or 0.
func (el *element) queuedRun() int {
	for _, it := range el.items {
		if it.kind == itemExec {
			return it.run
		}
	}
	return 0
}
