package dataset

import (
	"bytes"
	"math/bits"

	"github.com/cespare/xxhash/v2"
)

// Hash returns a 64-bit hash of what the value says: spacing, escapes and the order of an object's members make no
// difference. It is the same on every machine and in every release.
func (v Value) Hash() uint64 {
	switch v.Kind() {
	case Object:
		sum := uint64(v.Len())
		for name, value := range v.Members() {
			sum += Mix(xxhash.Sum64(name.Text()), value.Hash())
		}
		return Mix(uint64(Object), sum)
	case Array:
		sum := uint64(Array)
		for element := range v.Elements() {
			sum = Mix(sum, element.Hash())
		}
		return sum
	default:
		return Mix(uint64(v.Kind()), xxhash.Sum64(v.Text()))
	}
}

// Mix returns a hash of two hashes in their order: both halves of a product, with the first two constants of Wang Yi's wyhash.
func Mix(a, b uint64) uint64 {
	high, low := bits.Mul64(a^0xa0761d6478bd642f, b^0xe7037ed1a0b428db)
	return high ^ low
}

// Equal reports whether two values say the same, in the sense of [Value.Hash]. It takes time in proportion to their sizes,
// whatever the order of members.
func Equal(a, b Value) bool { return new(comparison).equal(a, b) }

// A comparison counts the values and names that it looks at.
type comparison struct{ steps int }

func (c *comparison) equal(a, b Value) bool {
	c.steps++
	if a.Kind() != b.Kind() || a.Len() != b.Len() {
		return false
	}
	switch a.Kind() {
	case Object:
		return c.equalMembers(a, b)
	case Array:
		at := b.at + 1
		for element := range a.Elements() {
			if !c.equal(element, Value{b.doc, at}) {
				return false
			}
			at = b.doc.nodes[at].next
		}
		return true
	}
	return bytes.Equal(a.Text(), b.Text())
}

func (c *comparison) equalMembers(a, b Value) bool {
	for name, value := range a.Members() {
		other, steps := b.member(name.Text())
		c.steps += steps
		if !other.Exists() || !c.equal(value, other) {
			return false
		}
	}
	return true
}

// textHash returns a hash of bytes as they are.
func textHash(text []byte) uint64 { return Mix(0, xxhash.Sum64(text)) }
