package runner

// isOrder reports whether nothing counts but the order of the program's lines: then
// it does not matter how it ends.
func (x *Exercise) isOrder() bool {
	return len(x.Tests) == 1 && x.Tests[0].Kind == "parsons"
}
