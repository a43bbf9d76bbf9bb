package check

// Same is the comparison of outputs, for its test.
var Same = same
