package dataset

import (
	"hash/maphash"
	"sync"
)

// scanned is how many members of an object are looked through for a name one by one. Objects with more get an index when
// they are first asked, so that looking up all of many names takes time in proportion to their number.
const scanned = 32

// A memberIndex finds the members of large objects by name. It takes 8 to 16 bytes a member.
type memberIndex struct {
	mu      sync.Mutex
	objects map[int32][]int32 // by node: a hash table of the nodes of the names, open addressed; 0 is free
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
	mask := uint64(len(table) - 1)
	for i := maphash.Bytes(indexSeed, name) & mask; table[i] != 0; i = (i + 1) & mask {
		if steps++; string(Value{v.doc, table[i]}.Text()) == string(name) {
			return Value{v.doc, table[i] + 1}, steps
		}
	}
	return Value{}, steps
}

// of returns the table of an object, making it where nobody has asked yet.
func (x *memberIndex) of(object Value) []int32 {
	x.mu.Lock()
	defer x.mu.Unlock()
	if table := x.objects[object.at]; table != nil {
		return table
	}
	size := 1
	for size < 2*object.Len() {
		size *= 2
	}
	table := make([]int32, size)
	mask := uint64(size - 1)
	for name := range object.Members() {
		i := maphash.Bytes(indexSeed, name.Text()) & mask
		for table[i] != 0 {
			i = (i + 1) & mask
		}
		table[i] = name.at
	}
	if x.objects == nil {
		x.objects = map[int32][]int32{}
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
