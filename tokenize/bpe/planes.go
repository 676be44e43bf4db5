package bpe

import (
	"encoding/binary"
	"math/bits"
	"unicode/utf8"
)

// Planes hold the classes of a window of text, a word for each class with a bit for each byte, so that the starts of
// all pieces fall out of a few operations on words. All bytes of a character are of its class. The window starts where a
// piece starts and ends at length; what is after it is unknown, and no bits are set there.
type planes struct {
	letters, capitals, digits, symbols uint64
	caseless                           uint64 // letters without case
	marks                              uint64 // which no other plane has
	spaces                             uint64 // the blank that words and symbols take along
	newlines                           uint64 // CR and LF
	blanks                             uint64 // all white space
	apostrophes                        uint64
	firsts                             uint64 // the first bytes of characters
	length                             int
	last                               bool // the text ends with the window
}

const (
	windowSize = 64                       // bytes in the planes
	windowRoom = windowSize + utf8.UTFMax // bytes to read, so that four can be read anywhere
)

// read reads the planes of the text that starts at text[i].
func (p *planes) read(text []byte, i int) {
	if i+windowRoom <= len(text) {
		p.readWindow((*[windowRoom]byte)(text[i:]))
		return
	}
	var rest [windowRoom]byte
	n := copy(rest[:], text[i:])
	p.readWindow(&rest)
	p.shorten(n)
	p.last = p.length == n
}

// readWindow reads the planes of a window, up to the first character that needs a closer look.
func (p *planes) readWindow(window *[windowRoom]byte) {
	letters, capitals := eightRows(window, 0), eightRows(window, 8)
	digits, spaces := eightRows(window, 16), eightRows(window, 24)
	newlines, blanks := eightRows(window, 32), eightRows(window, 40)
	apostrophes, wide := eightRows(window, 48), eightRows(window, 56)
	// The names are of what the rows become, once rows and columns of the eight by eight bytes are exchanged.
	letters, newlines = exchanged(letters, newlines, 32, 0x00000000FFFFFFFF)
	capitals, blanks = exchanged(capitals, blanks, 32, 0x00000000FFFFFFFF)
	digits, apostrophes = exchanged(digits, apostrophes, 32, 0x00000000FFFFFFFF)
	spaces, wide = exchanged(spaces, wide, 32, 0x00000000FFFFFFFF)
	letters, digits = exchanged(letters, digits, 16, 0x0000FFFF0000FFFF)
	capitals, spaces = exchanged(capitals, spaces, 16, 0x0000FFFF0000FFFF)
	newlines, apostrophes = exchanged(newlines, apostrophes, 16, 0x0000FFFF0000FFFF)
	blanks, wide = exchanged(blanks, wide, 16, 0x0000FFFF0000FFFF)
	letters, capitals = exchanged(letters, capitals, 8, 0x00FF00FF00FF00FF)
	digits, spaces = exchanged(digits, spaces, 8, 0x00FF00FF00FF00FF)
	newlines, blanks = exchanged(newlines, blanks, 8, 0x00FF00FF00FF00FF)
	apostrophes, wide = exchanged(apostrophes, wide, 8, 0x00FF00FF00FF00FF)
	*p = planes{
		letters:     letters,
		capitals:    capitals,
		digits:      digits,
		symbols:     ^(letters | digits | blanks | wide),
		spaces:      spaces,
		newlines:    newlines,
		blanks:      blanks,
		apostrophes: apostrophes,
		firsts:      ^uint64(0),
		length:      windowSize,
	}
	if wide != 0 {
		p.addWide(window, wide)
	}
}

// isUnspaced reports whether the first byte of a character is one of those of most Chinese and Japanese. Their pieces
// are too long for a window.
func isUnspaced(first byte) bool { return first-0xE3 < 0xEA-0xE3 || first == 0xEF }

// startsUnspaced reports whether the first or second byte of a piece is such a byte.
func startsUnspaced(text []byte, i int) bool {
	return isUnspaced(text[i]) || i+1 < len(text) && isUnspaced(text[i+1])
}

// addWide adds the characters outside ASCII, which have the given bytes.
func (p *planes) addWide(window *[windowRoom]byte, wide uint64) {
	var classes [8]uint64 // by the number of bits of the class
	length := windowSize
	p.firsts = ^wide
	for wide != 0 {
		at := bits.TrailingZeros64(wide) % windowSize
		x := binary.LittleEndian.Uint32(window[at : at+utf8.UTFMax])
		r, width := rune(0), 0
		switch {
		case isTwoBytes(x):
			r, width = twoBytes(x), 2
		case isThreeBytes(x) && !isUnspaced(byte(x)):
			r, width = threeBytes(x), 3
		case x&0xFF < 0xF0:
			width = windowSize + 1 // unspaced or invalid
		default:
			r, width = utf8.DecodeRune(window[at : at+utf8.UTFMax])
		}
		if at+width > windowSize || width == 1 {
			length = at
			break
		}
		first := uint64(1) << at
		whole := first<<width - first
		wide &^= whole
		p.firsts |= first
		classes[bits.Len8(uint8(classOf(r)))%len(classes)] |= whole
	}
	p.symbols |= classes[bits.Len8(uint8(other))]
	p.capitals |= classes[bits.Len8(uint8(upper))]
	p.caseless = classes[bits.Len8(uint8(caseless))]
	p.marks = classes[bits.Len8(uint8(mark))]
	p.letters |= classes[bits.Len8(uint8(upper))] | classes[bits.Len8(uint8(lower))] | p.caseless
	// What follows counts bytes of numbers and white space.
	if rest := classes[bits.Len8(uint8(number))] | classes[bits.Len8(uint8(space))]; rest != 0 {
		length = min(length, bits.TrailingZeros64(rest))
	}
	p.shorten(length)
}

