package lint

// A table notes for 64-bit hashes the line, or another small number, that came with each first. It grows to a bound and
// then takes in nothing new, so that its memory does not depend on the file.
//
// A slot is 8 bytes: 40 bits of the hash and 24 of the number. Two of a million different hashes agree in their 40 bits
// with a chance of about one in two: whoever makes a claim of a hit confirms it.
type table struct {
	slots []uint64 // a power of two of them; 0 is free
	used  int
	bound int // slots at most
}

const (
	noteBits  = 24
	noteMax   = 1<<noteBits - 1
	firstSize = 1 << 10 // slots of a new table
)

func newTable(bound int) table { return table{bound: bound} }

// full reports whether the table takes in no more hashes.
func (t *table) full() bool { return len(t.slots) == t.bound && t.used >= t.bound/8*7 }

// find returns the slot of a hash, or the free slot where it belongs. It returns -1 in an empty table.
func (t *table) find(hash uint64) int {
	if len(t.slots) == 0 {
		return -1
	}
	mask := len(t.slots) - 1
	tag := hash >> noteBits
	for i := int(tag) & mask; ; i = (i + 1) & mask {
		if s := t.slots[i]; s == 0 || s>>noteBits == tag {
			return i
		}
	}
}

// lookup returns the number noted for a hash, 0 where there is none.
func (t *table) lookup(hash uint64) int {
	i := t.find(hash)
	if i < 0 {
		return 0
	}
	return int(t.slots[i] & noteMax)
}

// add notes a number from 1 up to noteMax for a hash that has none yet. It returns the number that was there before, or 0,
// and false where the hash could not be taken in.
func (t *table) add(hash uint64, note int) (earlier int, ok bool) {
	if t.used >= len(t.slots)/8*7 && len(t.slots) < t.bound {
		t.grow()
	}
	i := t.find(hash)
	if old := int(t.slots[i] & noteMax); old != 0 {
		return old, true
	}
	if note > noteMax || t.full() {
		return 0, false
	}
	t.slots[i] = hash>>noteBits<<noteBits | uint64(note)
	t.used++
	return 0, true
}

// count adds one to the number noted for a hash, up to noteMax.
func (t *table) count(hash uint64) {
	n, ok := t.add(hash, 1)
	if ok && n > 0 && n < noteMax {
		t.slots[t.find(hash)]++
	}
}

func (t *table) grow() {
	old := t.slots
	t.slots = make([]uint64, max(2*len(old), min(firstSize, t.bound)))
	for _, s := range old {
		if s != 0 {
			t.slots[t.find(s)] = s
		}
	}
}
