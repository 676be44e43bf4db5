package lint

import (
	"bytes"
	"slices"
	"strings"
	"testing"
)

func TestBaseline(t *testing.T) {
	role, weight, file := Finding{Rule: missingRole, Line: 7}, Finding{Rule: badWeight, Line: 7}, Finding{Rule: tooFewExamples}
	var b Baseline
	b.Add(role, []byte("one"))
	b.Add(role, []byte("one"))
	b.Add(weight, []byte("two"))
	b.Add(file, nil)
	var out bytes.Buffer
	if err := b.Write(&out); err != nil {
		t.Fatal(err)
	}
	const want = "ftplan baseline 1\nFT104 0000000000000000 1\nFT401 363b02a42408a1f6 2\nFT407 c3d9ab4fecf4448b 1\n"
	if got := out.String(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	read, err := ReadBaseline(&out)
	if err != nil {
		t.Fatal(err)
	}
	isNew := read.Filter()
	var got []bool
	for _, f := range []struct {
		Finding
		line string
	}{{role, "one"}, {role, "one"}, {role, "one"}, {weight, "two"}, {weight, "one"}, {role, "two"}} {
		f.Line = 99 // lines move
		got = append(got, isNew(f.Finding, []byte(f.line)))
	}
	got = append(got, isNew(file, nil), isNew(file, nil))
	if want := []bool{false, false, true, false, true, true, false, true}; !slices.Equal(got, want) {
		t.Errorf("new findings: got %t, want %t", got, want)
	}
}

func TestReadBaselineIsStrict(t *testing.T) {
	const head = baselineHeader + "\n"
	for _, text := range []string{
		"", "ftplan baseline 2\n", head + "\n", head + "FT401 0000000000000000 1", head + "FT401 0000000000000000 0\n",
		head + "FT401 0000000000000000 -1\n", head + "FT401 0000000000000000 +1\n", head + "FT401 00 1\n", head + "FT401 000000000000000G 1\n",
		head + "FT401 00000000000000AA 1\n", head + "XX401 0000000000000000 1\n", head + "FT4 0000000000000000 1\n",
		head + "FT401  0000000000000000 1\n", head + strings.Repeat("FT401 0000000000000000 1\n", 2), head + "FT401 0000000000000000 1 \n",
	} {
		if _, err := ReadBaseline(strings.NewReader(text)); err == nil {
			t.Errorf("%q: got no error", text)
		}
	}
}
