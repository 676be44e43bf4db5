package lint

import (
	"os"
	"reflect"
	"runtime"
	"strings"
	"testing"
)

// A spool gives back what it took in, in order and as often as asked, with and without its temporary file, and leaves none.
func TestSpool(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	finding := func(i int) Finding {
		f := Finding{Rule: someRules()[i%3], Line: i + 1, Column: i % 7, Offset: i % 5, Path: "/a", Message: strings.Repeat("m", i%300)}
		switch i % 4 {
		case 1:
			f.Snippet, f.Caret = "here", 2
		case 2:
			f.Fix = &Fix{Title: "mend it", Unsafe: i%8 == 2, Drop: i%16 == 2, BOM: i%32 == 2}
		}
		return f
	}
	for _, n := range []int{0, 1, 1000, 60_000} {
		var s Spool
		for i := range n {
			f := finding(i)
			s.Add(&f)
		}
		for range 2 {
			i := 0
			for got, err := range s.All() {
				if want := finding(i); err != nil || !reflect.DeepEqual(got, want) {
					t.Fatalf("finding %d of %d is %+v, %v, want %+v", i, n, got, err, want)
				}
				i++
			}
			if i != n || s.Len() != int64(n) {
				t.Errorf("%d findings of %d", i, n)
			}
		}
		if inFile := s.file != nil; inFile != (n == 60_000) || len(s.head) > spoolHead {
			t.Errorf("%d findings: in a file is %t, %d bytes in memory", n, inFile, len(s.head))
		}
		if left, err := os.ReadDir(os.Getenv("TMPDIR")); runtime.GOOS != "windows" && (err != nil || len(left) > 0) {
			t.Errorf("%d findings: a killed run would leave %v %v", n, left, err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
	if left, err := os.ReadDir(os.Getenv("TMPDIR")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

// Where there is no room for the temporary file, reading the findings says so.
func TestSpoolWithoutRoom(t *testing.T) {
	t.Setenv("TMPDIR", "/nonexistent")
	t.Setenv("TMP", "/nonexistent")
	var s Spool
	f := Finding{Rule: badJSON, Message: strings.Repeat("m", spoolHead/2)}
	for range 3 {
		s.Add(&f)
	}
	var last error
	for _, err := range s.All() {
		last = err
	}
	if last == nil || !strings.Contains(last.Error(), "keeping findings in a temporary file") {
		t.Errorf("got %v", last)
	}
}
