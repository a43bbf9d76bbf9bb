//go:build unix

package protocoltest_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"crunchy/cmd/internal/protocoltest"
)

// TestManyPagesAtOnce opens twelve pages, over all ways home, whose programs all
// run at the same time and must not get in each other's way.
func TestManyPagesAtOnce(t *testing.T) {
	s := common(t)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	live := func(n int, way func(*protocoltest.Page, string) protocoltest.Stream) error {
		p, err := s.Open(ctx, "lesson.md", nil)
		if err != nil {
			return err
		}
		defer s.Do(context.WithoutCancel(ctx), "POST", "/close?page="+p.ID, "")
		var acts sync.WaitGroup
		for _, element := range []int{shared1, shared2, alone1, program} {
			acts.Go(func() {
				source := "name = input()\nfor i in range(200):\n    print(name, i)\nprint('end of', name)\n"
				_, _ = p.Act(ctx, element, "exec", "", source)
				_, _ = p.Act(ctx, element, "post", "", fmt.Sprintf("page %d element %d\n", n, element))
			})
		}
		acts.Wait()
		stream := way(p, "PROMPT")
		defer stream.Close()
		shown := map[string]string{}
		for strings.Count(fmt.Sprint(shown), "end of page") < 4 {
			frames, err := stream.Next(ctx)
			if err != nil {
				return err
			}
			for _, f := range frames {
				if isText(f) {
					shown[f.UID] += f.Data
				}
			}
		}
		for _, element := range []int{shared1, shared2, alone1, program} {
			name, want := fmt.Sprintf("page %d element %d", n, element), ""
			for i := range 200 {
				want += fmt.Sprintln(name, i)
			}
			if got := shown[p.UID(element)]; got != want+"end of "+name+"\n" {
				return fmt.Errorf("%s shows %s", name, tail(got))
			}
		}
		return nil
	}
	var pages sync.WaitGroup
	n := 0
	for range 3 {
		for name, way := range ways {
			n++
			number := n
			pages.Go(func() {
				if err := live(number, way); err != nil {
					t.Errorf("page %d, %s: %v", number, name, err)
				}
			})
		}
	}
	pages.Wait()
}
