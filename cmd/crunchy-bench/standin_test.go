package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/coder/websocket"
)

// standInArgument is the word with which the tests' program, started again, is a
// server that speaks as a Jupyter server does; the next word is what kind of one.
const standInArgument = "stand-in"

// Kinds of stand-ins.
const (
	orderly    = "orderly"
	disorderly = "disorderly" // the reply comes first, and what is another's comes between
	limited    = "limited"    // output is dropped
	wrong      = "wrong"      // 1+1 is 3
	deaf       = "deaf"       // what is executed ends the connection
	barren     = "barren"     // no kernel can be started
	refusing   = "refusing"   // it does not start
)

// standIn serves until it is ended.
func standIn(kind string, args []string) error {
	if kind == refusing {
		return errors.New("no port for you")
	}
	port := ""
	for _, arg := range args {
		if rest, ok := strings.CutPrefix(arg, "--port="); ok {
			port = rest
		}
	}
	for _, dir := range []string{"JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR"} {
		if filepath.Dir(os.Getenv(dir)) != os.Getenv("HOME") || !slices.Contains(args, "--ServerApp.root_dir="+os.Getenv("HOME")) {
			return fmt.Errorf("%s is somebody's", dir)
		}
	}
	var kernels atomic.Int64
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `{"version": "9.8.7"}`) })
	mux.HandleFunc("POST /api/kernels", func(w http.ResponseWriter, _ *http.Request) {
		if kind == barren {
			http.Error(w, `{"message": "No such kernel named python3"}`, http.StatusInternalServerError)
			return
		}
		w.WriteHeader(http.StatusCreated)
		fmt.Fprintf(w, `{"id": "kernel%d", "execution_state": "starting"}`, kernels.Add(1))
	})
	mux.HandleFunc("DELETE /api/kernels/{id}", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	mux.HandleFunc("GET /api/kernels/{id}/channels", func(w http.ResponseWriter, r *http.Request) {
		conn, err := websocket.Accept(w, r, nil)
		if err != nil {
			return
		}
		defer conn.CloseNow()
		s := &standInKernel{kind: kind, r: r, conn: conn}
		for s.err == nil {
			s.listen()
		}
	})
	return http.ListenAndServe("127.0.0.1:"+port, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "token "+os.Getenv("JUPYTER_TOKEN") {
			http.Error(w, "Forbidden", http.StatusForbidden)
			return
		}
		mux.ServeHTTP(w, r)
	}))
}

// standInKernel is a connection to a kernel.
type standInKernel struct {
	kind  string
	r     *http.Request
	conn  *websocket.Conn
	asked int             // questions of a program that asks
	asker json.RawMessage // the header of its request
	err   error
}

// say sends a message that belongs to the request with this header.
func (s *standInKernel) say(channel, kind string, parent json.RawMessage, content any) {
	text, err := json.Marshal(map[string]any{"channel": channel, "header": map[string]string{"msg_type": kind, "msg_id": "its own"},
		"parent_header": parent, "metadata": map[string]any{}, "content": content, "buffers": []string{}})
	s.err = errors.Join(s.err, err, s.conn.Write(s.r.Context(), websocket.MessageText, text))
}

func (s *standInKernel) state(parent json.RawMessage, state string) {
	s.say("iopub", "status", parent, map[string]string{"execution_state": state})
}

func (s *standInKernel) prints(parent json.RawMessage, stream, text string) {
	s.say("iopub", "stream", parent, map[string]string{"name": stream, "text": text})
}

// listen takes one message and answers it.
func (s *standInKernel) listen() {
	_, text, err := s.conn.Read(s.r.Context())
	if err != nil {
		s.err = err
		return
	}
	var m struct {
		Header  json.RawMessage
		Content struct {
			Code, Value string
			Silent      *bool
		}
	}
	var h header
	if s.err = errors.Join(json.Unmarshal(text, &m), json.Unmarshal(m.Header, &h)); s.err != nil {
		return
	}
	switch h.Type {
	case "kernel_info_request":
		s.state(m.Header, "busy")
		s.say("shell", "kernel_info_reply", m.Header, map[string]string{"status": "ok"})
		s.state(m.Header, "idle")
	case "execute_request":
		if m.Content.Silent == nil { // a kernel ignores it
			return
		}
		s.execute(m.Header, m.Content.Code)
	case "input_reply":
		if m.Content.Value == "x" {
			s.asks()
		}
	}
}

// asks asks the next question.
func (s *standInKernel) asks() {
	s.asked++
	s.say("stdin", "input_request", s.asker, map[string]any{"prompt": fmt.Sprintf("%d? ", s.asked), "password": false})
}

// execute answers the few programs that it knows.
func (s *standInKernel) execute(header json.RawMessage, code string) {
	if s.kind == deaf {
		s.err = errors.New("gone")
		return
	}
	s.state(header, "busy")
	reply := func() {
		s.say("shell", "execute_reply", header, map[string]any{"status": "ok", "execution_count": 1, "payload": []any{}})
	}
	other := json.RawMessage(`{"msg_id": "another's", "msg_type": "execute_request"}`)
	if s.kind == disorderly {
		s.prints(other, "stdout", "what another program prints\n")
		s.state(other, "idle")
	}
	if code == asking { // it never ends
		s.asker = header
		s.asks()
		return
	}
	if s.kind == disorderly {
		reply()
	}
	answer := map[string]string{"1+1": "2", "x = 1\nx": "1"}[code]
	switch {
	case code == "raise":
		s.say("shell", "execute_reply", header, map[string]string{"status": "error", "ename": "RuntimeError", "evalue": "nothing to raise"})
	case answer != "":
		if s.kind == wrong {
			answer = "3"
		}
		s.say("iopub", "execute_result", header, map[string]any{"data": map[string]any{"text/plain": answer, "application/json": []int{2}}})
	case s.kind == limited:
		s.prints(header, "stdout", "u")
		s.prints(header, "stderr", "IOPub data rate exceeded.\n")
	default: // print('…')
		for _, piece := range strings.SplitAfter(strings.TrimSuffix(strings.TrimPrefix(code, "print('"), "')")+"\n", "p") {
			s.prints(header, "stdout", piece)
		}
	}
	s.state(header, "idle")
	if s.kind != disorderly {
		reply()
	}
}
