package web

import (
	"encoding/json"
	"net/http"
	"net/url"
	"path"
	"strings"
	"sync"
	"unicode"

	"crunchy/cmd/extend"
	"crunchy/comet"
)

// The parts that somebody may play in a channel.
const (
	// withPage is whoever has a page open.
	withPage = extend.Everybody
	// teacher is who isTeacher says.
	teacher = extend.Teacher
)

// The channels that there are.
const (
	noticeChannel = "notice" // from the teacher to every page
	chatChannel   = "chat"   // among all who have a page
	pagesChannel  = "pages"  // what is open, for the teacher
)

// mostMessages is how many messages a page may publish in a minute.
const mostMessages = 60

// who says what parts the sender of a request plays, once it has been let in.
func (s *Server) who(r *http.Request) comet.Who {
	if s.isTeacher(r) {
		return withPage | teacher
	}
	return withPage
}

// wayHome is where a page's poll gets its frames from, which is home. With channel=NAME, as often
// as there are channels, it brings their messages along, after from=ID, or from now
// on; leave is to be called when it is over.
func (s *Server) wayHome(r *http.Request, q url.Values, home comet.Source) (src comet.Source, leave func(), err error) {
	if !q.Has("channel") {
		return home, func() {}, nil
	}
	sub, err := s.board.Subscribe(s.who(r), q["channel"], q.Get("from"))
	if err != nil {
		return nil, nil, err
	}
	return comet.WithChannels(home, sub), sub.Close, nil
}

// board is the channels of the server.
type board struct {
	*comet.Channels
	pages, tellsClass *comet.Channel

	mu     sync.Mutex
	open   map[string]string // what pagesChannel has told of each page last
	state  classState        // what classChannel has told last
	closed bool              // the teacher has closed the chat
}

// newBoard makes the channels; chat says whether pages show it.
func newBoard(chat bool) (*board, error) {
	b := &board{Channels: comet.NewChannels(), open: map[string]string{}, state: classState{Chat: chat}}
	var err error
	for name, rules := range map[string]comet.Rules{
		noticeChannel: {Read: withPage, Publish: teacher, Accept: notice},
		chatChannel:   {Read: withPage, Publish: withPage, Accept: b.talk},
	} {
		if _, err = b.Create(name, rules); err != nil {
			return nil, err
		}
	}
	if b.tellsClass, err = b.Create(classChannel, comet.Rules{Read: withPage, Now: b.classNow}); err != nil {
		return nil, err
	}
	b.pages, err = b.Create(pagesChannel, comet.Rules{Read: teacher, Now: b.now})
	return b, err
}

// notice is a teacher's message as pages read it: what to show, where to go, what
// to suggest for running. It is refused when it says nothing of these.
func notice(text string) (string, error) {
	type suggestion struct {
		UID  string `json:"uid,omitempty"`
		Code string `json:"code"`
	}
	var n struct {
		Text string      `json:"text,omitempty"`
		Goto string      `json:"goto,omitempty"`
		Run  *suggestion `json:"run,omitempty"`
	}
	err := json.Unmarshal([]byte(text), &n)
	if err != nil || n.Text == "" && n.Goto == "" && n.Run == nil || n.Goto != "" && !leadsHere(n.Goto) || n.Run != nil && n.Run.Code == "" {
		return "", errMalformed.say(`A notice must be {"text":"…","goto":"#anchor","run":{"uid":"…","code":"…"}}, or one or two of these; goto may also be the address of a lesson, as in "/t/lesson.md#anchor".`)
	}
	b, err := json.Marshal(n)
	return string(b), err
}

// leadsHere reports whether a notice may lead to a place: one of the page that shows
// it, or of a lesson of this server.
func leadsHere(place string) bool {
	u, err := url.Parse(place)
	switch {
	case err != nil, u.Scheme != "", u.Host != "", u.User != nil, u.RawQuery != "", u.ForceQuery:
		return false
	case u.Path == "":
		return u.Fragment != ""
	case strings.ContainsFunc(u.Path, func(r rune) bool { return unicode.IsControl(r) || r == '\\' }):
		return false
	}
	return strings.HasPrefix(u.Path, "/t/") && path.Clean(u.Path) == strings.TrimSuffix(u.Path, "/") // as browsers clean it
}

// pageState is what becomes of a page.
type pageState string

const (
	pageOpen  pageState = "open"
	pageLeft  pageState = "left"  // its user has closed it; it may come back for a while
	pageEnded pageState = "ended" // it is gone
)

// tells says to pagesChannel what has become of a page.
func (s *Server) tells(p *openPage, state pageState) {
	text, err := json.Marshal(struct {
		Page     string    `json:"page"`
		Tutorial string    `json:"tutorial"`
		State    pageState `json:"state"`
	}{p.id, p.tutorial, state})
	if err != nil {
		return // there is nothing in it that cannot be said
	}
	b := s.board
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case state == pageEnded:
		delete(b.open, p.id)
	case s.open.get(p.id) == nil:
		return // its end has come in between, and is or will be told
	default:
		b.open[p.id] = string(text)
	}
	_ = b.pages.Write(string(text)) // it fails when the server ends
}

// now is what is open.
func (b *board) now() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	all := make([]string, 0, len(b.open))
	for _, text := range b.open {
		all = append(all, text)
	}
	return all
}
