package web

import (
	"net/http"
	"slices"
	"strings"
	"sync"

	"crunchy/ioelement"
	"crunchy/pages"
)

// preferences are the user's, as they were read last.
type preferences struct {
	mu    sync.Mutex
	text  string
	rules ioelement.Rules
	errs  []ioelement.RuleError
}

// preferred returns the user's preferences, and what is wrong with them. A file
// that a person has changed counts from the next page on.
func (s *Server) preferred() (ioelement.Rules, []ioelement.RuleError) {
	text := s.work.Preferences()
	p := &s.preferences
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.text != text {
		p.text = text
		p.rules, p.errs = ioelement.ParseRules(text, ioelement.Default())
		for _, e := range p.errs {
			s.log.Warn("preferences", "file", s.work.PreferencesPath(), "line", e.Line, "err", e.Text)
		}
	}
	return p.rules, p.errs
}

// showPreferences is the page on which they are chosen.
func (s *Server) showPreferences(w http.ResponseWriter, r *http.Request) error {
	return s.show(w, pages.Preferences(s.work.PreferencesPath(), s.pageOptions(r, "")))
}

// prefer keeps one choice: POST /prefer?name=theme&value=dark, and without a
// value as it is usual. No page can do so, only its reader with a click.
func (s *Server) prefer(w http.ResponseWriter, r *http.Request) error {
	name, value := r.URL.Query().Get("name"), r.URL.Query().Get("value")
	known := []string{ioelement.LanguageSetting, ioelement.ThemeSetting, ioelement.ErrorsSetting, ioelement.EditorRule, ioelement.NoMarkup, ioelement.InterpreterRule}
	if !slices.Contains(known, name) {
		return errMalformed.say("There is no preference of that name.")
	}
	if value != "" {
		if _, errs := ioelement.ParseRules(name+" = "+value, ioelement.Default()); len(errs) > 0 || len(value) > 200 || strings.ContainsAny(value, "\r\n\x00") {
			return errMalformed.say("This preference cannot have that value.")
		}
	}
	err := s.work.ChangePreferences(func(text string) string { return ioelement.SetRule(text, name, value) })
	if err != nil {
		s.log.Warn("a preference could not be kept", "err", err)
		return errNotSaved.tells("choiceNotKept", "why", because(err))
	}
	writeJSON(w, http.StatusOK, map[string]string{"name": name, "value": value})
	return nil
}
