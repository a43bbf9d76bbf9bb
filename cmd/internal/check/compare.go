package check

import (
	"regexp"
	"strings"
)

// These are the rules of Python's doctest, with the freedoms that a page takes:
// blanks at the end do not count, and what goes to standard error is seen, too.

var (
	blankLine  = regexp.MustCompile(`(?m)^<BLANKLINE>[^\S\n]*$`)
	onlyBlanks = regexp.MustCompile(`(?m)[^\S\n]+$`)
	traceback  = regexp.MustCompile(`(?m)^Traceback \((?:most recent call last|innermost last)\):[^\S\n]*$`)
	syntax     = regexp.MustCompile(`(?m)^ *File "[^"\n]*", line \d+`)
	message    = regexp.MustCompile(`(?m)^\w`)
)

// same reports whether an output is what is wanted.
func same(want, got string, options map[string]bool) bool {
	want, got = strings.TrimRight(want, " \t\n"), strings.TrimRight(got, " \t\n")
	if want == got {
		return true
	}
	if !options["DONT_ACCEPT_TRUE_FOR_1"] && (got == "True" && want == "1" || got == "False" && want == "0") {
		return true
	}
	if !options["DONT_ACCEPT_BLANKLINE"] {
		want = strings.TrimRight(blankLine.ReplaceAllString(want, ""), "\n")
	}
	want, got = onlyBlanks.ReplaceAllString(want, ""), onlyBlanks.ReplaceAllString(got, "")
	if options["NORMALIZE_WHITESPACE"] {
		want, got = strings.Join(strings.Fields(want), " "), strings.Join(strings.Fields(got), " ")
	}
	return want == got || options["ELLIPSIS"] && elliptic(want, got)
}

// elliptic is same where "..." stands for anything.
func elliptic(want, got string) bool {
	parts := strings.Split(want, "...")
	if len(parts) == 1 {
		return false
	}
	first, last := parts[0], parts[len(parts)-1]
	if len(got) < len(first)+len(last) || !strings.HasPrefix(got, first) || !strings.HasSuffix(got, last) {
		return false
	}
	got = got[len(first) : len(got)-len(last)]
	for _, part := range parts[1 : len(parts)-1] {
		i := strings.Index(got, part)
		if i < 0 {
			return false
		}
		got = got[i+len(part):]
	}
	return true
}

// wantedException takes apart an output that ends with the report of an
// exception: what is printed before, and the exception without its traceback.
func wantedException(want string) (before, exception string, ok bool) {
	at := traceback.FindStringIndex(want)
	if at == nil {
		if at = syntax.FindStringIndex(want); at == nil || at[0] != 0 {
			return want, "", false
		}
	}
	m := message.FindStringIndex(want[at[1]:])
	if m == nil {
		return want, "", false
	}
	return want[:at[0]], strings.TrimRight(want[at[1]+m[0]:], " \t\n"), true
}

// sameException reports whether an exception is the one that is wanted.
func sameException(want, got string, options map[string]bool) bool {
	want, got = strings.TrimPrefix(want, "__main__."), strings.TrimPrefix(got, "__main__.")
	return same(want, got, options) || options["IGNORE_EXCEPTION_DETAIL"] && typeOf(want) == typeOf(got)
}

// typeOf is the name of an exception's type, without its module.
func typeOf(exception string) string {
	name, _, _ := strings.Cut(exception, "\n")
	name, _, _ = strings.Cut(name, ":")
	return strings.TrimSpace(name[strings.LastIndexByte(name, '.')+1:])
}

// lastMessage finds in the report of an exception of that type what it says.
func lastMessage(report, name string) string {
	if name == "" {
		return ""
	}
	name = name[strings.LastIndexByte(name, '.')+1:]
	re, err := regexp.Compile(`(?m)^(?:[\w.<>]+\.)?` + regexp.QuoteMeta(name) + `(?::|$)`)
	if err != nil {
		return ""
	}
	all := re.FindAllStringIndex(report, -1)
	if len(all) == 0 {
		return ""
	}
	return strings.TrimRight(report[all[len(all)-1][0]:], " \t\n")
}
