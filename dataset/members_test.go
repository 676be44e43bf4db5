package dataset

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// manyKeys returns an object with n keys whose order and values are drawn from a seed; the key at odd has another value.
func manyKeys(t testing.TB, n int, seed uint64, odd int) Value {
	t.Helper()
	members := make([]string, n)
	for i := range members {
		value := i
		if i == odd {
			value = -1
		}
		members[i] = fmt.Sprintf(`"key%d": %d`, i, value)
	}
	rand.New(rand.NewPCG(seed, 1)).Shuffle(n, func(i, j int) { members[i], members[j] = members[j], members[i] })
	v, err := ParseValue([]byte("{" + strings.Join(members, ", ") + "}"))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

var mostKeys = flag.Int("keys", 20_000, "how many keys the largest compared objects have; the full run has 300000")

// Two objects are compared in steps in proportion to their members, equal or not, in whatever order these stand.
func TestEqualIsLinear(t *testing.T) {
	for _, n := range []int{1, scanned - 1, scanned, scanned + 1, 1000, *mostKeys} {
		for _, test := range []struct {
			name string
			seed uint64
			odd  int
			want bool
		}{{"equal", 1, -1, true}, {"permuted", 2, -1, true}, {"nearly equal", 1, n - 1, false}, {"nearly equal, permuted", 3, n / 2, false}} {
			var c comparison
			got := c.equal(manyKeys(t, n, 1, -1), manyKeys(t, n, test.seed, test.odd))
			if most := n * (scanned + 8); got != test.want || n > scanned && c.steps > 12*n || c.steps > most+1 {
				t.Errorf("%d keys, %s: %t in %d steps, want %t", n, test.name, got, c.steps, test.want)
			}
		}
	}
}

// A member is found in objects of any size, and one that is not there is not.
func TestMember(t *testing.T) {
	for _, n := range []int{0, 1, scanned, scanned + 1, 5000} {
		v := manyKeys(t, n, 7, -1)
		for i := range n {
			if got := v.Member(fmt.Sprintf("key%d", i)); string(got.Text()) != fmt.Sprint(i) {
				t.Fatalf("member %d of %d is %q", i, n, got.Text())
			}
		}
		if v.Member("key").Exists() || v.Member("").Exists() {
			t.Errorf("%d members: a member that is not there is found", n)
		}
	}
	list, err := ParseValue([]byte("[" + strings.Repeat("1,", 99) + "1]"))
	if err != nil || list.Member("1").Exists() {
		t.Errorf("a list has a member (%v)", err)
	}
}

// A parser that is used again finds the members of its new value, not of the one before.
func TestMemberIndexIsForgotten(t *testing.T) {
	var p Parser
	for round := range 3 {
		v, err := p.Parse([]byte("{" + strings.Repeat(" ", round) + strings.Join(names(40, round), ", ") + "}"))
		if err != nil {
			t.Fatal(err)
		}
		if got := string(v.Member("a39").Text()); got != fmt.Sprint(39+round) {
			t.Errorf("round %d: %q", round, got)
		}
	}
}

func names(n, add int) []string {
	var list []string
	for i := range n {
		list = append(list, fmt.Sprintf(`"a%d": %d`, i, i+add))
	}
	slices.Reverse(list[:add*3])
	return list
}

// A line of more values or messages than any example has is named, not read: its memory is bounded.
func TestTooManyValues(t *testing.T) {
	for _, test := range []struct {
		name, line string
		want       string
	}{
		{"values at the bound", "[" + strings.Repeat("1,", maxValues-2) + "1]", ""},
		{"one more", "[" + strings.Repeat("1,", maxValues-1) + "1]", "the line holds more than 1048576 values"},
		{"messages at the bound", `{"messages": [` + strings.Repeat("{},", maxMessages-1) + "{}]}", ""},
		{"one message more", `{"messages": [` + strings.Repeat("{},", maxMessages) + "{}]}", "the line holds more than 65536 messages"},
		{"messages of an output", `{"input": {"messages": []}, "preferred_output": [` + strings.Repeat("1,", maxMessages) + "1]}", "the line holds more than 65536 messages"},
	} {
		var r Record
		r.Decode(Line{Number: 1, Text: []byte(test.line)})
		got := ""
		if r.Err != nil {
			got = r.Err.Reason
		}
		if got != test.want || r.Err != nil && (r.Err.Fault != TooManyValues || r.Root.Exists() || len(r.Example.Messages) > 0) {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}
