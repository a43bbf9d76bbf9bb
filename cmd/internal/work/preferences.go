package work

import (
	"errors"
	"io/fs"
	"path/filepath"
)

// preferencesFile holds what a user wants to be otherwise, in words that a person
// reads and writes. Package ioelement knows which (ParseRules).
const preferencesFile = "preferences.txt"

// maxPreferences is the size of the longest file of preferences that is read.
const maxPreferences = 64 << 10

// Preferences returns the text of the user's preferences, "" when there are none
// or they cannot be read.
func (s *Store) Preferences() string {
	root, err := s.open(false)
	if err != nil {
		return ""
	}
	defer root.Close()
	b, err := readFile(root, preferencesFile, maxPreferences)
	if err != nil {
		return ""
	}
	return normal(string(b))
}

// PreferencesPath is the file that they are in, which need not be there yet.
func (s *Store) PreferencesPath() string { return filepath.Join(s.dir, preferencesFile) }

// ChangePreferences puts another text in the place of the user's preferences. What
// is there and cannot be read stays as it is.
func (s *Store) ChangePreferences(change func(text string) string) error {
	root, err := s.open(true)
	if err != nil {
		return err
	}
	defer root.Close()
	s.mu.Lock()
	defer s.mu.Unlock()
	old, err := readFile(root, preferencesFile, maxPreferences)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return writeFile(root, preferencesFile, []byte(change(normal(string(old)))))
}
