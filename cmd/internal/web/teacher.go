package web

import (
	"io"
	"net/http"
	"strings"

	"crunchy/pages"
)

// LeastPassword is how many bytes a teacher's password has at least.
const LeastPassword = 12

// wrongPasswords is how many a server compares in a minute, of browsers, and as many
// of frontends; then it waits for some seconds before each of them, whoever asks. Who
// has signed in is not concerned.
const wrongPasswords = 10

// longestPassword is how many bytes are read of one.
const longestPassword = 1 << 10

// teacherSecret is what the teacher signs in with: the password, or the token on a
// server that has none.
func (s *Server) teacherSecret() string {
	if s.config.Teacher != "" {
		return s.config.Teacher
	}
	return s.config.Token
}

// isTeacher reports whether a request is the teacher's: of a browser in which the
// teacher has signed in, or, where no password was set, of a program with the token.
func (s *Server) isTeacher(r *http.Request) bool {
	return s.signedIn(r) || s.config.Teacher == "" && s.bearer(r) == nil
}

// signedIn reports whether the teacher has signed in where the request comes from.
// The cookie alone lets nobody into the server.
func (s *Server) signedIn(r *http.Request) bool {
	c, err := r.Cookie(s.teacherCookie("").Name)
	return err == nil && equal(c.Value, s.teacherKey())
}

// teacherKey is the value of the teacher's cookie. It ends with the password.
func (s *Server) teacherKey() string {
	return derived(s.config.Token, "crunchy teacher cookie "+s.teacherSecret())
}

func (s *Server) teacherCookie(value string) *http.Cookie {
	return &http.Cookie{
		Name: s.cookieName() + "-teacher", Value: value, Path: "/",
		HttpOnly: true, SameSite: http.SameSiteStrictMode, Secure: strings.HasPrefix(s.config.BaseURL, "https:"),
	}
}

// tryPassword is why somebody who gives this password is not the teacher, or nil; tried
// counts the wrong ones.
// Both are compared by what is derived from them, so that not even their lengths
// take different times.
func (s *Server) tryPassword(tried *pace, password string) error {
	if wait := tried.take(); wait > 0 {
		return errPasswords.after(wait)
	}
	const purpose = "crunchy teacher's password"
	if equal(derived(password, purpose), derived(s.teacherSecret(), purpose)) {
		tried.giveBack()
		return nil
	}
	return errPassword.with(nil)
}

// signIn answers POST /teacher, whose body is the password, with the teacher's cookie.
func (s *Server) signIn(w http.ResponseWriter, r *http.Request) error {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, longestPassword))
	if err != nil {
		return bodyError(err)
	}
	if err := s.tryPassword(s.passwords, strings.TrimSpace(string(body))); err != nil {
		return err
	}
	http.SetCookie(w, s.teacherCookie(s.teacherKey()))
	w.Header().Set("Content-Length", "0")
	return nil
}

// signOut answers POST /teacher/out by taking the cookie back.
func (s *Server) signOut(w http.ResponseWriter, _ *http.Request) error {
	c := s.teacherCookie("")
	c.MaxAge = -1
	http.SetCookie(w, c)
	w.Header().Set("Content-Length", "0")
	return nil
}

// teacherPage is where the teacher signs in, and speaks to the class.
func (s *Server) teacherPage(w http.ResponseWriter, r *http.Request) error {
	return s.show(w, pages.Teacher(pages.Class{
		SignedIn: s.signedIn(r), Password: s.config.Teacher != "", Chat: s.board.class().Chat, Watch: s.prefix + "/watch",
	}, s.pageOptions(r, "")))
}

// setClass answers POST /class?chat=on, or off: whether pages show the class's chat.
func (s *Server) setClass(w http.ResponseWriter, r *http.Request) error {
	on := r.URL.Query().Get("chat")
	if on != "on" && on != "off" {
		return errMalformed.say("This request needs chat=on or chat=off.")
	}
	s.board.setChat(on == "on")
	w.Header().Set("Content-Length", "0")
	return nil
}
