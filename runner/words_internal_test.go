package runner

import (
	"encoding/json"
	"os"
	"os/exec"
	"testing"
)

// TestWordsAreInTheCatalogue compares our sentences, and those of the tests' side
// in Python, with the catalogue that a page says them from.
func TestWordsAreInTheCatalogue(t *testing.T) {
	data, err := os.ReadFile("../ioelement/texts/en/verdict.json")
	if err != nil {
		t.Fatal(err)
	}
	var tree map[string]any
	if err := json.Unmarshal(data, &tree); err != nil {
		t.Fatal(err)
	}
	catalogue := map[string]string{}
	for group, v := range tree {
		switch v := v.(type) {
		case string:
			catalogue[group] = v
		case map[string]any:
			for key, text := range v {
				catalogue[group+"."+key] = text.(string)
			}
		}
	}
	out, err := exec.Command("python3", "-B", "-c", `
import json, sys
sys.path.insert(0, "agent/python")
import said
print(json.dumps(dict(said.ENGLISH, numbers=" ".join(said.NUMBERS))))
`).Output()
	if err != nil {
		t.Fatal(err)
	}
	ours := map[string]string{}
	if err := json.Unmarshal(out, &ours); err != nil {
		t.Fatal(err)
	}
	for key, text := range english {
		if other, both := ours[key]; both && other != text {
			t.Errorf("%s is %q here and %q in Python", key, text, other)
		}
		ours[key] = text
	}
	for key := range ours {
		if catalogue[key] != ours[key] {
			t.Errorf("%s is %q, in the catalogue %q", key, ours[key], catalogue[key])
		}
		delete(catalogue, key)
	}
	for key := range catalogue {
		t.Errorf("the catalogue has %s, which nobody says", key)
	}
}
