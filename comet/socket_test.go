package comet

import (
	"encoding/json"
	"testing"
)

// FuzzParseCall reads what a client sends over a WebSocket.
func FuzzParseCall(f *testing.F) {
	f.Add([]byte(`{"id":1,"do":"exec","uid":"70000001","body":"1+1","seq":3}`))
	f.Add([]byte(`{"id":"a","do":"resize","uid":"70000001","body":{"rows":24,"cols":80}}`))
	f.Add([]byte(`{"do":"ack","after":7,"replace":true,"x":null}`))
	f.Add([]byte(`[]`))
	f.Fuzz(func(t *testing.T, msg []byte) {
		id, c, err := parseCall(msg)
		if !json.Valid(id) {
			t.Errorf("the id %q cannot be sent back", id)
		}
		if err == nil && (c.Do == "" || c.Query == nil) {
			t.Errorf("%q is taken for %+v", msg, c)
		}
	})
}

func TestParseCall(t *testing.T) {
	id, c, err := parseCall([]byte(`{"id":1,"do":"exec","uid":"70000001","body":"1+1\n","seq":18446744073709551615,"replace":true}`))
	if err != nil || string(id) != "1" || c.Do != "exec" || string(c.Body) != "1+1\n" || c.Query.Get("seq") != "18446744073709551615" || c.Query.Get("replace") != "1" || c.Query.Get("uid") != "70000001" {
		t.Errorf("%s %+v %v", id, c, err)
	}
	_, c, err = parseCall([]byte(`{"do":"resize","body":{"rows":24}}`))
	if err != nil || string(c.Body) != `{"rows":24}` {
		t.Errorf("%+v %v", c, err)
	}
}
