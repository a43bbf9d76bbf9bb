package runner

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"crunchy/runner/agent"
)

// limitedStage is a stage with limits.
func limitedStage(l Limits) *stage {
	s := newStage()
	s.limits = l.withDefaults()
	return s
}

// A process ends once nothing has been typed for it and it has shown nothing for
// the whole time, and not before.
func TestIdle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := limitedStage(Limits{Idle: time.Hour})
		defer s.Close()
		s.add(t, "a", "", Interpreter)
		_ = s.Write("a", []byte("1\n"))
		time.Sleep(2 * time.Hour) // it is not even up
		s.last().say(agent.Event{Ev: agent.EvReady})
		expect(t, s.did(), `line "1"`)
		s.last().run()
		expect(t, s.heard(), "a starting, a idle, a prompt, a running, a idle, a prompt")
		for range 3 {
			time.Sleep(time.Hour - time.Second)
			_ = s.Write("a", []byte("2\n"))
			s.last().run()
		}
		s.heard()
		s.did()
		time.Sleep(time.Hour - time.Second)
		expect(t, s.did(), "")
		time.Sleep(time.Second)
		expect(t, s.did(), "kill")
		expect(t, s.heard(), "a ended, a stop")
		if err := s.Write("a", nil); !errors.Is(err, ErrEnded) {
			t.Error(err)
		}
		_, _ = s.Exec("a", "3", false)
		s.last().say(agent.Event{Ev: agent.EvReady})
		expect(t, s.did(), `exec "3"`)
	})
}

// A run's time stands still while it waits for input.
func TestRunTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := limitedStage(Limits{RunTime: time.Minute})
		defer s.Close()
		s.add(t, "a", "", Program)
		_ = s.Write("a", nil)
		s.last().say(agent.Event{Ev: agent.EvReady})
		s.last().say(agent.Event{Ev: agent.EvStarted})
		s.did()
		for range 2 {
			time.Sleep(29 * time.Second)
			s.last().say(agent.Event{Ev: agent.EvStdin, Waiting: true})
			time.Sleep(time.Hour)
			s.last().say(agent.Event{Ev: agent.EvStdin})
		}
		expect(t, s.did(), "")
		time.Sleep(2 * time.Second)
		expect(t, s.did(), "kill")
		expect(t, s.heard(), "a starting, a running, a input, a input, a input, a input, a ended, a stop")
	})
}

// A run that ends in time has no effect on those after it.
func TestRunTimeOfEachRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := limitedStage(Limits{RunTime: time.Minute})
		defer s.Close()
		s.add(t, "a", "", Interpreter)
		for range 3 {
			_, _ = s.Exec("a", "1", false)
			s.last().say(agent.Event{Ev: agent.EvReady})
			s.last().say(agent.Event{Ev: agent.EvStarted})
			time.Sleep(59 * time.Second)
			s.last().say(agent.Event{Ev: agent.EvDone})
		}
		time.Sleep(time.Hour)
		expect(t, s.did(), `exec "1", exec "1", exec "1"`)
	})
}

