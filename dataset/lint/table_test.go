package lint

import (
	"testing"

	"github.com/ftplan/ftplan/dataset"
)

func TestTable(t *testing.T) {
	tab := newTable(1 << 12)
	for i := 1; i <= 3000; i++ {
		if earlier, ok := tab.add(dataset.Mix(uint64(i), 2), i); earlier != 0 || !ok {
			t.Fatalf("hash %d: %d %v", i, earlier, ok)
		}
	}
	for i := 1; i <= 3000; i++ {
		if got := tab.lookup(dataset.Mix(uint64(i), 2)); got != i {
			t.Errorf("the number of hash %d is %d", i, got)
		}
		if earlier, ok := tab.add(dataset.Mix(uint64(i), 2), 1); earlier != i || !ok {
			t.Errorf("hash %d again: %d %v", i, earlier, ok)
		}
	}
	if got := tab.lookup(12345); got != 0 {
		t.Errorf("a hash that was not added has the number %d", got)
	}
	var empty table
	if got := empty.lookup(1); got != 0 {
		t.Errorf("an empty table has the number %d", got)
	}
	counts := newTable(1 << 12)
	for range 3 {
		counts.count(77)
	}
	if got := counts.lookup(77); got != 3 {
		t.Errorf("counted %d, want 3", got)
	}
}
