package document

import (
	"slices"
	"testing"
)

func TestCompare(t *testing.T) {
	tests := []struct {
		name, old, changed string
		want               []Difference
	}{
		{"nothing", `{"a": 1, "b": [1, {}]}`, `{"a":1,"b":[1,{}]}`, nil},
		{"a value", `{"a": {"b": "x"}}`, `{"a": {"b": "y"}}`, []Difference{{"a/b", `"x"`, `"y"`}}},
		{"a kind", `{"a": 1}`, `{"a": "1"}`, []Difference{{"a", "1", `"1"`}}},
		{"a member less", `{"a": 1, "b": null}`, `{"a": 1}`, []Difference{{"b", "null", ""}}},
		{"a member more", `{"a": 1}`, `{"a": 1, "b": {"c": true}}`, []Difference{{"b/c", "", "true"}}},
		{"an item", `{"a": [1, 2]}`, `{"a": [1, 3, 4]}`, []Difference{{"a/1", "2", "3"}, {"a/2", "", "4"}}},
		{"emptied", `{"a": [1]}`, `{"a": []}`, []Difference{{"a/0", "1", ""}, {"a", "", "[]"}}},
		{"an empty one more", `{}`, `{"a": {}}`, []Difference{{"", "{}", ""}, {"a", "", "{}"}}},
		{"torn", `{"a": 1, "b": 2}`, `{"a": 1, "b`, []Difference{{"b", "2", ""}}},
	}
	for _, tt := range tests {
		if got := Compare([]byte(tt.old), []byte(tt.changed)); !slices.Equal(got, tt.want) {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}
