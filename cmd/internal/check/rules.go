package check

import (
	"fmt"
	"os"

	"crunchy/ioelement"
)

// ReadRules reads a reader's rules from a file, for Config.Rules. An error is one
// sentence for the user.
func ReadRules(file string) (ioelement.Rules, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return ioelement.Rules{}, fmt.Errorf("the rules in %q cannot be read; check the name", file)
	}
	r, errs := ioelement.ParseRules(string(text), ioelement.Default())
	if len(errs) > 0 {
		return r, fmt.Errorf("%s, %w", file, errs[0])
	}
	return r, nil
}
