package web

import (
	"errors"
	"net/http/httptest"
	"strings"
	"testing"
)

func FuzzRegistration(f *testing.F) {
	for _, body := range []string{"registration=chat%0Anone&client=A", "registration=none", "%", "registration=page%253A12%0A%25u20AC&client=", "client=A", "registration=page%253A12&from=page%25253A12%3A0%0A%3A&types=STATUS", "registration=" + strings.Repeat("a%0A", 99)} {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		r := httptest.NewRequest("POST", "/comet", strings.NewReader(body))
		r.Header.Set("Content-Type", ocsigenType)
		q, err := readRegistration(httptest.NewRecorder(), r)
		var refused *failure
		switch {
		case err != nil && (!errors.As(err, &refused) || refused.status != 400 && refused.status != 413):
			t.Errorf("%q: %v", body, err)
		case err == nil && (len(q.names) == 0 || len(q.names) > mostRegistered || len(q.client) > longestClient):
			t.Errorf("%q is about %q, by %q", body, q.names, q.client)
		}
	})
}
