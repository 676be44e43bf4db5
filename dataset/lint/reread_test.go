package lint

import (
	"fmt"
	"strings"
	"testing"
)

// A line can be read again, whatever its number and the index's stride.
func TestReread(t *testing.T) {
	var b strings.Builder
	var x index
	const n = 3*indexMax + 5
	for i := 1; i <= n; i++ {
		x.add(i, int64(b.Len()))
		fmt.Fprintf(&b, "line %d%s\n", i, [...]string{"", "\r"}[i%2])
	}
	r := newRereader(strings.NewReader(b.String()), &x)
	for _, number := range []int{1, 2, 3, 4, 5, indexMax, indexMax + 1, 2*indexMax + 3, n - 1, n} {
		got, err := r.line(number)
		if want := fmt.Sprintf("line %d", number); err != nil || string(got) != want {
			t.Errorf("line %d is %q, %v", number, got, err)
		}
	}
	if got, err := r.line(n + 1); err == nil && len(got) > 0 {
		t.Errorf("a line behind the last is %q", got)
	}
	if len(x.offsets) > indexMax {
		t.Errorf("the index holds %d offsets, want at most %d", len(x.offsets), indexMax)
	}
}
