package extend_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"

	"crunchy/cmd/extend"
	"crunchy/comet"
)

// say is what it takes to speak in the room.
type say struct {
	Name  string `arg:"name"`
	Times *int   `arg:"times"`
}

// newRoom makes a chat room: what somebody says is heard by all who follow its channel.
func newRoom(channels *comet.Channels) (http.Handler, error) {
	room, err := channels.Create("room", comet.Rules{Read: extend.Everybody})
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.Handle("GET /{$}", extend.Func(func(*http.Request, struct{}) (any, error) {
		return map[string]string{"channel": room.Name()}, nil
	}))
	mux.Handle("POST /say", extend.Func(func(r *http.Request, who say) (any, error) {
		words, err := io.ReadAll(r.Body)
		switch {
		case err != nil:
			return nil, err
		case len(words) == 0:
			return nil, &extend.Error{Status: http.StatusBadRequest, Msg: "Please say something."}
		}
		times := 1
		if who.Times != nil {
			times = *who.Times
		}
		return nil, room.Write(who.Name + ": " + strings.Repeat(string(words), times))
	}))
	return mux, nil
}

// A chat room, as cmd/crunchy/extensions.go would name it.
func Example() {
	server := start(extend.Extension{Path: "/room", New: newRoom})
	defer server.stop()

	fmt.Println(server.ask("GET", "/room", ""))
	heard := server.follow("room")
	server.ask("POST", "/room/say?name=Ada", "Hello!")
	server.ask("POST", "/room/say?name=Bob&times=2", "Ho! ")
	fmt.Println(heard())
	fmt.Println(heard())

	fmt.Println(server.ask("POST", "/room/say?name=Ada", ""))
	fmt.Println(server.ask("POST", "/room/say", "Who am I?"))
	fmt.Println(server.ask("POST", "/room/say?name=Ada&times=often", "Hello!"))
	fmt.Println(server.ask("GET", "/room/door", ""))
	fmt.Println(server.strange("POST", "/room/say?name=Eve", "Let me in"))
	// Output:
	// 200 {"channel":"room"}
	// Ada: Hello!
	// Bob: Ho! Ho!
	// 400 Please say something.
	// 400 This request needs name=, once.
	// 400 times= takes a whole number.
	// 404 404 page not found
	// 401 Please open the full address that Crunchy printed when it started; it lets this browser in.
}
