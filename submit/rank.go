package submit

import (
	"fmt"
	"slices"

	"github.com/ftplan/ftplan/submit/service"
)

// Rank returns which of several jobs has the lowest validation loss, the first
// of equals. Losses are compared only where they measure the same thing;
// otherwise refused says why they are not.
func Rank(jobs []Bill) (best int, refused string) {
	for _, j := range jobs {
		if j.Best == nil {
			return 0, j.JobID + " tells no validation loss"
		}
	}
	for _, j := range jobs[1:] {
		if refused := incomparable(jobs[0], j); refused != "" {
			return 0, refused
		}
	}
	for i, j := range jobs {
		if j.Best.Loss < jobs[best].Best.Loss {
			best = i
		}
	}
	return best, ""
}

// incomparable says why the validation losses of two jobs measure different
// things, "" where they do not.
func incomparable(a, b Bill) string {
	pair := a.JobID + " and " + b.JobID
	same, known := sameFile(a, b)
	switch {
	case !known:
		return "whether " + pair + " had the same validation file is not known: one was not launched from here, so that only the service's name for its file is known"
	case !same:
		return fmt.Sprintf("the validation files of %s differ: a loss on one says nothing about the loss on another", pair)
	case a.Best.Full != b.Best.Full:
		return "the validation losses of " + pair + " are of the whole file and of a batch of it"
	case a.Method != b.Method:
		return fmt.Sprintf("the losses of %s measure different things: one job is %s, the other %s", pair, a.Method, b.Method)
	case a.Encoding != "" && b.Encoding != "" && a.Encoding != b.Encoding:
		return fmt.Sprintf("the losses of %s are a token's, and their models divide text into different tokens (%s, %s)", pair, a.Encoding, b.Encoding)
	}
	return ""
}

// sameFile reports whether two jobs had the same validation file, by what is in
// it, or where that is not known by its ID at one service.
func sameFile(a, b Bill) (same, known bool) {
	v, w := a.Validation, b.Validation
	switch {
	case v == nil || w == nil:
		return false, true
	case v.SHA256 != "" && w.SHA256 != "":
		return v.SHA256 == w.SHA256, true
	case v.ID != "" && v.ID == w.ID && service.SameAddress(a.URL, b.URL):
		return true, true
	}
	return false, false
}

// BillOf returns the bill of one job in a ledger.
func BillOf(bills []Bill, id string) (Bill, bool) {
	if i := slices.IndexFunc(bills, func(b Bill) bool { return b.JobID == id }); i >= 0 {
		return bills[i], true
	}
	return Bill{}, false
}
