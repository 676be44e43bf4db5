package bpe

import (
	"encoding/binary"
	"math/bits"
)

// Planes hold the classes of a window of ASCII text, a word for each class with a bit for each character, so that the
// starts of all pieces fall out of a few operations on words. The window starts where a piece starts and ends at
// length; what is after it is unknown, and no bits are set there.
type planes struct {
	letters, capitals, digits, symbols uint64
	spaces                             uint64 // the blank that words and symbols take along
	newlines                           uint64 // CR and LF
	blanks                             uint64 // all white space
	apostrophes                        uint64
	length                             int
	last                               bool // the text ends with the window
}

const windowSize = 64 // characters in the planes

// readPlanes reads the planes of the text that starts at text[i].
func readPlanes(text []byte, i int) planes {
	if i+windowSize <= len(text) {
		return windowPlanes((*[windowSize]byte)(text[i:]))
	}
	var rest [windowSize]byte
	n := copy(rest[:], text[i:])
	rest[n] = 0x80 // ends the window
	p := windowPlanes(&rest)
	p.last = p.length == n
	return p
}

// windowPlanes reads the planes of a window, up to the first character outside ASCII.
func windowPlanes(window *[windowSize]byte) planes {
	var letters, capitals, digits, spaces, newlines, controls, apostrophes, wide uint64
	for k := 0; k < windowSize; k += 8 {
		x := binary.LittleEndian.Uint64(window[k:])
		ascii := x &^ highs
		wide = wide>>1 | x&highs
		letters = letters>>1 | between(ascii|0x20*ones, 'a', 'z')
		capitals = capitals>>1 | between(ascii, 'A', 'Z')
		digits = digits>>1 | between(ascii, '0', '9')
		controls = controls>>1 | between(ascii, '\t', '\r')
		spaces = spaces>>1 | equal(ascii, ' ')
		newlines = newlines>>1 | equal(ascii, '\n') | equal(ascii, '\r')
		apostrophes = apostrophes>>1 | equal(ascii, '\'')
	}
	length := windowSize
	if wide != 0 {
		length = bits.TrailingZeros64(transposed(wide))
	}
	known := ^uint64(0) >> (windowSize - length)
	p := planes{
		letters:     transposed(letters) & known,
		capitals:    transposed(capitals) & known,
		digits:      transposed(digits) & known,
		spaces:      transposed(spaces) & known,
		newlines:    transposed(newlines) & known,
		apostrophes: transposed(apostrophes) & known,
		length:      length,
	}
	p.blanks = transposed(controls)&known | p.spaces
	p.symbols = known &^ (p.letters | p.digits | p.blanks)
	return p
}

// between sets the high bit of each byte of x, all below 0x80, that is from low to high.
func between(x uint64, low, high byte) uint64 {
	return (x + (0x80-uint64(low))*ones) &^ (x + (0x7f-uint64(high))*ones) & highs
}

// equal sets the high bit of each byte of x, all below 0x80, that is b.
func equal(x uint64, b byte) uint64 {
	return (highs - (x ^ uint64(b)*ones)) & highs
}

// transposed exchanges the rows and columns of the eight by eight bits of x, whose rows are its bytes.
func transposed(x uint64) uint64 {
	t := (x ^ x>>7) & 0x00AA00AA00AA00AA
	x ^= t ^ t<<7
	t = (x ^ x>>14) & 0x0000CCCC0000CCCC
	x ^= t ^ t<<14
	t = (x ^ x>>28) & 0x00000000F0F0F0F0
	return x ^ t ^ t<<28
}

// certain returns those of the starts of pieces that hold whatever follows the window. Two characters of lookahead
// decide everything except where white space ends, so the run of it that ends the window has only its first start. The
// end of the text counts as one more start, unless white space is before it.
func (p *planes) certain(starts uint64) uint64 {
	run := bits.LeadingZeros64(^(p.blanks << ((windowSize - p.length) & 63)))
	if p.last && run == 0 {
		return starts | 1<<p.length
	}
	known := min(p.length-2, p.length-run+1)
	if known <= 0 {
		return 0
	}
	return starts & (1<<known - 1)
}

// pieceStarts returns where pieces are certain to start in the text from text[i] on, as bits.
func (m *image) pieceStarts(text []byte, i int) uint64 {
	p := readPlanes(text, i)
	switch m.pattern {
	case O200k:
		return p.certain(p.o200kStarts(text, i))
	case CL100k, Llama3:
		return p.certain(p.cl100kStarts(text, i, 3))
	case Qwen2:
		return p.certain(p.cl100kStarts(text, i, 1))
	default:
		return p.certain(p.gpt2Starts(text, i))
	}
}