// eightRows returns the classes of eight bytes: a byte for each plane with a bit for each of them.
func eightRows(window *[windowRoom]byte, i int) uint64 {
	t, w := &planeBits, window[i:i+8]
	return t[w[0]] | t[w[1]]<<1 | t[w[2]]<<2 | t[w[3]]<<3 | t[w[4]]<<4 | t[w[5]]<<5 | t[w[6]]<<6 | t[w[7]]<<7
}

// exchanged exchanges the upper half of each block of bits in a with the lower half of the same block in b.
func exchanged(a, b uint64, shift int, lower uint64) (uint64, uint64) {
	t := (a>>shift ^ b) & lower
	return a ^ t<<shift, b ^ t
}

// planeBits holds for each byte the lowest bit of a byte for each plane that it belongs to, in the order of the names
// in readWindow.
var planeBits = func() (table [256]uint64) {
	for b := range table {
		c := asciiClass(byte(b))
		for plane, in := range []bool{c&letter != 0, c == upper, c == number, b == ' ', c == newline, c&blank != 0, b == '\'', c == invalid} {
			if in {
				table[b] |= 1 << (8 * plane)
			}
		}
	}
	return table
}()

// shorten makes the window end earlier, which limits what is certain.
func (p *planes) shorten(length int) {
	if length >= p.length {
		return
	}
	p.length, p.last = length, false
	known := uint64(1)<<length - 1
	p.letters &= known
	p.capitals &= known
	p.digits &= known
	p.symbols &= known
	p.caseless &= known
	p.marks &= known
	p.spaces &= known
	p.newlines &= known
	p.blanks &= known
	p.apostrophes &= known
}

// certain returns those of the starts of pieces that hold whatever follows the window. Only contractions and white space
// depend on what follows: the former on two bytes at most, and of the run of white space that ends the window only the
// first start is certain. The end of the text counts as one more start, unless white space is before it.
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
func (p *planes) pieceStarts(pattern Pattern, text []byte, i int) uint64 {
	p.read(text, i)
	switch pattern {
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

// after returns the bits one byte further on.
func after(bits uint64) uint64 { return bits << 1 }

// before returns the bits one byte further back.
func before(bits uint64) uint64 { return bits >> 1 }

// first returns the first bit of each run of bits.
func first(runs uint64) uint64 { return runs &^ (runs << 1) }

// runsStarting returns those of the runs that start at the given first bits.
func runsStarting(runs, firsts uint64) uint64 { return runs &^ (runs + firsts) }

// behind returns the bit after each of the runs that start at the given first bits.
func behind(runs, firsts uint64) uint64 { return (runs + firsts) &^ runs }

// o200kStarts returns where pieces start by the pattern of o200k_base.
func (p *planes) o200kStarts(text []byte, i int) uint64 {
	if p.caseless|p.marks != 0 {
		p.joinCaseless()
	}
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

// joinCaseless adds the marks to the letters, as the pattern of o200k_base does. Where a word starts with one, or
// capitals and caseless letters meet, it takes a closer look.
func (p *planes) joinCaseless() {
	p.letters |= p.marks
	caseless := p.caseless | p.marks
	unclear := p.marks&first(p.letters) | p.capitals&after(caseless) | caseless&after(p.capitals)
	if unclear != 0 {
		p.shorten(bits.TrailingZeros64(unclear))
	}
}

// cl100kStarts returns where pieces start by the pattern of cl100k_base and its relatives.
func (p *planes) cl100kStarts(text []byte, i, digits int) uint64 {
	p.symbols |= p.marks
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

// modernStarts returns where pieces start by what the patterns since cl100k_base have in common, which is all but the
// contractions. It also returns the newlines that belong to symbols before them.
func (p *planes) modernStarts(digits int) (starts, eaten uint64) {
	spaced := after(p.spaces)
	symbolStarts := first(p.symbols)
	// A single symbol without a space before it is the first character of the word behind it, and so is any blank
	// other than a newline.
	unspaced := symbolStarts &^ spaced
	single := behind(p.symbols&^(p.firsts&after(p.symbols)), unspaced) // of many symbols, the second takes its place
	prefixed := single | after(p.blanks&^p.newlines)
	starts = 1 | first(p.letters)&^prefixed | unspaced | p.numberStarts(digits)
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
	p.symbols |= p.marks
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
