package runner

import "testing"

func TestArticleOfAType(t *testing.T) {
	for _, name := range []string{
		"ZeroDivisionError", "ValueError", "KeyError", "NameError", "MemoryError", "UnicodeDecodeError", "UserWarning",
		"UTF8Error", "URLError", "json.decoder.JSONDecodeError", "UniqueError", "OneError", "HelpError", "SystemError", "",
	} {
		if got := raisedWords(&Exception{Type: name}).String(); got != "It ended with a "+name+"." {
			t.Error(got)
		}
	}
	for _, name := range []string{
		"EOFError", "OSError", "IndexError", "AttributeError", "ImportError", "ArithmeticError", "OverflowError", "IndentationError",
		"UnboundLocalError", "UninitialisedError", "asyncio.CancelledError", "SSLError", "HTTPError", "FTPError", "X",
	} {
		if got := raisedWords(&Exception{Type: name, Line: 3}).String(); got != "It ended with an "+name+" in line 3." {
			t.Error(got)
		}
	}
}
