package browsertest_test

import "testing"

// TestFilesOfTheLesson lets a program read a file of the lesson's folder, spoils
// it, and gets it back with a Reset.
func TestFilesOfTheLesson(t *testing.T) {
	b := newTab(t, serve(t, "testdata/features/files.md"), desktop)
	b.open("")
	week, spoil := b.named("week.py"), b.named("spoil.py")
	week.run()
	week.shows("3 days, on Tuesday 21.0")
	spoil.run()
	spoil.shows("written")
	week.run()
	week.shows("2 days, on Tuesday 31.0") // it is the student's now
	b.click(spoil.id + ` [data-do="reset"]`)
	spoil.state("idle")
	week.run()
	week.shows("3 days, on Tuesday 21.0")
}
