package dataset

import (
	"iter"
	"strconv"
	"strings"
)

// A Kind is the kind of a JSON value, named by the character it starts with.
type Kind byte

// The kinds of a [Value]. Absent is the kind of the zero Value, which stands for a member that is not there.
const (
	Absent Kind = 0
	Null   Kind = 'n'
	False  Kind = 'f'
	True   Kind = 't'
	Number Kind = '0'
	String Kind = '"'
	Object Kind = '{'
	Array  Kind = '['
)

// String returns the kind as a reader of JSON would name it: "string", "object".
func (k Kind) String() string {
	switch k {
	case Null:
		return "null"
	case False, True:
		return "boolean"
	case Number:
		return "number"
	case String:
		return "string"
	case Object:
		return "object"
	case Array:
		return "array"
	}
	return "nothing"
}

// A document holds the values of one line, parents before children. It is filled again for every line.
type document struct {
	text  []byte
	nodes []node
	heap  []byte // strings whose escapes are undone
	index memberIndex
	twins bool  // an object has a name twice
	lone  int32 // where the first escape of half a surrogate pair stands; -1 without one
}

type node struct {
	kind       Kind
	escaped    bool  // the text of the string stands in the heap
	hidden     bool  // of a name: a later member of the object has it too
	start, end int32 // the value as written, quotes included
	from, to   int32 // of the text in the heap
	next       int32 // the first node behind this value and all it holds
	size       int32 // elements, or members; a member is two nodes, its name and its value
}

// A Value is one JSON value of a line, with its place in it. The zero Value is absent. It is valid as long as its line.
type Value struct {
	doc *document
	at  int32
}

func (v Value) node() *node { return &v.doc.nodes[v.at] }

// Kind returns what the value is, [Absent] for the zero Value.
func (v Value) Kind() Kind {
	if v.doc == nil {
		return Absent
	}
	return v.node().kind
}

// Exists reports whether there is a value at all; null is one.
func (v Value) Exists() bool { return v.doc != nil }

// Text returns the characters of a string with its escapes undone, and any other value as it is written. The bytes may
// belong to the line: read them, keep a copy.
func (v Value) Text() []byte {
	if v.doc == nil {
		return nil
	}
	n := v.node()
	switch {
	case n.kind != String:
		return v.doc.text[n.start:n.end]
	case n.escaped:
		return v.doc.heap[n.from:n.to]
	}
	return v.doc.text[n.start+1 : n.end-1]
}

// Is reports whether the value is the string s.
func (v Value) Is(s string) bool { return v.Kind() == String && string(v.Text()) == s }

// Raw returns the value as it is written, quotes and escapes included.
func (v Value) Raw() []byte {
	if v.doc == nil {
		return nil
	}
	n := v.node()
	return v.doc.text[n.start:n.end]
}

// Start returns the offset of the value's first byte in its line.
func (v Value) Start() int {
	if v.doc == nil {
		return 0
	}
	return int(v.node().start)
}

// End returns the offset behind the value's last byte in its line.
func (v Value) End() int {
	if v.doc == nil {
		return 0
	}
	return int(v.node().end)
}

// Escaped reports whether the value is a string written with escapes, so that offsets into [Value.Text] are not offsets
// into the line.
func (v Value) Escaped() bool { return v.Kind() == String && v.node().escaped }

// Len returns the number of elements of an array or members of an object as [Value.Members] has them, and 0 for any other value.
func (v Value) Len() int {
	if v.doc == nil {
		return 0
	}
	return int(v.node().size)
}

// Elements yields the elements of an array in order; nothing for any other value.
func (v Value) Elements() iter.Seq[Value] {
	return func(yield func(Value) bool) {
		if v.Kind() != Array {
			return
		}
		for at, end := v.at+1, v.node().next; at < end; at = v.doc.nodes[at].next {
			if !yield(Value{v.doc, at}) {
				return
			}
		}
	}
}

// First returns the first element of an array, absent without one.
func (v Value) First() Value {
	for element := range v.Elements() {
		return element
	}
	return Value{}
}

// Members yields the names and values of an object in order; nothing for any other value. Of members with one name it
// yields the last, as the readers of the services do; see [Value.Twins] for the others.
func (v Value) Members() iter.Seq2[Value, Value] {
	return func(yield func(name, value Value) bool) {
		if v.Kind() != Object {
			return
		}
		for at, end := v.at+1, v.node().next; at < end; at = v.doc.nodes[at+1].next {
			if !v.doc.nodes[at].hidden && !yield(Value{v.doc, at}, Value{v.doc, at + 1}) {
				return
			}
		}
	}
}

// Written is [Value.Members] with those whose name comes again.
func (v Value) Written() iter.Seq2[Value, Value] {
	return func(yield func(name, value Value) bool) {
		if v.Kind() != Object {
			return
		}
		for at, end := v.at+1, v.node().next; at < end; at = v.doc.nodes[at+1].next {
			if !yield(Value{v.doc, at}, Value{v.doc, at + 1}) {
				return
			}
		}
	}
}

// Member returns the value of an object's member, absent if there is none of that name.
func (v Value) Member(name string) Value {
	if v.Len() > scanned && v.Kind() == Object {
		value, _ := v.member([]byte(name))
		return value
	}
	for n, value := range v.Members() {
		if string(n.Text()) == name {
			return value
		}
	}
	return Value{}
}

// Path returns the JSON Pointer (RFC 6901) of the value in its line: "/messages/2/content". The line's own value has "".
// A member's name has the path of its value.
func (v Value) Path() string {
	if v.doc == nil {
		return ""
	}
	var path []byte
	for in := (Value{v.doc, 0}); in.at != v.at && in.Exists(); {
		in, path = in.towards(v.at, path)
	}
	return string(path)
}

// towards returns the child that is or holds the node at target, and the path with the child's step added.
func (v Value) towards(target int32, path []byte) (Value, []byte) {
	if v.Kind() == Array {
		i := 0
		for element := range v.Elements() {
			if target < element.node().next {
				return element, strconv.AppendInt(append(path, '/'), int64(i), 10)
			}
			i++
		}
	}
	for name, value := range v.Members() {
		if target < value.node().next {
			path = append(append(path, '/'), pointerEscaper.Replace(string(name.Text()))...)
			if target == name.at {
				return Value{}, path
			}
			return value, path
		}
	}
	return Value{}, path
}

var pointerEscaper = strings.NewReplacer("~", "~0", "/", "~1")
