package web

import "encoding/json"

// classChannel tells every page what there is in the class.
const classChannel = "class"

// classState is what a message of classChannel holds.
type classState struct {
	Chat bool `json:"chat"` // pages show the chat
}

// class is how it is now. A teacher's class begins with a chat; whoever is alone
// has nobody to talk to.
func (b *board) class() classState {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.state
}

// setChat opens the chat, or closes it: then nobody can write to it.
func (b *board) setChat(on bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.state.Chat, b.closed = on, !on
	_ = b.tellsClass.Write(b.state.message()) // it fails when the server ends
}

// talk refuses a message while the teacher has closed the chat.
func (b *board) talk(text string) (string, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed {
		return "", errChatOff.with(nil)
	}
	return text, nil
}

func (b *board) classNow() []string { return []string{b.class().message()} }

func (c classState) message() string {
	text, _ := json.Marshal(c) // there is nothing in it that cannot be said
	return string(text)
}
