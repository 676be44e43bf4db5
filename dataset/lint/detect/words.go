package detect

import (
	"encoding/binary"
	"math"
	"math/bits"

	"github.com/cespare/xxhash/v2"
)

// Near duplicates are found by MinHash: the words of a conversation, system messages aside, are taken three at a time;
// of their hashes the smallest in each of 16 classes stay. Two conversations agree in one of these with the chance that
// a triple of either is one of both. Five at a time make a band: who shares a band is a candidate, to be read again.

// A Sketch is the three bands of a conversation.
type Sketch [Bands]uint64

const (
	minima   = 16
	Bands    = 3
	bandSize = 5
	// triplesMin is how many triples a conversation needs to be compared: of shorter ones templates make too many alike.
	triplesMin = 24
)

// Words takes in a conversation word by word. With a note it calls that for every triple instead of keeping minima.
type Words struct {
	least   [minima]uint32
	triples int
	last    [2]uint64 // hashes of the last word and the one before
	seen    int       // words so far
	digits  [2]bool   // whether those words hold digits
	Note    func(triple uint64, digits bool)
}

// NewWords returns words that keep minima, for a sketch.
func NewWords() Words {
	w := Words{}
	for i := range w.least {
		w.least[i] = math.MaxUint32
	}
	return w
}

// Text takes in a text. A word is what stands between blanks, whatever its case; a short one loses a mark of punctuation at
// its end. A Chinese or Japanese character or a Korean syllable counts as a word.
func (w *Words) Text(text []byte) {
	for i := 0; i < len(text); {
		chunk := load(text[i:])
		in := wordBytes(chunk)
		if in&0x80 == 0 {
			i += gap(in)
			continue
		}
		n := bits.TrailingZeros64(^in&highs) >> 3
		if chunk&(highs>>(64-8*n)) != 0 {
			i = w.foreign(text, i)
			continue
		}
		if n == 8 {
			i = w.long(text, i)
			continue
		}
		end := n
		if last := byte(chunk >> (8*n - 8)); last < '0' {
			end--
		}
		mask := uint64(1)<<(8*end) - 1
		w.word((chunk|0x20*ones)&mask, digitBytes(chunk)&mask != 0)
		i += n + gap(in>>(8*n))
	}
}

const ones, highs = 0x0101010101010101, 0x8080808080808080

// load returns the first eight bytes of a text, with zeros for those that it has not.
func load(text []byte) uint64 {
	if len(text) >= 8 {
		return binary.LittleEndian.Uint64(text)
	}
	var b [8]byte
	copy(b[:], text)
	return binary.LittleEndian.Uint64(b[:])
}

// wordBytes returns eight bytes with the high bit set where chunk holds anything but a blank or a control character.
func wordBytes(chunk uint64) uint64 {
	return ((chunk&^highs + (0x80-'!')*ones) | chunk) & highs
}

// digitBytes returns eight bytes with the high bit set where chunk holds a digit.
func digitBytes(chunk uint64) uint64 {
	low := chunk &^ highs
	return ((low + (0x80-'0')*ones) &^ (low + (0x7F-'9')*ones)) &^ chunk & highs
}

// gap returns the number of bytes before the next word.
func gap(in uint64) int {
	if in == 0 {
		return 1 // there may be fewer than eight bytes to skip
	}
	return bits.TrailingZeros64(in) >> 3
}

// long takes in a word of eight ASCII characters or more and returns its end.
func (w *Words) long(text []byte, i int) int {
	h, digits := uint64(0), false
	for n := 8; n == 8; {
		chunk := load(text[i:])
		n = bits.TrailingZeros64(^(wordBytes(chunk)&^chunk)&highs) >> 3
		mask := uint64(1)<<(8*n) - 1
		h = bits.RotateLeft64(h, 25)*0x9e3779b97f4a7c15 ^ (chunk|0x20*ones)&mask
		digits = digits || digitBytes(chunk)&mask != 0
		i += n
	}
	w.word(h, digits)
	return min(i, len(text))
}

// foreign takes in a word with characters beyond ASCII and returns its end.
func (w *Words) foreign(text []byte, i int) int {
	h, digits := uint64(0), false
	for start := i; i < len(text) && text[i] > ' '; i++ {
		c := text[i]
		if isSyllable(c) {
			if i > start {
				break
			}
			end := min(i+3, len(text))
			w.word(load(text[i:end]), false)
			return end
		}
		digits = digits || IsDigit(c)
		h = bits.RotateLeft64(h, 5) ^ uint64(c|0x20)
	}
	w.word(h, digits)
	return i
}

// isSyllable reports whether c starts a Chinese or Japanese character or a Korean syllable.
func isSyllable(c byte) bool { return 0xE3 <= c && c <= 0xED }

func (w *Words) word(h uint64, digits bool) {
	const odd1, odd2 = 0x9e3779b97f4a7c15, 0xc2b2ae3d27d4eb4f
	h *= odd1
	h ^= h >> 32
	if w.seen++; w.seen >= 3 {
		triple := (h + bits.RotateLeft64(w.last[0], 21) + bits.RotateLeft64(w.last[1], 42)) * odd2
		triple ^= triple >> 29
		w.triples++
		if class, value := triple&(minima-1), uint32(triple>>32); value < w.least[class] {
			w.least[class] = value
		}
		if w.Note != nil {
			w.Note(triple, digits || w.digits[0] || w.digits[1])
		}
	}
	w.last[1], w.last[0] = w.last[0], h
	w.digits[1], w.digits[0] = w.digits[0], digits
}

// Sketch returns the sketch of what was taken in, and whether that was long enough to have one.
func (w *Words) Sketch() (Sketch, bool) {
	if w.triples < triplesMin {
		return Sketch{}, false
	}
	var s Sketch
	for i := range w.least {
		if w.least[i] == math.MaxUint32 {
			w.least[i] = w.borrow(i)
		}
	}
	for b := range s {
		var band [1 + 4*bandSize]byte
		band[0] = byte(b)
		for i, v := range w.least[b*bandSize : (b+1)*bandSize] {
			binary.LittleEndian.PutUint32(band[1+4*i:], v)
		}
		s[b] = xxhash.Sum64(band[:])
	}
	return s, true
}

// borrow returns what an empty class takes from the next one that is not.
func (w *Words) borrow(i int) uint32 {
	for d := 1; d < minima; d++ {
		if v := w.least[(i+d)%minima]; v != math.MaxUint32 {
			return v + uint32(d)*0x9e3779b9
		}
	}
	return 0
}
