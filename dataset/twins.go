package dataset

import "iter"

// A Twin is a member of an object whose name a later member has too. RFC 8259 leaves open what that means; readers of JSON
// keep the last.
type Twin struct {
	Name, Value Value // of the member that is not kept
	Next        Value // the name of the member behind it
	Last        Value // the name of the member that is kept
}

// hideTwins marks the members of an object whose name comes again, and returns how many there are. The object is not shut
// yet: its last member is the last node.
func (d *document) hideTwins(at int32, members int) (hidden int) {
	if members < 2 {
		return 0
	}
	last := newNameTable(members)
	for name := at + 1; name < int32(len(d.nodes)); name = d.nodes[name+1].next {
		slot, _ := last.find(d, Value{d, name}.Text())
		if before := last[slot]; before != 0 {
			d.nodes[before].hidden, d.twins = true, true
			hidden++
		}
		last[slot] = name
	}
	return hidden
}

// HasTwins reports whether an object of the line has a name twice.
func (r *Record) HasTwins() bool { return r.Err == nil && r.doc.twins }

// Twins yields the members, anywhere in the value, that are not kept because their name comes again; what is inside one of
// them is not looked at. The order is that of the line.
func (v Value) Twins() iter.Seq[Twin] {
	return func(yield func(Twin) bool) {
		if v.doc != nil && v.doc.twins {
			v.eachTwin(yield)
		}
	}
}

func (v Value) eachTwin(yield func(Twin) bool) bool {
	for element := range v.Elements() {
		if !element.eachTwin(yield) {
			return false
		}
	}
	kept := v.keptTwins()
	for name, value := range v.Written() {
		switch {
		case !name.node().hidden:
			if !value.eachTwin(yield) {
				return false
			}
		case !yield(Twin{Name: name, Value: value, Next: Value{v.doc, value.node().next}, Last: kept[string(name.Text())]}):
			return false
		}
	}
	return true
}

// Following returns the value of a member, given its name.
func (v Value) Following() Value { return Value{v.doc, v.at + 1} }

// keptTwins returns the last names of an object that were there before.
func (v Value) keptTwins() map[string]Value {
	kept := map[string]Value{}
	for name := range v.Written() {
		if name.node().hidden {
			kept[string(name.Text())] = Value{}
		}
	}
	if len(kept) == 0 {
		return nil
	}
	for name := range v.Members() {
		if _, twin := kept[string(name.Text())]; twin {
			kept[string(name.Text())] = name
		}
	}
	return kept
}
