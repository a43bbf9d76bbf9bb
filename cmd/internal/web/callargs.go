package web

import (
	"bytes"
	"encoding/json"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// functionOf finds the function that a call names, and its arguments. What is wrong
// is said with what would be right.
func functionOf(table []function, call json.RawMessage) (name string, f function, q url.Values, body []byte, err error) {
	var args map[string]json.RawMessage
	if json.Unmarshal(call, &args) != nil || args == nil {
		return "", f, nil, nil, errArguments.say(`Each call must be an object such as {"fname":"list_tutorials"}.`)
	}
	if json.Unmarshal(args["fname"], &name) != nil || name == "" {
		return "", f, nil, nil, errArguments.say(`A call names its function: {"fname":"list_tutorials"}.`)
	}
	i := slices.IndexFunc(table, func(f function) bool { return f.Name == name })
	if i < 0 {
		var known []string
		for _, f := range table {
			known = append(known, f.Name)
		}
		return name, f, nil, nil, errFunction.say("There is no function %q; there are %s.", short(name), strings.Join(known, ", "))
	}
	f = table[i]
	delete(args, "fname")
	q, body, err = f.arguments(args)
	return name, f, q, body, err
}

// arguments are a query and a body, of what was given for a function.
func (f function) arguments(given map[string]json.RawMessage) (q url.Values, body []byte, err error) {
	q = url.Values{}
	for name := range given {
		if !slices.ContainsFunc(f.Args, func(a argument) bool { return a.Name == name }) {
			return nil, nil, errArguments.say("%s takes no argument %q; %s.", f.Name, short(name), f.takes())
		}
	}
	for _, a := range f.Args {
		value := bytes.TrimSpace(given[a.Name])
		switch {
		case len(value) > 0 && string(value) != "null":
		case a.Needed:
			return nil, nil, errArguments.say("%s needs the argument %q; %s.", f.Name, a.Name, f.takes())
		default:
			continue
		}
		texts, ok := a.Kind.read(value)
		switch {
		case !ok:
			return nil, nil, errArguments.say("The argument %q of %s must be %s.", a.Name, f.Name, a.Kind.words())
		case a.Kind == bodyArgument:
			body = []byte(texts[0])
		default:
			q[a.Name] = texts
		}
	}
	return q, body, nil
}

// takes says which arguments there are.
func (f function) takes() string {
	var needed, more []string
	for _, a := range f.Args {
		if a.Needed {
			needed = append(needed, a.Name)
		} else {
			more = append(more, a.Name)
		}
	}
	switch {
	case len(f.Args) == 0:
		return "it takes none"
	case len(more) == 0:
		return "it takes " + strings.Join(needed, ", ")
	case len(needed) == 0:
		return "it takes, where wanted, " + strings.Join(more, ", ")
	}
	return "it takes " + strings.Join(needed, ", ") + " and, where wanted, " + strings.Join(more, ", ")
}

// read returns the value of an argument as the route takes it: a text, or several.
func (k argumentKind) read(value json.RawMessage) (texts []string, ok bool) {
	var text string
	isText := json.Unmarshal(value, &text) == nil
	switch k {
	case bodyArgument:
		if isText {
			return []string{text}, true
		}
		return []string{string(value)}, true
	case namesArgument:
		if isText {
			return []string{text}, true
		}
		return texts, json.Unmarshal(value, &texts) == nil && len(texts) > 0
	case flagArgument:
		switch string(value) {
		case "true", "1", `"1"`:
			return []string{"1"}, true
		case "false", "0", `"0"`:
			return []string{"0"}, true
		}
		return nil, false
	case numberArgument:
		if !isText {
			text = string(value)
		}
		_, err := strconv.ParseFloat(text, 64)
		return []string{text}, err == nil
	}
	if !isText && wholeNumber.Match(value) { // as a uid, in a language without bounds
		return []string{string(value)}, true
	}
	return []string{text}, isText
}

var wholeNumber = regexp.MustCompile(`^[0-9]+$`)

// words say what is wanted of a kind.
func (k argumentKind) words() string {
	return map[argumentKind]string{
		textArgument: "a text", numberArgument: "a number", flagArgument: "true or false", namesArgument: "a name or a list of names",
	}[k]
}

// short is what was sent, as far as an answer repeats it.
func short(name string) string {
	if len(name) > 40 {
		return strings.ToValidUTF8(name[:40], "") + "…"
	}
	return name
}
