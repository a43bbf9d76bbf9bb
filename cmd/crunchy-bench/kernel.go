package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/coder/websocket"
)

// message is one of Jupyter's messages, as its server carries them over a WebSocket.
type message struct {
	Header  header  `json:"header"`
	Parent  header  `json:"parent_header"`
	Content content `json:"content"`
	Channel string  `json:"channel"`
}

type header struct {
	ID   string `json:"msg_id"`
	Type string `json:"msg_type"`
}

// content has the fields that are read of messages of all kinds.
type content struct {
	Status string                     `json:"status"`          // of a reply
	Error  string                     `json:"evalue"`          // of a reply
	State  string                     `json:"execution_state"` // of a status
	Stream string                     `json:"name"`            // of a stream
	Text   string                     `json:"text"`            // of a stream
	Data   map[string]json.RawMessage `json:"data"`            // of an execute_result
	Prompt string                     `json:"prompt"`          // of an input_request
}

// kernel is a Python of Jupyter's, with the connection to it.
type kernel struct {
	j    *jupyter
	id   string
	conn *websocket.Conn
	sent int
}

// kernel starts one and returns when it answers, as it has to before anything is
// asked: what is printed earlier may be lost.
func (j *jupyter) kernel() (*kernel, error) {
	var started struct{ ID string }
	if err := j.do(http.MethodPost, "/api/kernels", map[string]string{"name": "python3"}, &started); err != nil {
		return nil, fmt.Errorf("no kernel starts: %w", err)
	}
	conn, answer, err := websocket.Dial(j.ctx, "ws"+strings.TrimPrefix(j.url, "http")+"/api/kernels/"+started.ID+"/channels?session_id="+started.ID,
		&websocket.DialOptions{HTTPHeader: http.Header{"Authorization": {"token " + token}}})
	if err != nil {
		return nil, err
	}
	if answer.Body != nil {
		answer.Body.Close()
	}
	conn.SetReadLimit(-1)
	context.AfterFunc(j.ctx, func() { _ = conn.CloseNow() })
	k := &kernel{j: j, id: started.ID, conn: conn}
	id, err := k.send("shell", "kernel_info_request", map[string]any{})
	for err == nil {
		var m message
		if m, err = k.next(); err == nil && m.Header.Type == "kernel_info_reply" && m.Parent.ID == id {
			return k, nil
		}
	}
	return nil, errors.Join(err, conn.CloseNow())
}

// end ends it.
func (k *kernel) end() error {
	_ = k.conn.CloseNow()
	return k.j.do(http.MethodDelete, "/api/kernels/"+k.id, nil, nil)
}

// send sends a message and returns its identity, which is the parent of what comes for it.
func (k *kernel) send(channel, kind string, content map[string]any) (id string, err error) {
	k.sent++
	id = k.id + "-" + strconv.Itoa(k.sent)
	text, err := json.Marshal(map[string]any{
		"channel": channel, "content": content, "metadata": map[string]any{}, "parent_header": map[string]any{},
		"header": map[string]string{"msg_id": id, "msg_type": kind, "session": k.id, "username": "bench", "version": "5.3"},
	})
	if err != nil {
		return "", err
	}
	return id, k.conn.Write(k.j.ctx, websocket.MessageText, text)
}

// next is the next message of any kind.
func (k *kernel) next() (message, error) {
	_, text, err := k.conn.Read(k.j.ctx)
	if err != nil {
		return message{}, err
	}
	var m message
	if err := json.Unmarshal(text, &m); err != nil {
		return m, fmt.Errorf("a message that is none: %w", err)
	}
	return m, nil
}

// cell is a piece of code that a kernel has executed.
type cell struct {
	out    strings.Builder // what it has printed
	result string          // the value of its last line
	idle   bool            // nothing more is printed
	reply  bool            // it has ended
}

// ask has the kernel execute code.
func (k *kernel) ask(code string) (id string, err error) {
	return k.send("shell", "execute_request", map[string]any{"code": code, "silent": false, "store_history": true,
		"user_expressions": map[string]any{}, "allow_stdin": true, "stop_on_error": true})
}

// execute has the kernel execute code to its end: the reply and what is printed come on
// two channels, either of them first. It tells how long it took until there was what is
// awaited, or until the end if that never came.
func (k *kernel) execute(code string, awaited func(*cell) bool) (c *cell, took time.Duration, err error) {
	c = &cell{}
	begin := time.Now()
	id, err := k.ask(code)
	if err != nil {
		return c, 0, err
	}
	there := false
	for !c.idle || !c.reply {
		m, err := k.next()
		if err != nil {
			return c, 0, err
		}
		if m.Parent.ID != id {
			continue
		}
		if err := c.take(m); err != nil {
			return c, 0, err
		}
		if !there {
			took, there = time.Since(begin), awaited(c)
		}
	}
	return c, took, nil
}

// take takes a message for the cell.
func (c *cell) take(m message) error {
	switch m.Header.Type {
	case "stream":
		if m.Content.Stream == "stdout" {
			c.out.WriteString(m.Content.Text)
		}
	case "execute_result":
		return json.Unmarshal(m.Content.Data["text/plain"], &c.result)
	case "status":
		c.idle = c.idle || m.Content.State == "idle"
	case "execute_reply":
		c.reply = true
		if m.Content.Status != "ok" {
			return fmt.Errorf("a kernel says %s: %s", m.Content.Status, m.Content.Error)
		}
	}
	return nil
}

// prompt waits until a program asks with these words.
func (k *kernel) prompt(id, words string) error {
	for {
		m, err := k.next()
		if err != nil {
			return err
		}
		if m.Parent.ID != id {
			continue
		}
		switch {
		case m.Header.Type == "input_request" && m.Content.Prompt == words:
			return nil
		case m.Header.Type == "input_request" || m.Header.Type == "execute_reply":
			return fmt.Errorf("a program that is to ask %q says %s %q %s", words, m.Header.Type, m.Content.Prompt, m.Content.Error)
		}
	}
}
