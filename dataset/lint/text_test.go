package lint

import (
	"testing"

	"github.com/ftplan/ftplan/dataset"
)

func TestPlace(t *testing.T) {
	v, err := dataset.ParseValue([]byte(`"a\n\u00e9\u20ac\ud83d\ude00é\\z"`))
	if err != nil {
		t.Fatal(err)
	}
	c := NewCursor(v)
	for _, test := range []struct{ offset, want int }{{0, 1}, {1, 2}, {2, 4}, {4, 10}, {7, 16}, {11, 28}, {13, 30}, {14, 32}, {15, 33}} {
		if got := placeIn(v, test.offset); got != test.want {
			t.Errorf("offset %d is at %d, want %d", test.offset, got, test.want)
		}
		if got := c.Place(test.offset); got != test.want {
			t.Errorf("by a cursor, offset %d is at %d, want %d", test.offset, got, test.want)
		}
	}
}
