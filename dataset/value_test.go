package dataset

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

// must reads a value that the test knows to be good.
func must(t testing.TB, text string) Value {
	t.Helper()
	v, err := ParseValue([]byte(text))
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return v
}

// outline writes a value with the place and path of each part.
func outline(v Value) string {
	var b strings.Builder
	var walk func(Value)
	walk = func(v Value) {
		fmt.Fprintf(&b, "%s %d-%d %v %q\n", v.Path(), v.Start(), v.End(), v.Kind(), v.Text())
		for e := range v.Elements() {
			walk(e)
		}
		for _, m := range v.Members() {
			walk(m)
		}
	}
	walk(v)
	return b.String()
}

func TestValuesKnowTheirPlaces(t *testing.T) {
	got := outline(must(t, `{"a": [1, {"b/c": "x\ny"}], "d~": null}`))
	want := ` 0-39 object "{\"a\": [1, {\"b/c\": \"x\\ny\"}], \"d~\": null}"
/a 6-26 array "[1, {\"b/c\": \"x\\ny\"}]"
/a/0 7-8 number "1"
/a/1 10-25 object "{\"b/c\": \"x\\ny\"}"
/a/1/b~1c 18-24 string "x\ny"
/d~0 34-38 null "null"
`
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestStringsLoseTheirEscapes(t *testing.T) {
	for _, test := range []struct{ in, want string }{
		{`"plain"`, "plain"},
		{`""`, ""},
		{`"\"\\\/\b\f\n\r\t"`, "\"\\/\b\f\n\r\t"},
		{`"\u0041\u00e9\u20AC"`, "Aé€"},
		{`"\ud83d\ude00!"`, "😀!"},
		{`"before \ud800 behind"`, "before \uFFFD behind"},
		{`"\udc00\ud800"`, "\uFFFD\uFFFD"},
		{`"12345678\n12345678\"1234567"`, "12345678\n12345678\"1234567"},
	} {
		if got := string(must(t, test.in).Text()); got != test.want {
			t.Errorf("%s is %q, want %q", test.in, got, test.want)
		}
	}
}

func TestLoneSurrogatesAreNoted(t *testing.T) {
	for _, test := range []struct {
		in   string
		want int
	}{
		{`{"a":"fine \ud83d\ude00"}`, -1},
		{`{"a":"half \ud83d"}`, 11},
		{`{"a":"\\ud83d"}`, -1},
		{`{"a":"\ud83d\ud83d\ude00"}`, 6},
	} {
		var r Record
		r.Decode(Line{Text: []byte(test.in)})
		if got := r.LoneSurrogate(); got != test.want || r.Err != nil {
			t.Errorf("%s: half a pair at %d (%v), want %d", test.in, got, r.Err, test.want)
		}
	}
}

func TestFaultsAreNamedAndPlaced(t *testing.T) {
	for _, test := range []struct {
		in     string
		fault  Fault
		offset int
	}{
		{`{"a": 1,}`, BadJSON, 7},
		{`{"a": 1 "b": 2}`, BadJSON, 8},
		{`{"a": NaN}`, BadJSON, 6},
		{`{'a': 1}`, BadJSON, 1},
		{`{"a": "x`, BadJSON, 8},
		{`{"a": 1} {}`, BadJSON, 9},
		{"{\"a\": \"tab\there\"}", BadJSON, 10},
		{"{\"a\": \"\xc3\x28\"}", BadUTF8, 7},
		{"{\"a\": \"\xed\xa0\x80\"}", BadUTF8, 7},
		{" \t", BlankLine, 0},
		{"", BlankLine, 0},
		{strings.Repeat("[", 1001) + strings.Repeat("]", 1001), BadJSON, 1000},
	} {
		var r Record
		r.Decode(Line{Text: []byte(test.in)})
		if r.Err == nil || r.Err.Fault != test.fault || r.Err.Offset != test.offset {
			t.Errorf("%.40s: got %+v, want fault %d at %d", test.in, r.Err, test.fault, test.offset)
		}
	}
}

// RFC 8259's hard cases that are valid.
func TestValidJSONIsTaken(t *testing.T) {
	for _, in := range []string{
		` [ ] `, `{"":0}`, `{"a":{"b":1},"c":{"b":2}}`, `[-0, 0.0e+1, 1E400, 123e-10000000]`, `"\u0000"`, "\"\u007f\"", "\"\u2028\"",
		`"\uFFFE\uFFFF\uDBFF\uDFFF"`, `"` + strings.Repeat("x", 1<<20) + `"`, `null`, `true`,
		strings.Repeat("[", 1000) + strings.Repeat("]", 1000),
	} {
		if v, err := ParseValue([]byte(in)); err != nil || !v.Exists() {
			t.Errorf("%.60s: %v", in, err)
		}
	}
}

func TestHashIgnoresHowItIsWritten(t *testing.T) {
	for _, test := range []struct {
		a, b string
		same bool
	}{
		{`{"a":1,"b":[true,null]}`, ` { "b" : [ true , null ] , "a" : 1 } `, true},
		{`"\u0041"`, `"A"`, true},
		{`{"a":1,"b":2}`, `{"a":2,"b":1}`, false},
		{`["a","b"]`, `["b","a"]`, false},
		{`"1"`, `1`, false},
		{`[[],[]]`, `[[[]]]`, false},
		{`{}`, `[]`, false},
		{`null`, `false`, false},
	} {
		a, b := must(t, test.a), must(t, test.b)
		if hashed, equal := a.Hash() == b.Hash(), Equal(a, b); hashed != test.same || equal != test.same {
			t.Errorf("%s and %s: same hash %v, equal %v, want %v", test.a, test.b, hashed, equal, test.same)
		}
	}
}

func TestHashIsPinned(t *testing.T) {
	// A split must come out alike in every release.
	if got := must(t, `{"messages":[{"role":"user","content":"Hi"}]}`).Hash(); got != pinnedHash {
		t.Errorf("the hash is %#x, want %#x", got, uint64(pinnedHash))
	}
}

const pinnedHash = 0xa8461a4905a03881

// FuzzParse holds the quick reader to the strict one: whatever it takes, both read alike.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{`{"messages":[{"role":"user","content":"Hi \ud83d\ude00"}]}`, `[1,-0.5e3,true,null,"\u0041"]`,
		`{"a":1,"a":2}`, "{\"a\":\"\xff\"}", `{"a":"\ud800"}`, `[[[]]]`, ` {} `, `{"a" 1}`, `"\x"`, "\"\x01\"", `01`, `-`, `1.`, `1e`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, line []byte) {
		var quick, strict document
		if !quick.parseQuick(line) {
			return
		}
		if err := strict.parseStrict(line); err != nil {
			t.Fatalf("%q: the quick reader takes what the strict one refuses: %v", line, err)
		}
		if strict.lone >= 0 {
			t.Fatalf("%q: the quick reader takes half a surrogate pair", line)
		}
		got, want := outline(Value{doc: &quick}), outline(Value{doc: &strict})
		if got != want {
			t.Fatalf("%q: the quick reader sees\n%sthe strict one\n%s", line, got, want)
		}
	})
}

