package document

import (
	"bytes"
	"fmt"
	"slices"

	"github.com/go-json-experiment/json/jsontext"
)

// A Difference is a member in which two documents differ. A member that one of them lacks is "" there.
type Difference struct {
	Member string `json:"member"` // its path, such as training/cost or items/0/rate/unit
	Old    string `json:"old"`    // as JSON
	New    string `json:"new"`
}

// Compare returns the members in which two documents differ: values, and objects and arrays that are empty. Those of the
// old document come first in its order, then those that only the new one has. What cannot be read ends a document.
func Compare(old, changed []byte) []Difference {
	was, is := leaves(old), leaves(changed)
	now := map[string]string{}
	for _, l := range is {
		now[l.member] = l.value
	}
	var list []Difference
	before := map[string]bool{}
	for _, l := range was {
		before[l.member] = true
		if value, there := now[l.member]; !there || value != l.value {
			list = append(list, Difference{l.member, l.value, value})
		}
	}
	for _, l := range is {
		if !before[l.member] {
			list = append(list, Difference{Member: l.member, New: l.value})
		}
	}
	return list
}

// leaf is a value that holds no other one.
type leaf struct{ member, value string }

// leaves lists the values of a document that hold no other one.
func leaves(data []byte) []leaf {
	var list []leaf
	dec := jsontext.NewDecoder(bytes.NewReader(data))
	for {
		kind := dec.PeekKind()
		if kind == '{' || kind == '[' {
			begin, _ := dec.ReadToken()
			open := begin.String()
			if next := dec.PeekKind(); next == '}' || next == ']' {
				list = append(list, leaf{member(dec), open + next.String()})
			}
			continue
		}
		named, _ := dec.StackIndex(dec.StackDepth())
		isName := false
		if named == '{' {
			_, length := dec.StackIndex(dec.StackDepth())
			isName = length%2 == 0
		}
		value, err := dec.ReadToken()
		if err != nil {
			return list
		}
		if k := value.Kind(); k == '}' || k == ']' || isName {
			continue
		}
		text := value.String()
		if value.Kind() == '"' {
			quoted, _ := jsontext.AppendQuote(nil, text)
			text = string(quoted)
		}
		list = append(list, leaf{member(dec), text})
	}
}

// member is the path of the value that was read last.
func member(dec *jsontext.Decoder) string {
	var path []byte
	for token := range dec.StackPointer().Tokens() {
		if len(path) > 0 {
			path = append(path, '/')
		}
		path = append(path, token...)
	}
	return string(slices.Clip(path))
}

// Members names the first differences, and how many more there are.
func Members(list []Difference) string {
	const shown = 3
	text := ""
	for i, d := range list {
		switch {
		case i == shown:
			return fmt.Sprintf("%s and %s more", text, plural(len(list)-shown, "member"))
		case i > 0:
			text += ", "
		}
		text += d.Member
	}
	return text
}

// plural is a number of things in words.
func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