func TestSetLimits(t *testing.T) {
	for _, c := range []struct {
		name, value string
		want        Limits
	}{
		{"memory", "2G", Limits{Memory: 2 << 30}},
		{"memory", "512MiB", Limits{Memory: 512 << 20}},
		{"memory", "3gb", Limits{Memory: 3 << 30}},
		{"memory", "none", Limits{}},
		{"memory", "0", Limits{}},
		{"file-size", "100", Limits{FileSize: 100}},
		{"output", "64k", Limits{Output: 64 << 10}},
		{"files", "20", Limits{Files: 20}},
		{"programs", "8", Limits{OwnProcesses: 8}},
		{"cpu", "90s", Limits{CPU: 90 * time.Second}},
		{"time", "1h", Limits{RunTime: time.Hour}},
		{"idle", "30m", Limits{Idle: 30 * time.Minute}},
	} {
		l := Limits{Memory: c.want.Memory + 1}
		if c.name != "memory" {
			l = Limits{}
		}
		if err := l.Set(c.name, c.value); err != nil || l != c.want {
			t.Errorf("%s=%s gives %+v, %v", c.name, c.value, l, err)
		}
	}
	for _, bad := range [][2]string{
		{"memory", ""}, {"memory", "2X"}, {"memory", "-1"}, {"memory", "1.5G"}, {"memory", "9999999T"}, {"memory", "G"}, {"memory", "02G"},
		{"files", "many"}, {"files", "-2"}, {"files", "99999999999"}, {"cpu", "10"}, {"cpu", "1ms"}, {"time", "-1h"}, {"nothing", "1"}, {"", ""},
	} {
		var l Limits
		if err := l.Set(bad[0], bad[1]); err == nil || l != (Limits{}) {
			t.Errorf("%s=%s gives %+v, %v", bad[0], bad[1], l, err)
		}
	}
}

func FuzzSetLimits(f *testing.F) {
	for _, name := range LimitNames {
		for _, value := range []string{"none", "2G", "10m", "7", "1TiB", "-1", "9223372036854775807"} {
			f.Add(name, value)
		}
	}
	f.Fuzz(func(t *testing.T, name, value string) {
		var l Limits
		err := l.Set(name, value)
		if err != nil && l != (Limits{}) {
			t.Errorf("%q=%q is refused and set: %+v", name, value, l)
		}
		if l.Memory < 0 || l.FileSize < 0 || l.Files < 0 || l.OwnProcesses < 0 || l.CPU < 0 || l.RunTime < 0 || l.Idle < 0 || l.Output < 0 {
			t.Errorf("%q=%q is below zero: %+v", name, value, l)
		}
	})
}

func TestDurationsAndSizesInWords(t *testing.T) {
	for d, want := range map[time.Duration]string{
		time.Second: "1 second", 59 * time.Second: "59 seconds", time.Minute: "1 minute", 90 * time.Second: "90 seconds",
		10 * time.Minute: "10 minutes", time.Hour: "1 hour", 90 * time.Minute: "90 minutes", 48 * time.Hour: "48 hours", 0: "0 seconds",
	} {
		if got := duration(d).String(); got != want {
			t.Errorf("%v is %q", d, got)
		}
	}
	for n, want := range map[int64]string{100: "100 bytes", 1 << 10: "1 KB", 16 << 20: "16 MB", 4 << 30: "4 GB", 1500 << 20: "1500 MB", 3 << 50: "3072 TB"} {
		if got := size(n); got != want {
			t.Errorf("%d is %q", n, got)
		}
	}
}

// What has nothing to do with a limit is not said to come from it.
func TestBecause(t *testing.T) {
	for _, e := range []agent.Exception{
		{Type: "OSError", Message: "[Errno 5] Input/output error"}, {Type: "OSError", Message: "24"}, {Type: "OSError"},
		{Type: "RuntimeError", Message: "no such thing"}, {Type: "ValueError", Message: "[Errno 24] Too many open files"},
		{Type: "BlockingIOError", Message: "[Errno 11] write could not complete without blocking"},
	} {
		l := Class()
		l.Children = 0
		if why := l.because(&e); why != nil {
			t.Errorf("%s: %s is explained as %s", e.Type, e.Message, why)
		}
	}
	for _, e := range []agent.Exception{
		{Type: "MemoryError"}, {Type: "OSError", Message: "[Errno 24] Too many open files"}, {Type: "OSError", Message: "[Errno 27] File too large"},
		{Type: "RuntimeError", Message: "can't start new thread"}, {Type: "OSError", Message: "[Errno 12] Cannot allocate memory"},
	} {
		if why := (Limits{}).because(&e); why != nil {
			t.Errorf("%s: %s without a limit is explained as %s", e.Type, e.Message, why)
		}
		if (Class().because(&e)) == nil {
			t.Errorf("%s: %s is not explained", e.Type, e.Message)
		}
	}
}