// after returns the bits one character further on.
func after(bits uint64) uint64 { return bits << 1 }

// before returns the bits one character further back.
func before(bits uint64) uint64 { return bits >> 1 }

// first returns the first bit of each run of bits.
func first(runs uint64) uint64 { return runs &^ (runs << 1) }

// runsStarting returns those of the runs that start at the given first bits.
func runsStarting(runs, firsts uint64) uint64 { return runs &^ (runs + firsts) }

// behind returns the bit after each of the runs that start at the given first bits.
func behind(runs, firsts uint64) uint64 { return (runs + firsts) &^ runs }

// o200kStarts returns where pieces start by the pattern of o200k_base.
func (p *planes) o200kStarts(text []byte, i int) uint64 {
	starts, eaten := p.modernStarts(3)
	starts |= p.capitals & after(p.letters&^p.capitals)
	// Symbols take newlines and then slashes along.
	for slashes := p.symbols & after(eaten); slashes != 0; slashes &= slashes - 1 {
		if at := bits.TrailingZeros64(slashes); text[i+at] == '/' {
			p.shorten(at)
			break
		}
	}
	// A word takes a contraction along.
	end := -1
	for marks := p.apostrophes & after(p.letters) & before(p.letters); marks != 0; marks &= marks - 1 {
		at := bits.TrailingZeros64(marks)
		if at == end {
			continue // the second one is the first character of a word
		}
		if to := contractionEnd(text, i+at) - i; to > at {
			end = to
			starts = starts&^(1<<to-1<<at) | p.letters&(1<<to)
		}
	}
	return starts
}

// cl100kStarts returns where pieces start by the pattern of cl100k_base and its relatives.
func (p *planes) cl100kStarts(text []byte, i, digits int) uint64 {
	starts, _ := p.modernStarts(digits)
	// A contraction is a piece, where the apostrophe would otherwise be the first character of a word.
	for marks := p.apostrophes & starts & before(p.letters&^starts); marks != 0; marks &= marks - 1 {
		at := bits.TrailingZeros64(marks)
		if to := contractionEnd(text, i+at) - i; to > at {
			starts |= p.letters & (1 << to)
		}
	}
	return starts
}

// modernStarts returns where pieces start by what the patterns since cl100k_base have in common, which leaves
// contractions, and the newlines that belong to symbols before them.
func (p *planes) modernStarts(digits int) (starts, eaten uint64) {
	spaced := after(p.spaces)
	symbolStarts := first(p.symbols)
	// A single symbol without a space before it is the first character of the word behind it, and so is any blank
	// other than a newline.
	prefixes := symbolStarts &^ before(p.symbols) &^ spaced
	prefixes |= p.blanks &^ p.newlines
	starts = 1 | first(p.letters)&^after(prefixes) | symbolStarts&^spaced | p.numberStarts(digits)
	// Symbols take the newlines behind them along. Other white space is one piece up to its last newline; what is
	// behind that leaves its last character to what follows.
	eaten = runsStarting(p.newlines, p.newlines&after(p.symbols))
	rest := p.blanks &^ eaten
	gaps := p.blanks &^ p.newlines
	indents := first(gaps) & after(p.newlines)
	starts |= first(rest) | gaps&^before(p.blanks) | indents
	if inner := behind(gaps, indents) & p.newlines; inner != 0 {
		p.shorten(bits.TrailingZeros64(inner))
	}
	return starts, eaten
}

// shorten makes the window end earlier, which limits what is certain.
func (p *planes) shorten(length int) {
	if length < p.length {
		p.length, p.last = length, false
	}
}

// numberStarts returns the starts of numbers of up to that many digits, which must be 1 or 3.
func (p *planes) numberStarts(digits int) uint64 {
	if digits == 1 {
		return p.digits
	}
	starts := first(p.digits)
	fours := p.digits & (p.digits << 1) & (p.digits << 2) & (p.digits << 3)
	for more := starts << 3 & fours; more != 0; more = more << 3 & fours {
		starts |= more
	}
	return starts
}

// gpt2Starts returns where pieces start by the pattern of r50k_base and p50k_base.
func (p *planes) gpt2Starts(text []byte, i int) uint64 {
	spaced := after(p.spaces)
	starts := 1 | (first(p.letters)|first(p.digits)|first(p.symbols))&^spaced
	starts |= first(p.blanks) | p.blanks&^before(p.blanks)
	for marks := p.apostrophes & starts & before(p.letters); marks != 0; marks &= marks - 1 {
		at := bits.TrailingZeros64(marks)
		if to := plainContractionEnd(text, i+at) - i; to > at {
			starts = starts&^(2<<at) | p.letters&(1<<to)
		}
	}
	return starts
}
