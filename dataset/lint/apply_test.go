package lint

import (
	"testing"

	"github.com/ftplan/ftplan/dataset"
)

func TestApply(t *testing.T) {
	fix := func(unsafe bool, edits ...dataset.Edit) Finding {
		return Finding{Fix: &Fix{Unsafe: unsafe, Edits: edits}}
	}
	for _, test := range []struct {
		name     string
		findings []Finding
		unsafe   bool
		want     string
		applied  int
	}{
		{"nothing", nil, false, "0123456789", 0},
		{"no fix", []Finding{{}}, true, "0123456789", 0},
		{"replace", []Finding{fix(false, dataset.Edit{Start: 2, End: 4, New: "x"})}, false, "01x456789", 1},
		{"several, out of order", []Finding{fix(false, dataset.Edit{Start: 8, End: 9, New: ""}), fix(false, dataset.Edit{Start: 0, End: 1, New: "a"}, dataset.Edit{Start: 5, End: 5, New: "b"})}, false, "a1234b5679", 2},
		{"overlapping", []Finding{fix(false, dataset.Edit{Start: 2, End: 6, New: ""}), fix(false, dataset.Edit{Start: 5, End: 7, New: "x"})}, false, "016789", 1},
		{"at one place", []Finding{fix(false, dataset.Edit{Start: 2, End: 2, New: "a"}), fix(false, dataset.Edit{Start: 2, End: 2, New: "b"})}, false, "01a23456789", 1},
		{"side by side", []Finding{fix(false, dataset.Edit{Start: 2, End: 4, New: "a"}), fix(false, dataset.Edit{Start: 4, End: 5, New: "b"})}, false, "01ab56789", 2},
		{"an insertion inside", []Finding{fix(false, dataset.Edit{Start: 2, End: 6, New: "a"}), fix(false, dataset.Edit{Start: 4, End: 4, New: "b"})}, false, "01a6789", 1},
		{"unsafe, not asked for", []Finding{fix(true, dataset.Edit{Start: 2, End: 4, New: "x"}), fix(false, dataset.Edit{Start: 9, End: 10, New: "y"})}, false, "012345678y", 1},
		{"unsafe, asked for", []Finding{fix(true, dataset.Edit{Start: 2, End: 4, New: "x"})}, true, "01x456789", 1},
		{"out of bounds", []Finding{fix(false, dataset.Edit{Start: 9, End: 11, New: "x"}), fix(false, dataset.Edit{Start: -1, End: 0, New: "x"}), fix(false, dataset.Edit{Start: 3, End: 2, New: "x"})}, false, "0123456789", 0},
		{"all or nothing", []Finding{fix(false, dataset.Edit{Start: 1, End: 2, New: "x"}), fix(false, dataset.Edit{Start: 1, End: 2, New: "y"}, dataset.Edit{Start: 7, End: 8, New: "z"})}, false, "0x23456789", 1},
	} {
		line := []byte("0123456789")
		got, applied := Apply(line, test.findings, test.unsafe)
		if string(got) != test.want || len(applied) != test.applied || string(line) != "0123456789" {
			t.Errorf("%s: got %q with %d fixes, want %q with %d", test.name, got, len(applied), test.want, test.applied)
		}
	}
}