// FuzzDecode makes records of any bytes: nothing panics, and every place lies inside the line.
func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"messages":[{"role":"assistant","content":[{"type":"text","text":"x"}],"tool_calls":[{"id":"a","function":{"name":"f","arguments":"{}"}}]}]}`))
	f.Add([]byte(`{"input":{"messages":[]},"preferred_output":[{"role":1}],"non_preferred_output":3}`))
	f.Add([]byte(`{"prompt":"a","completion":" b"}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		if bytes.IndexByte(text, '\n') >= 0 {
			return
		}
		var r Record
		r.Decode(Line{Number: 1, Text: text})
		if r.Err != nil {
			if r.Err.Offset < 0 || r.Err.Offset > len(text) {
				t.Fatalf("%q: the fault is at %d", text, r.Err.Offset)
			}
			return
		}
		for m := range r.Example.AllMessages() {
			for v := range m.Texts() {
				if v.Start() < 0 || v.End() > len(text) || v.Start() >= v.End() {
					t.Fatalf("%q: a text stands at %d to %d", text, v.Start(), v.End())
				}
			}
			for call := range m.Calls() {
				_ = call.Arguments.Path()
			}
		}
		r.Root.Hash()
	})
}

// FuzzLines cuts any stream into lines that put together again are the stream.
func FuzzLines(f *testing.F) {
	f.Add([]byte("{}\n[]\r\n\n\xef\xbb\xbf{}"), 10)
	f.Add([]byte("\xef\xbb\xbf{}\n1"), 1)
	f.Fuzz(func(t *testing.T, stream []byte, limit int) {
		var again []byte
		number, offset := 0, int64(0)
		for line, err := range NewReader(bytes.NewReader(stream), limit%1000).Lines() {
			if err != nil {
				return
			}
			if number++; line.Number != number || line.Offset < offset || line.Offset > int64(len(stream)) {
				t.Fatalf("line %d at %d follows line %d at %d", line.Number, line.Offset, number-1, offset)
			}
			offset = line.Offset
			if line.TooLong {
				return
			}
			if line.BOM {
				again = append(again, utf8BOM...)
			}
			again = append(again, line.Text...)
			if line.CR {
				again = append(again, '\r')
			}
			if !line.Open {
				again = append(again, '\n')
			}
		}
		if !bytes.Equal(again, stream) && !bytes.Equal(stream, utf8BOM) {
			t.Fatalf("%q came out as %q", stream, again)
		}
	})
}
