package web

import (
	"testing"

	"crunchy/ioelement/texts"
)

// TestUsualSentencesAreInTheCatalogue finds the sentence of each failure that a
// person may meet on a page, so that it can be said in another language.
func TestUsualSentencesAreInTheCatalogue(t *testing.T) {
	for _, f := range []failure{errMalformed, errAhead, errNotPython, errUnformatted, errNoAuth, errForbidden, errHost, errPageToken, errDisplay, errUnknownPage, errNotFound, errNoWork, errNoQuiz, errMethod, errSlow, errBusy, errMoved, errEmpty, errChanged, errNoCode, errEnded, errStale, errTooBig, errFull, errTooMany, errFast, errPolls, errTalk, errChannel, errNoChannel, errGuesses, errInternal, errRemote, errNoFormatter, errNoRoom, errCrowded, errPaused, errNotSaved, errNotOpen, errExamOver, errTimeUp, errPassword, errTeacher, errChatOff, errPasswords, errEnvelope, errArguments, errSession, errCredentials, errGuest, errNoGuests, errFunction} {
		if got := (texts.Catalogue{}).Text("failure." + f.name); got != f.msg {
			t.Errorf("%s is %q in the catalogue, %q here", f.name, got, f.msg)
		}
	}
}
