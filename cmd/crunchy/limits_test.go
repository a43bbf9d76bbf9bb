package main

import (
	"testing"
	"time"

	"crunchy/runner"
)

func TestLimitsFromFlags(t *testing.T) {
	alone(t)
	t.Setenv("CRUNCHY_LIMIT", "idle=1h,memory=none")
	fromEnv := command(nil, nil)
	if err := fromEnvironment(fromEnv.Flags()); err != nil {
		t.Fatal(err)
	}
	if got := fromEnv.Flags().Lookup("limit").Value.String(); got != "idle=1h,memory=none" {
		t.Errorf("the environment sets %q", got)
	}
	base := runner.Limits{Memory: 1 << 30, Files: 100}
	for _, c := range []struct {
		given []string
		want  runner.Limits
	}{
		{nil, base},
		{[]string{"memory=2G, cpu=10m"}, runner.Limits{Memory: 2 << 30, Files: 100, CPU: 10 * time.Minute}},
		{[]string{"memory=2G,files=none", "memory=none"}, runner.Limits{}},
	} {
		var f limitFlag
		for _, one := range c.given {
			if err := f.Set(one); err != nil {
				t.Error(err)
			}
		}
		if got, err := f.on(base); err != nil || got != c.want {
			t.Errorf("%v gives %+v, %v", c.given, got, err)
		}
	}
	for _, bad := range []string{"", "memory", "memory=2G,", "memory=2X", "=", "cpu=5"} {
		var f limitFlag
		if err := f.Set(bad); err == nil || len(f) > 0 {
			t.Errorf("%q is taken: %v", bad, f)
		}
	}
}
