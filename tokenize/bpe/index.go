package bpe

import (
	"encoding/binary"
	"errors"
	"slices"
)

// An index is a perfect hash: it maps each key of a fixed set to a slot of its own, and any other key to some slot,
// whose contents then show that the key is not there. One look-up reads one seed and one slot, hit or miss. Keys fall
// into buckets of about four; the builder finds for each bucket, biggest first, a seed that sends its keys to slots
// still free (hash, displace and compress; Belazzougui, Botelho and Dietzfelbinger, 2009).
type index struct {
	seeds []byte // one uint16 for each bucket
	slots uint32 // how many slots there are
}

// Odd constants with well-mixed bits for multiplicative hashing: the fractional parts of the golden ratio and of the
// square roots of 3 and 7.
const (
	mixA = 0x9E3779B97F4A7C15
	mixB = 0xBB67AE8584CAA73B
	mixC = 0xA54FF53A5F1D36F1
)

// slot returns the slot of a hashed key.
func (x *index) slot(hash uint64) int {
	bucket := hash >> 32 * uint64(len(x.seeds)/2) >> 32
	return slotFor(hash, binary.LittleEndian.Uint16(x.seeds[2*bucket:]), x.slots)
}

// slotFor returns the slot of a hashed key in a bucket with that seed.
func slotFor(hash uint64, seed uint16, slots uint32) int {
	return int((hash ^ (uint64(seed)+1)*mixC) * mixB >> 32 * uint64(slots) >> 32)
}

const (
	keysPerBucket = 4
	maxSeed       = 1 << 16
)

var errNoIndex = errors.New("no perfect hash found for the vocabulary")

// newIndex returns an index of the hashed keys and the slot of each. The hashes must differ from one another.
func newIndex(hashes []uint64) (index, []int, error) {
	buckets := len(hashes)/keysPerBucket + 1
	x := index{seeds: make([]byte, 2*buckets), slots: uint32(len(hashes) + len(hashes)/16 + 1)}
	members := make([][]int, buckets)
	for i, h := range hashes {
		b := h >> 32 * uint64(buckets) >> 32
		members[b] = append(members[b], i)
	}
	order := make([]int, buckets)
	for b := range order {
		order[b] = b
	}
	slices.SortStableFunc(order, func(a, b int) int { return len(members[b]) - len(members[a]) })
	taken := make([]bool, x.slots)
	slots := make([]int, len(hashes))
	for _, b := range order {
		seed, ok := placeBucket(hashes, members[b], taken, slots)
		if !ok {
			return index{}, nil, errNoIndex
		}
		binary.LittleEndian.PutUint16(x.seeds[2*b:], seed)
	}
	return x, slots, nil
}

// placeBucket finds the lowest seed that sends the members to free slots of their own, and takes them.
func placeBucket(hashes []uint64, members []int, taken []bool, slots []int) (seed uint16, ok bool) {
	for s := range maxSeed {
		placed := 0
		for _, m := range members {
			slot := slotFor(hashes[m], uint16(s), uint32(len(taken)))
			if taken[slot] {
				break
			}
			taken[slot] = true
			slots[m] = slot
			placed++
		}
		if placed == len(members) {
			return uint16(s), true
		}
		for _, m := range members[:placed] {
			taken[slots[m]] = false
		}
	}
	return 0, false
}
