package dataset

import (
	"hash/maphash"
	"sync"
)

// scanned is how many members of an object are looked through for a name one by one. Objects with more get an index when
// they are first asked, so that looking up all of many names takes time in proportion to their number.
const scanned = 32

// A memberIndex finds the members of large objects by name.
type memberIndex struct {
	mu      sync.Mutex
	objects map[int32]nameTable // by node
}

var indexSeed = maphash.MakeSeed()

// member returns the value of an object's member of that name, absent if there is none, and how many names it looked at.
func (v Value) member(name []byte) (value Value, steps int) {
	if v.Len() <= scanned {
		for n, value := range v.Members() {
			if steps++; string(n.Text()) == string(name) {
				return value, steps
			}
		}
		return Value{}, steps
	}
	table := v.doc.index.of(v)
	slot, steps := table.find(v.doc, name)
	if table[slot] == 0 {
		return Value{}, steps
	}
	return Value{v.doc, table[slot] + 1}, steps
}

// A nameTable is a hash table, open addressed, of the nodes of an object's names; 0 is free. It takes 8 to 16 bytes a name.
type nameTable []int32

func newNameTable(names int) nameTable {
	size := 1
	for size < 2*names {
		size *= 2
	}
	return make(nameTable, size)
}

// find returns the slot of a name, or the free one where it belongs, and at how many slots it looked.
func (t nameTable) find(d *document, name []byte) (slot, steps int) {
	mask := len(t) - 1
	slot, steps = int(maphash.Bytes(indexSeed, name))&mask, 1
	for t[slot] != 0 && string(Value{d, t[slot]}.Text()) != string(name) {
		slot, steps = (slot+1)&mask, steps+1
	}
	return slot, steps
}

// of returns the table of an object, making it where nobody has asked yet.
func (x *memberIndex) of(object Value) nameTable {
	x.mu.Lock()
	defer x.mu.Unlock()
	if table := x.objects[object.at]; table != nil {
		return table
	}
	table := newNameTable(object.Len())
	for name := range object.Members() {
		slot, _ := table.find(object.doc, name.Text())
		table[slot] = name.at
	}
	if x.objects == nil {
		x.objects = map[int32]nameTable{}
	}
	x.objects[object.at] = table
	return table
}

// forget empties the index for the next line.
func (x *memberIndex) forget() {
	if x.objects != nil {
		x.objects = nil
	}
}
