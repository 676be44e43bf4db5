package dataset

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// Of members with one name the last is the one that there is, however far apart they stand and however they are written.
func TestTheLastOfTwoMembersIsKept(t *testing.T) {
	for _, test := range []struct{ in, same, twins string }{
		{`{"a": 1, "b": 2, "a": 3}`, `{"b": 2, "a": 3}`, "a@1 kept@17"},
		{`{"a": {"b": 1, "\u0062": 2}}`, `{"a": {"b": 2}}`, "b@7 kept@15"},
		{`{"a": 1, "a": 2, "a": 3}`, `{"a": 3}`, "a@1 kept@17, a@9 kept@17"},
		{`[{"a": {"x": 1, "x": 2}, "a": 3}]`, `[{"a": 3}]`, "a@2 kept@25"},
		{`{"a": [], "b": {"c": 1, "c": 1}, "a": [{"d": 0, "d": 0}]}`, `{"b": {"c": 1}, "a": [{"d": 0}]}`, "a@1 kept@33, c@16 kept@24, d@40 kept@48"},
		{`{"a": 1}`, `{"a": 1}`, ""},
	} {
		v, err := ParseValue([]byte(test.in))
		if err != nil {
			t.Fatal(err)
		}
		same, _ := ParseValue([]byte(test.same))
		if v.Hash() != same.Hash() || !Equal(v, same) || !Equal(same, v) || v.Len() != same.Len() {
			t.Errorf("%s does not say the same as %s", test.in, test.same)
		}
		var twins []string
		for twin := range v.Twins() {
			twins = append(twins, fmt.Sprintf("%s@%d kept@%d", twin.Name.Text(), twin.Name.Start(), twin.Last.Start()))
		}
		if got := strings.Join(twins, ", "); got != test.twins {
			t.Errorf("%s: got %q, want %q", test.in, got, test.twins)
		}
	}
}

func TestMembersOfLargeObjectsAreKeptOnce(t *testing.T) {
	var b strings.Builder
	for i := range 5000 {
		fmt.Fprintf(&b, `, "k%d": %d`, i%1000, i)
	}
	v, err := ParseValue([]byte("{" + b.String()[2:] + "}"))
	if err != nil {
		t.Fatal(err)
	}
	if v.Len() != 1000 || string(v.Member("k7").Text()) != "4007" || len(slices.Collect(v.Twins())) != 4000 {
		t.Errorf("%d members, k7 is %s", v.Len(), v.Member("k7").Text())
	}
}
