package export

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"strings"

	"golang.org/x/net/html"

	"crunchy/cmd/internal/check"
	"crunchy/comet"
	"crunchy/pages"
)

// Bounds on what is shown of one element.
const (
	mostText     = 64 << 10 // bytes
	mostPictures = 20
)

// display is the data of a DISPLAY.
type display struct {
	ID   string
	Data map[string]json.RawMessage
}

// showing makes elements of what a block showed; unnamed is what a picture is
// called that has no words of its own.
func showing(shown []check.Shown, unnamed string) (nodes []*html.Node) {
	s := shower{unnamed: unnamed, pictures: map[string]*html.Node{}}
	for _, one := range shown {
		for _, f := range one.Frames {
			s.take(f)
		}
	}
	s.flush()
	return s.nodes
}

// shower puts together what came in pieces.
type shower struct {
	nodes    []*html.Node
	text     strings.Builder
	kind     comet.Kind // of the text
	size     int
	drawn    int
	pictures map[string]*html.Node // those that may be replaced
	unnamed  string                // what a picture without words is called
}

func (s *shower) take(f comet.Frame) {
	if f.Kind == comet.Display {
		s.display(f.Data)
		return
	}
	if f.Kind != s.kind {
		s.flush()
		s.kind = f.Kind
	}
	data := f.Data[:min(len(f.Data), max(0, mostText-s.size))]
	if len(data) < len(f.Data) && s.size < mostText {
		data = append(data[:len(data):len(data)], "\n…\n"...)
	}
	s.size += len(f.Data)
	s.text.Write(data)
}

func (s *shower) flush() {
	text := strings.TrimRight(pages.OnTerminal(strings.ToValidUTF8(s.text.String(), "")), " \t\n")
	s.text.Reset()
	if strings.TrimSpace(text) == "" {
		return
	}
	class := "ex-text"
	if s.kind == comet.Stderr {
		class = "ex-text ex-stderr"
	}
	s.nodes = append(s.nodes, element("pre", attrs("class", class, "tabindex", "0", "data-crunchy", "no_vlam"), element("code", nil, text)))
}

// display shows a picture, or what there is of it in words.
func (s *shower) display(data []byte) {
	var d display
	if json.Unmarshal(data, &d) != nil {
		return
	}
	var plain string
	_ = json.Unmarshal(d.Data["text/plain"], &plain) // "" if there is none
	for _, mime := range []string{"image/svg+xml", "image/png", "image/jpeg", "image/gif", "image/webp"} {
		var content string
		if json.Unmarshal(d.Data[mime], &content) != nil || content == "" {
			continue
		}
		if mime == "image/svg+xml" {
			content = base64.StdEncoding.EncodeToString([]byte(content))
		}
		s.picture(d.ID, "data:"+mime+";base64,"+strings.Join(strings.Fields(content), ""), plain)
		return
	}
	if plain != "" {
		s.take(comet.Frame{Kind: comet.Stdout, Data: []byte(strings.TrimSuffix(plain, "\n") + "\n")})
	}
}

func (s *shower) picture(id, src, alt string) {
	if old := s.pictures[id]; old != nil && id != "" {
		set(old, "src", src)
		return
	}
	if s.drawn++; s.drawn > mostPictures {
		return
	}
	s.flush()
	img := element("img", attrs("class", "ex-picture", "src", src, "alt", cmp.Or(alt, s.unnamed)))
	s.pictures[id] = img
	s.nodes = append(s.nodes, img)
}
