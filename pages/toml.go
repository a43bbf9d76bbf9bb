package pages

import (
	"errors"
	"regexp"
	"strings"

	"go.abhg.dev/goldmark/frontmatter"
)

// maxBraces is how many tables within a line TOML may have.
const maxBraces = 16

var dotted = regexp.MustCompile(`(?:(?:[\w-]+|"[^"\n]*"|'[^'\n]*')[ \t]*\.[ \t]*){8}`)

// DeepTOML reports whether a text in TOML has tables in tables, which mean nothing
// in what authors say of lessons, and for which the library would take minutes.
func DeepTOML(text string) bool {
	return strings.Count(text, "{") > maxBraces || dotted.MatchString(text)
}

// matterFormats are how what stands at the beginning of a page may be written.
var matterFormats = []frontmatter.Format{frontmatter.YAML, {
	Name: frontmatter.TOML.Name, Delim: frontmatter.TOML.Delim,
	Unmarshal: func(data []byte, into any) error {
		if DeepTOML(string(data)) {
			return errors.New("there are keys in keys in it, which mean nothing here")
		}
		return frontmatter.TOML.Unmarshal(data, into)
	},
}}
