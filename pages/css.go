package pages

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// StyleSheet filters a style sheet of an author as those within a page are: it
// loads nothing from elsewhere, runs nothing, and does not reach our own
// classes. What it returns holds no <.
func StyleSheet(css string) string {
	return new(sanitiser).css(css)
}

func (s *sanitiser) css(sheet string) string {
	sheet = strings.ReplaceAll(strings.ToValidUTF8(sheet, "\uFFFD"), "\x00", "\uFFFD")
	c := &cssFilter{in: sheet, url: s.cssURL}
	c.run()
	return c.out.String()
}

func (s *sanitiser) cssDeclarations(v string) string {
	return strings.TrimSpace(s.css(v))
}

// cssURL admits what lies beside the page, and pictures that bring their data.
func (s *sanitiser) cssURL(v string) (string, bool) {
	ref, ok := s.url(v, true)
	if elsewhere(ref) || strings.HasPrefix(ref, `\`) {
		return "", false
	}
	return ref, ok && ref != ""
}

// deadWords are names that made some browser run or load something.
var deadWords = words(`expression javascript vbscript behavior -moz-binding -ms-behavior
	image-set -webkit-image-set cross-fade -webkit-cross-fade src-url element -moz-element paint`)

// cssFilter copies a style sheet token by token. It reads tokens as CSS Syntax
// does, so that escapes and comments hide nothing from it.
type cssFilter struct {
	in  string
	out strings.Builder
	url func(string) (string, bool)
}

func (c *cssFilter) run() {
	for c.in != "" {
		switch b := c.in[0]; {
		case strings.HasPrefix(c.in, "/*"):
			_, rest, _ := strings.Cut(c.in[2:], "*/")
			c.in = rest
			c.out.WriteString("/**/") // it separates what stands beside it
		case strings.HasPrefix(c.in, "<!--"):
			c.drop(4)
		case strings.HasPrefix(c.in, "-->"):
			c.drop(3)
		case b == '<':
			c.drop(1)
		case b == '"' || b == '\'':
			c.writeString(c.string())
		case b == '@' && isNameStart(c.in[1:]):
			c.in = c.in[1:]
			c.atRule()
		case b == '@':
			c.drop(1)
		case b == '#':
			c.in = c.in[1:]
			c.out.WriteByte('#')
			if name, ok := c.name(); ok {
				c.writeName(name, true)
				c.apart()
			}
		case isNameStart(c.in):
			name, _ := c.name()
			c.word(name)
		case b == '\\':
			c.drop(1)
		case isDigitByte(b) || b == '.' && len(c.in) > 1 && isDigitByte(c.in[1]):
			c.number()
		default:
			_, n := utf8.DecodeRuneInString(c.in)
			c.out.WriteString(c.in[:n])
			c.in = c.in[n:]
		}
	}
}

// drop leaves n bytes out. What stood on both sides of them must not grow
// together: u<rl( is no address, and is not to become one.
func (c *cssFilter) drop(n int) {
	c.in = c.in[n:]
	c.out.WriteByte(' ')
}

// word takes what begins with a name: an identifier or a function.
func (c *cssFilter) word(name string) {
	lower := strings.ToLower(name)
	if (lower == "url" || lower == "src" || lower == "url-prefix") && strings.HasPrefix(c.in, "(") {
		c.in = c.in[1:]
		c.writeURL(c.urlArgument())
		return
	}
	if deadWords[lower] {
		name = "x-no"
	}
	c.writeName(name, false)
}

// number copies a number and its unit, so that the unit is not taken for a name.
func (c *cssFilter) number() {
	n := 0
	for n < len(c.in) && (isDigitByte(c.in[n]) || c.in[n] == '.') {
		n++
	}
	c.out.WriteString(c.in[:n])
	c.in = c.in[n:]
	if isNameStart(c.in) {
		if unit, ok := c.name(); ok {
			c.writeName(unit, true)
			c.apart()
		}
	}
}

func (c *cssFilter) atRule() {
	name, _ := c.name()
	switch strings.ToLower(name) {
	case "charset", "namespace":
		c.skipStatement()
	case "import":
		c.importRule()
	default:
		c.out.WriteByte('@')
		c.writeName(name, false)
		c.apart()
	}
}

// apart keeps what is no function from looking like one.
func (c *cssFilter) apart() {
	if strings.HasPrefix(c.in, "(") {
		c.out.WriteByte(' ')
	}
}

// importRule keeps an @import of what lies beside the page.
func (c *cssFilter) importRule() {
	c.skipBlanks()
	ref := ""
	if c.in != "" && (c.in[0] == '"' || c.in[0] == '\'') {
		ref = c.string()
	} else if isNameStart(c.in) {
		if name, _ := c.name(); strings.EqualFold(name, "url") && strings.HasPrefix(c.in, "(") {
			c.in = c.in[1:]
			ref = c.urlArgument()
		}
	}
	ref, ok := c.url(ref)
	if _, scheme := cleanURL(ref); !ok || scheme != "" {
		c.skipStatement()
		return
	}
	c.out.WriteString("@import ")
	c.writeString(ref) // the rest of the statement is copied like all else
}

func (c *cssFilter) skipBlanks() {
	for {
		trimmed := strings.TrimLeft(c.in, " \t\n\r\f")
		if rest, ok := strings.CutPrefix(trimmed, "/*"); ok {
			_, trimmed, _ = strings.Cut(rest, "*/")
		} else if trimmed == c.in {
			return
		}
		c.in = trimmed
	}
}

// skipStatement drops all up to the semicolon, or to a block, which is not
// part of such a statement.
func (c *cssFilter) skipStatement() {
	c.out.WriteByte(' ')
	for c.in != "" {
		switch b := c.in[0]; {
		case b == ';':
			c.in = c.in[1:]
			return
		case b == '{' || b == '}':
			return
		case b == '"' || b == '\'':
			c.string()
		case strings.HasPrefix(c.in, "/*"):
			_, c.in, _ = strings.Cut(c.in[2:], "*/")
		default:
			c.in = c.in[1:]
		}
	}
}

// string takes a quoted string and returns what it says.
func (c *cssFilter) string() string {
	quote := c.in[0]
	c.in = c.in[1:]
	var b strings.Builder
	for c.in != "" {
		switch ch := c.in[0]; {
		case ch == quote:
			c.in = c.in[1:]
			return b.String()
		case ch == '\n' || ch == '\r' || ch == '\f': // a bad string ends here
			return b.String()
		case ch == '\\':
			c.in = c.in[1:]
			if c.in == "" {
				return b.String()
			}
			if c.in[0] == '\n' || c.in[0] == '\f' {
				c.in = c.in[1:]
				continue
			}
			b.WriteRune(c.escape())
		default:
			b.WriteByte(ch)
			c.in = c.in[1:]
		}
	}
	return b.String()
}

// urlArgument takes what stands in url(…), quoted or not, and the parenthesis.
func (c *cssFilter) urlArgument() string {
	c.in = strings.TrimLeft(c.in, " \t\n\r\f")
	if c.in != "" && (c.in[0] == '"' || c.in[0] == '\'') {
		s := c.string()
		_, c.in, _ = strings.Cut(c.in, ")")
		return s
	}
	var b strings.Builder
	bad := false
	for c.in != "" {
		ch := c.in[0]
		c.in = c.in[1:]
		switch {
		case ch == ')':
			if bad {
				return ""
			}
			return strings.TrimSpace(b.String())
		case strings.IndexByte("\"'(", ch) >= 0:
			bad = true
		case ch == '\\' && c.in != "" && c.in[0] != '\n':
			b.WriteRune(c.escape())
		default:
			b.WriteByte(ch)
		}
	}
	return "" // it does not end
}

// escape takes what follows a backslash.
func (c *cssFilter) escape() rune {
	n := 0
	for n < len(c.in) && n < 6 && isHex(c.in[n]) {
		n++
	}
	if n == 0 {
		r, size := utf8.DecodeRuneInString(c.in)
		c.in = c.in[size:]
		return r
	}
	v, _ := strconv.ParseUint(c.in[:n], 16, 32)
	c.in = c.in[n:]
	if c.in != "" && strings.ContainsRune(" \t\n\r\f", rune(c.in[0])) {
		c.in = c.in[1:]
	}
	if r := rune(v); v != 0 && utf8.ValidRune(r) {
		return r
	}
	return utf8.RuneError
}

// name takes a name and returns what it says.
func (c *cssFilter) name() (string, bool) {
	var b strings.Builder
	for c.in != "" {
		ch := c.in[0]
		switch {
		case isAlnum(ch) || ch == '-' || ch == '_' || ch >= utf8.RuneSelf:
			if strings.HasPrefix(c.in, "-->") {
				return b.String(), b.Len() > 0
			}
			b.WriteByte(ch)
			c.in = c.in[1:]
		case ch == '\\' && len(c.in) > 1 && c.in[1] != '\n' && c.in[1] != '\f':
			c.in = c.in[1:]
			b.WriteRune(c.escape())
		default:
			return b.String(), b.Len() > 0
		}
	}
	return b.String(), b.Len() > 0
}

func isNameStart(s string) bool {
	if s == "" {
		return false
	}
	if s[0] == '-' {
		s = s[1:]
		if s == "" || strings.HasPrefix(s, "->") {
			return false
		}
		if s[0] == '-' {
			return true
		}
	}
	ch := s[0]
	return 'a' <= ch && ch <= 'z' || 'A' <= ch && ch <= 'Z' || ch == '_' || ch >= utf8.RuneSelf ||
		ch == '\\' && len(s) > 1 && s[1] != '\n' && s[1] != '\f'
}

func isDigitByte(b byte) bool { return '0' <= b && b <= '9' }

func isHex(b byte) bool {
	return isDigitByte(b) || 'a' <= b && b <= 'f' || 'A' <= b && b <= 'F'
}

// writeName writes a name with what must be escaped in it; inside says that it
// does not stand at the beginning of a token.
func (c *cssFilter) writeName(name string, inside bool) {
	switch {
	case ours(name):
		name = "x-" + name
	case strings.HasPrefix(name, "--") && ours(name[2:]):
		name = "--x-" + name[2:]
	}
	for i, r := range name {
		switch {
		case r >= utf8.RuneSelf || r == '_' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z':
			c.out.WriteRune(r)
		case '0' <= r && r <= '9' && (i > 0 || inside) && name[:i] != "-":
			c.out.WriteRune(r)
		case r == '-' && (len(name) > 1 || inside):
			c.out.WriteRune(r)
		default:
			fmt.Fprintf(&c.out, `\%x `, r)
		}
	}
}

func (c *cssFilter) writeURL(ref string) {
	ref, ok := c.url(ref)
	if !ok {
		c.out.WriteString("none")
		return
	}
	c.out.WriteString("url(")
	c.writeString(ref)
	c.out.WriteByte(')')
}

func (c *cssFilter) writeString(s string) {
	c.out.WriteByte('"')
	for _, r := range s {
		if r == '"' || r == '\\' || r == '<' || r < ' ' || r == 0x7f {
			fmt.Fprintf(&c.out, `\%x `, r)
		} else {
			c.out.WriteRune(r)
		}
	}
	c.out.WriteByte('"')
}
