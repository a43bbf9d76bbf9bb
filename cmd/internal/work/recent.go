package work

import (
	"encoding/json"
	"slices"
	"time"
)

// recentFile holds the lessons visited last, and maxRecent is how many.
const (
	recentFile = "recent.json"
	maxRecent  = 50
)

// Visit is a look at a lesson.
type Visit struct {
	Tutorial string    `json:"tutorial"`
	Title    string    `json:"title"`
	When     time.Time `json:"when"`
}

// Visited notes that a lesson is being looked at. It makes no folder: as long as
// there is none, visits are kept in memory.
func (s *Store) Visited(tutorial, title string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.visits = merge([]Visit{{Tutorial: tutorial, Title: title, When: time.Now().UTC().Truncate(time.Second)}}, s.visits)
	root, err := s.open(false)
	if err != nil {
		return
	}
	defer root.Close()
	if err := writeFile(root, recentFile, encode(merge(s.visits, s.readVisits()))); err == nil {
		s.visits = nil
	}
}

// Recent returns the last visits, one for each lesson, the newest first, not
// more than n.
func (s *Store) Recent(n int) []Visit {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := merge(s.visits, s.readVisits())
	return all[:min(n, len(all))]
}

// readVisits reads the file; one that is missing or broken holds none.
func (s *Store) readVisits() (visits []Visit) {
	root, err := s.open(false)
	if err != nil {
		return nil
	}
	defer root.Close()
	if b, err := readFile(root, recentFile, MaxText); err == nil && json.Unmarshal(b, &visits) != nil {
		return nil
	}
	return visits
}

// merge returns the visits of both lists, the newest of each lesson.
func merge(a, b []Visit) []Visit {
	all := slices.Concat(a, b)
	slices.SortStableFunc(all, func(x, y Visit) int { return y.When.Compare(x.When) })
	seen := map[string]bool{}
	all = slices.DeleteFunc(all, func(v Visit) bool {
		twice := seen[v.Tutorial]
		seen[v.Tutorial] = true
		return twice || v.Tutorial == ""
	})
	return all[:min(maxRecent, len(all))]
}
