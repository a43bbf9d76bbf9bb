package check

// Same is the comparison of outputs, for its test.
var Same = same

// Of values and names, for their tests.
var (
	SameValue = sameValue
	Names     = names
)
