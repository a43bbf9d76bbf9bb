package runner

// predict is the kind of a Test, the only one of its Exercise: what the element is
// given is not a program but what its own Source will print.
const predict = "predict"

func (x *Exercise) predicts() bool {
	return len(x.Tests) == 1 && x.Tests[0].Kind == predict
}

// about is the exercise with what was sent in it, where that is to be tested.
func (x *Exercise) about(sent string) *Exercise {
	if !x.predicts() {
		return x
	}
	y := *x
	y.Tests = []Test{{Kind: predict, Source: sent}}
	return &y
}
