package pages

import (
	"net/url"
	"path"
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// base is what a <base href> says; its effect is put into the links themselves.
type base struct {
	url *url.URL
}

// findBase returns the base of a document, or nil.
func findBase(doc *html.Node) *base {
	n := find(doc, func(n *html.Node) bool { return is(n, atom.Base) && hasAttr(n, "href") })
	if n == nil {
		return nil
	}
	ref, scheme := cleanURL(attr(n, "href"))
	u, err := url.Parse(ref)
	if err != nil || ref == "" || scheme != "" && scheme != "http" && scheme != "https" {
		return nil
	}
	return &base{url: u}
}

// resolve returns where ref leads from the base. A place on the page itself
// stays there.
func (b *base) resolve(ref string) string {
	if b == nil || ref == "" || ref[0] == '#' {
		return ref
	}
	r, err := url.Parse(ref)
	if err != nil || r.IsAbs() {
		return ref
	}
	if b.url.IsAbs() || b.url.Host != "" || strings.HasPrefix(b.url.Path, "/") || r.Host != "" || strings.HasPrefix(r.Path, "/") {
		return b.url.ResolveReference(r).String()
	}
	if r.Path == "" {
		r.Path = b.url.Path
	} else {
		dir, _ := path.Split(b.url.Path)
		r.Path = dir + r.Path
	}
	return r.String()
}

// cleanURL returns an address as browsers read it, and its scheme in lower
// case, "" for a relative one.
func cleanURL(v string) (ref, scheme string) {
	v = strings.TrimFunc(v, func(r rune) bool { return r <= ' ' })
	if strings.ContainsAny(v, "\t\n\r") {
		v = strings.NewReplacer("\t", "", "\n", "", "\r", "").Replace(v)
	}
	for i := 0; i < len(v); i++ {
		switch c := v[i]; {
		case c == ':' && i > 0:
			return v, strings.ToLower(v[:i])
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z':
		case i > 0 && ('0' <= c && c <= '9' || c == '+' || c == '-' || c == '.'):
		default:
			return v, ""
		}
	}
	return v, ""
}

var pictureData = regexp.MustCompile(`(?i)^data:image/(png|gif|jpe?g|webp);base64,[A-Za-z0-9+/=%\s]*$`)

// url decides on an address, and keeps links to the page's own site inside.
// Pictures may bring their data along.
func (s *sanitiser) url(v string, picture bool) (ref string, ok bool) {
	ref, ok = s.address(v, picture)
	if strings.HasPrefix(ref, "data:") {
		return ref, ok
	}
	return s.stayInside(ref), ok
}

// address decides on an address that may lead anywhere.
func (s *sanitiser) address(v string, picture bool) (ref string, ok bool) {
	ref, scheme := cleanURL(v)
	switch scheme {
	case "":
		if disguised(ref) {
			return "", false
		}
		return s.base.resolve(ref), true
	case "http", "https":
		return ref, true
	case "mailto", "tel":
		return ref, true
	case "data":
		return ref, picture && pictureData.MatchString(ref)
	}
	return "", false
}

// disguised reports whether a relative address would be one that runs or holds
// something if its blanks and control characters were taken out. Browsers do
// not do that; whether all of them never did is not worth finding out.
func disguised(ref string) bool {
	begin := strings.ToLower(ref[:min(len(ref), 64)])
	if !strings.Contains(begin, ":") {
		return false
	}
	begin = strings.Map(func(r rune) rune {
		if r <= ' ' || 0x7f <= r && r <= 0xa0 {
			return -1
		}
		return r
	}, begin)
	for _, scheme := range []string{"javascript:", "vbscript:", "data:"} {
		if strings.HasPrefix(begin, scheme) {
			return true
		}
	}
	return false
}

// stayInside leads links to the page's own site through Crunchy.
func (s *sanitiser) stayInside(ref string) string {
	root := s.o.Root
	if root == "" {
		return ref
	}
	if s.o.Origin != "" {
		_, host, _ := strings.Cut(s.o.Origin, "//")
		for _, prefix := range []string{s.o.Origin, "//" + host} {
			if rest, ok := strings.CutPrefix(ref, prefix); ok && (rest == "" || strings.ContainsRune("/?#", rune(rest[0]))) {
				return root + "/" + strings.TrimPrefix(rest, "/")
			}
		}
	}
	inside := ref == root || strings.HasPrefix(ref, root+"/")
	if strings.HasPrefix(ref, "/") && !strings.HasPrefix(ref, "//") && !inside {
		return root + ref
	}
	return ref
}

// srcset filters the candidates of a srcset one by one.
func (s *sanitiser) srcset(v string) string {
	var kept []string
	for v != "" {
		v = strings.TrimLeft(v, ", \t\n\f\r")
		end := strings.IndexAny(v, " \t\n\f\r")
		if end < 0 {
			end = len(v)
		}
		address, rest := v[:end], v[end:]
		descriptor := ""
		if cut := strings.TrimRight(address, ","); cut != address {
			address = cut
		} else {
			descriptor, rest, _ = strings.Cut(rest, ",")
			descriptor = strings.TrimSpace(descriptor)
		}
		v = rest
		ref, scheme := cleanURL(address)
		ref, ok := s.url(ref, false)
		if !ok || ref == "" || scheme == "mailto" || scheme == "tel" || strings.ContainsAny(ref, ",") {
			continue
		}
		if strings.Trim(descriptor, "0123456789.wxh ") != "" {
			continue
		}
		kept = append(kept, strings.TrimSpace(ref+" "+descriptor))
	}
	return strings.Join(kept, ", ")
}
