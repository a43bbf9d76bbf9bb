package main

import (
	"bufio"
	"crypto/rand"
	"fmt"
	"io"
	"os"
	"strings"

	"crunchy/cmd/internal/web"
)

// longestPassword is how many bytes are read where a password stands.
const longestPassword = 1 << 10

// teacherPassword returns the password of the teacher, and whether it is a new one
// that nobody knows yet; "" when there is to be none. It is never an argument, for
// everybody on the computer can read those.
func (o options) teacherPassword(stdin io.Reader) (password string, made bool, err error) {
	switch {
	case o.passwordFile == "" && o.teacher:
		return newPassword(), true, nil
	case o.passwordFile == "":
		return "", false, nil
	}
	in, from := stdin, "standard input"
	if o.passwordFile != "-" {
		from = o.passwordFile
		f, err := os.Open(from)
		if err != nil {
			return "", false, fmt.Errorf("the teacher's password cannot be read from %s; name a file that holds it, or - for standard input", from)
		}
		defer f.Close()
		in = f
	}
	line, err := bufio.NewReader(io.LimitReader(in, longestPassword)).ReadString('\n') // who types it need not end the input
	password = strings.TrimSpace(line)
	if err != nil && err != io.EOF || len(password) < web.LeastPassword || len(line) == longestPassword {
		return "", false, fmt.Errorf("what %s holds is no password for the teacher; write one line of %d letters or more", from, web.LeastPassword)
	}
	return password, false, nil
}

// passwordLetters are told apart by eye, as what is read from a screen has to be.
const passwordLetters = "abcdefghijkmnpqrstuvwxyz23456789" // 32, so that each is as likely as the others

// newPassword returns four groups of four letters.
func newPassword() string {
	b := make([]byte, 16)
	rand.Read(b) // never fails
	var p strings.Builder
	for i, n := range b {
		if i > 0 && i%4 == 0 {
			p.WriteByte('-')
		}
		p.WriteByte(passwordLetters[int(n)%len(passwordLetters)])
	}
	return p.String()
}
