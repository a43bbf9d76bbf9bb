package comet_test

import (
	"testing"
	"testing/synctest"
	"time"

	"crunchy/comet"
)

// A page that is left while its program prints: the stream goes round a few
// times more before the broken connection is noticed.
func TestStreamOfAPageThatWasLeftDoesNotTakeTheFarewellBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := comet.NewSession(comet.Limits{})
		write(t, s, "1", comet.Stdout, "a\n")
		b := next(t, s, comet.Request{Push: true})
		s.Closing()
		write(t, s, "1", comet.Stdout, "b\n")
		b = next(t, s, comet.Request{Push: true, After: b.Seq, Turn: b.Turn})
		if _, closing := s.Idle(); !closing {
			t.Error("the farewell is forgotten")
		}
		time.Sleep(time.Minute)
		write(t, s, "1", comet.Stdout, "c\n")
		b = next(t, s, comet.Request{Push: true, After: b.Seq, Turn: b.Turn})
		if _, closing := s.Idle(); closing {
			t.Error("a stream that is still there has not left")
		}
		s.Closing()
		write(t, s, "1", comet.Stdout, "d\n")
		next(t, s, comet.Request{After: b.Seq})
		if _, closing := s.Idle(); closing {
			t.Error("who polls anew has come back")
		}
	})
}
