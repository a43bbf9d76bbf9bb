package ioelement

import (
	"regexp"
	"strconv"

	"golang.org/x/net/html"
)

// predictKind is a program that the student may run once it is said what it will
// print. It is not edited.
func predictKind() Kind {
	return Kind{
		Names:   []string{"predict"},
		Options: append([]string{"name", "linenumber", "no_style", "python", "isolated", "timeout", "show_vlam"}, workOptions...),
		Hints:   true,
		Make:    makePredict,
	}
}

func makePredict(b Block) Made {
	seconds, notices := b.timeout()
	_, more := b.time()
	notices = append(notices, more...)
	if asks.MatchString(Bare(programOf(b.Text))) {
		notices = append(notices, "this program asks for input, and nobody can foretell what it prints without knowing what will be typed; give the value in the program, as in name = \"Ada\"")
	}
	label := b.kindWord("Prediction")
	foretell := node("div", attrs("class", "cr-foretell"), node("label", nil,
		node("span", nil, b.Words.Text("predict.ask")),
		node("textarea", attrs("rows", "3", "spellcheck", "false", "autocapitalize", "off", "autocomplete", "off", "wrap", "off",
			"maxlength", strconv.Itoa(longestPrediction), "disabled", ""))))
	made := makeProgram(b, program{
		kind: "predict", class: "cr-exercise cr-predict", label: label, screen: foretell,
		buttons: func() []*html.Node { return []*html.Node{primaryButton("check", "play", b.Words.Text("run"))} },
	}, notices)
	made.Element.Exercise = &Exercise{Tests: []Test{{Kind: "predict"}}, Timeout: seconds, isolated: true}
	return made
}

// asks is where a program asks for input, as far as that can be seen.
var asks = regexp.MustCompile(`(?:^|[^\w.])input[ \t]*\(`)

// longestPrediction is how many characters may be said.
const longestPrediction = 20_000
