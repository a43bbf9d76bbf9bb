package web

import (
	"cmp"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"crunchy/pages"
)

// Limits of what is asked and answered.
const (
	longQuery  = 200 // bytes; what is beyond is not looked for
	manyWords  = 8
	manyHits   = 20
	perLesson  = 5 // hits in one lesson
	aroundWord = 70
)

// hit is a place where all words of a query were found.
type hit struct {
	Title  string `json:"title"` // of the lesson, and of the section if it has one
	Href   string `json:"href"`
	Before string `json:"before"`
	Match  string `json:"match"`
	After  string `json:"after"`

	score int
}

// searchAnswer is the JSON of /search. While lessons are still being read, the
// answer is what was found so far.
type searchAnswer struct {
	State string `json:"state"`          // reading or ready
	Read  int    `json:"read"`           // lessons that were read
	Of    int    `json:"of"`             // lessons there are
	Part  bool   `json:"part,omitempty"` // there are more lessons than are searched
	Hits  []hit  `json:"hits"`
}

// searchLessons looks for words in the lessons of the folder that a tutorial
// belongs to.
func (s *Server) searchLessons(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	name := q.Get("tutorial")
	if strings.HasPrefix(name, remoteSegment+"/") {
		return errNotFound.tells("searchHere")
	}
	rt, file, ok := s.shelf.find(strings.TrimSuffix(name, "/"))
	if !ok || hidden(file) {
		return errNotFound.with(nil)
	}
	words := queryWords(q.Get("q"))
	files, answer := s.search.lessons(rt, path.Dir(file))
	answer.Hits = []hit{}
	if len(words) > 0 {
		answer.Hits = append(answer.Hits, s.find(rt, files, words)...)
	}
	writeJSON(w, http.StatusOK, answer)
	return nil
}

// queryWords are the words to look for, as text is folded.
func queryWords(q string) []string {
	if len(q) > longQuery {
		q = strings.ToValidUTF8(q[:longQuery], "")
	}
	words := strings.Fields(pages.Fold(q))
	return words[:min(len(words), manyWords)]
}

// find returns the best places. All words have to be in the same section; each
// may be the beginning of a longer one.
func (s *Server) find(rt *root, files []*searched, words []string) []hit {
	var best []hit
	for _, f := range files {
		var here []hit
		for i := range f.sections {
			if score := f.score(i, words); score > 0 {
				here = append(here, hit{score: score, Title: f.titleOf(i), Href: f.sections[i].Anchor})
				here[len(here)-1].snippet(f.sections[i].Text, words)
			}
		}
		slices.SortStableFunc(here, func(a, b hit) int { return cmp.Compare(b.score, a.score) })
		address := s.address(rt.name(f.file))
		for _, h := range here[:min(len(here), perLesson)] {
			anchor := h.Href
			if h.Href = address; anchor != "" {
				h.Href += (&url.URL{Fragment: anchor}).String()
			}
			best = append(best, h)
		}
	}
	slices.SortStableFunc(best, func(a, b hit) int { return cmp.Compare(b.score, a.score) })
	return best[:min(len(best), manyHits)]
}

// score says how well a section answers, 0 for not at all. A word in the
// lesson's title, which counts for its first section, is worth more than one in
// a heading, and that more than one in the text; whole words more than beginnings.
func (f *searched) score(i int, words []string) int {
	total := 0
	section := &f.folded[i]
	for _, w := range words {
		score := 0
		for _, part := range []struct {
			text  string
			worth int
		}{{f.title, 40}, {section.heading, 20}, {section.text, 2}} {
			worth := part.worth
			if part.worth == 40 && i > 0 {
				worth = 1
			}
			switch {
			case !strings.Contains(part.text, " "+w):
			case strings.Contains(part.text+" ", " "+w+" "):
				score += worth + worth/2
			default:
				score += worth
			}
		}
		if score == 0 {
			return 0
		}
		total += score
	}
	// Every word may be in the title alone, but then only the beginning answers.
	if i > 0 && total <= len(words) {
		return 0
	}
	return total
}

func (f *searched) titleOf(i int) string {
	if heading := f.sections[i].Heading; i > 0 && heading != "" && heading != f.name {
		return f.name + " › " + heading
	}
	return f.name
}

// snippet shows the first word that was found, among those around it.
func (h *hit) snippet(text string, words []string) {
	start, end := firstMatch(text, words)
	from, to := max(0, start-aroundWord), min(len(text), end+aroundWord)
	for from > 0 && (text[from] != ' ' || !utf8.RuneStart(text[from])) && from > start-2*aroundWord {
		from--
	}
	for from > 0 && !utf8.RuneStart(text[from]) {
		from--
	}
	for to < len(text) && !utf8.RuneStart(text[to]) {
		to++
	}
	h.Before, h.Match, h.After = strings.TrimLeft(text[from:start], " "), text[start:end], text[end:to]
	if from > 0 {
		h.Before = "… " + h.Before
	}
	if to < len(text) {
		h.After = strings.TrimRight(h.After, " ") + " …"
	}
}

// firstMatch returns where the first of the words stands in a text that is not
// folded; both are 0 when none does.
func firstMatch(text string, words []string) (start, end int) {
	for start < len(text) {
		size := 0
		for size < len(text)-start && text[start+size] != ' ' {
			size++
		}
		folded := pages.Fold(text[start : start+size])
		for _, w := range words {
			if strings.Contains(folded, " "+w) {
				return start, start + size
			}
		}
		start += size + 1
	}
	return 0, 0
}
