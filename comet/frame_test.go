package comet_test

import (
	"bytes"
	"testing"

	"crunchy/comet"
)

func TestBasicFrameIsTheBytesOfTheProtocol(t *testing.T) {
	f := comet.Frame{Kind: comet.Stdout, UID: "73488122000190001", Data: []byte("4\n")}
	if got, want := string(f.AppendBasic(nil)), "STDOUT 73488122000190001\r4\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestBatchHoldsFramesWhoseDataLookLikeFrames(t *testing.T) {
	frames := []comet.Frame{
		{Kind: comet.Stdout, UID: "10001", Data: []byte("STDERR 1 5\rhello")},
		{Kind: comet.Stop, UID: "10001", Data: []byte{}},
		{Kind: comet.Stderr, UID: "10002", Data: []byte("é\r\n\x00")},
	}
	var b []byte
	for _, f := range frames {
		b = f.AppendBatch(b)
	}
	for _, want := range frames {
		var f comet.Frame
		var err error
		if f, b, err = comet.ParseBatch(b); err != nil {
			t.Fatal(err)
		}
		if f.Kind != want.Kind || f.UID != want.UID || !bytes.Equal(f.Data, want.Data) {
			t.Errorf("got %v, want %v", f, want)
		}
	}
	if len(b) != 0 {
		t.Errorf("%q is left over", b)
	}
}

func TestWhatIsNotAFrameIsRefused(t *testing.T) {
	for _, s := range []string{"", "STDOUT", "STDOUT 1", "stdout 1\r", "STDOUT x\r", " 1\r", "STDOUT 1 9\rshort", "STDOUT 1 -1\r", "STDOUT 1 99999999999999999999\r"} {
		if _, _, err := comet.ParseBatch([]byte(s)); err == nil {
			t.Errorf("ParseBatch takes %q", s)
		}
	}
	for _, s := range []string{"", "STDOUT", "STDOUT 1", "stdout 1\r", "STDOUT x\r", "STDOUT 1 2\r"} {
		if _, err := comet.ParseBasic([]byte(s)); err == nil {
			t.Errorf("ParseBasic takes %q", s)
		}
	}
}

func FuzzParseFrames(f *testing.F) {
	f.Add([]byte("STDOUT 73488122000190001\r4\n"))
	f.Add([]byte("STDOUT 1 4\r4\nab"))
	f.Add([]byte("SEQ 0 1\r7"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if fr, err := comet.ParseBasic(b); err == nil {
			if got := fr.AppendBasic(nil); !bytes.Equal(got, b) {
				t.Errorf("%q was read and written as %q", b, got)
			}
		}
		fr, rest, err := comet.ParseBatch(b)
		if err != nil {
			return
		}
		again, rest2, err := comet.ParseBatch(append(fr.AppendBatch(nil), rest...))
		if err != nil || again.UID != fr.UID || !bytes.Equal(again.Data, fr.Data) || !bytes.Equal(rest, rest2) {
			t.Errorf("%q does not survive being written and read: %v", b, err)
		}
	})
}

// TestFormsOfFramesAllocateNothing where there is room for them.
func TestFormsOfFramesAllocateNothing(t *testing.T) {
	f := comet.Frame{UID: "73488122000190001", Kind: comet.Stdout, Data: line}
	room := make([]byte, 0, 1<<10)
	if n := testing.AllocsPerRun(100, func() { f.AppendBasic(room); f.AppendBatch(room) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
