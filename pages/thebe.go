package pages

import (
	"golang.org/x/net/html"

	"crunchy/ioelement"
)

// thebe reads <pre data-executable="true" data-language="python">, as Thebe has
// it, whose blocks share one Python.
func thebe(pre *html.Node) []Notice {
	if !hasAttr(pre, "data-executable") || attr(pre, "data-executable") == "false" || titled(pre) != "" {
		return nil
	}
	language := attr(pre, "data-language")
	if language != "" && !ioelement.IsPython(language) {
		return nil
	}
	return become(pre, cell("python", textOf(pre)))
}
