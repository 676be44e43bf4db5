package submit

import (
	"testing"
	"testing/synctest"

	"github.com/ftplan/ftplan/submit/openaitest"
)

func TestSubmitLaunchesOnceAndReturnsTheSameJobAfterwards(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := testWorld(t, openaitest.Options{})
		defer w.close()
		job, err := w.submit()
		if err != nil {
			t.Fatal(err)
		}
		again, err := w.submit()
		if err != nil || again.ID != job.ID || job.ID == "" {
			t.Fatalf("the second run returned %q, %v; want %q", again.ID, err, job.ID)
		}
		if got := w.svc.Paid(testID); got != 1 {
			t.Errorf("%d paid jobs, want 1", got)
		}
		if got := w.svc.Files()[0].SHA256; got != w.launch.Training.SHA256 {
			t.Errorf("the service holds %s, want %s", got, w.launch.Training.SHA256)
		}
	})
}
