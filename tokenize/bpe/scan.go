package bpe

import (
	"encoding/binary"
	"unicode/utf8"
)

// runEnd returns the end of the longest run of characters of the set that starts at text[i]. The set must not hold
// invalid bytes.
func runEnd(text []byte, i int, set class) int {
	i = threeByteEnd(text, i, set)
	for i < len(text) {
		c, width := classAt(text, i)
		if c&set == 0 {
			break
		}
		i += width
	}
	return i
}

// threeByteEnd is runEnd for characters of three bytes: it stops at any other. Runs of those are long where words have
// no blanks between them.
func threeByteEnd(text []byte, i int, set class) int {
	for i+utf8.UTFMax <= len(text) {
		x := binary.LittleEndian.Uint32(text[i:])
		if !isThreeBytes(x) || classOf(threeBytes(x))&set == 0 {
			break
		}
		i += 3
	}
	return i
}

// runEndUpTo is runEnd for at most limit characters.
func runEndUpTo(text []byte, i int, set class, limit int) int {
	for ; limit > 0 && i < len(text); limit-- {
		c, width := classAt(text, i)
		if c&set == 0 {
			break
		}
		i += width
	}
	return i
}

// symbolsEnd returns the end of the run of [^\s\p{L}\p{N}] that starts at text[i], or -1 when a byte in it is not
// UTF-8.
func symbolsEnd(text []byte, i int) int {
	for i < len(text) {
		c, width := classAt(text, i)
		if c&(blank|letter|number) != 0 {
			break
		}
		if c == invalid {
			return -1
		}
		i += width
	}
	return i
}

// newlinesEnd returns the end of the run of CR and LF that starts at text[i].
func newlinesEnd(text []byte, i int) int {
	for i < len(text) && (text[i] == '\n' || text[i] == '\r') {
		i++
	}
	return i
}

// blanks describes a run of white space.
type blanks struct {
	end      int // where the run ends
	last     int // where its last character starts
	newlines int // where its last CR or LF ends, or 0 if it holds none
}

// blanksAt measures the run of white space that starts at text[i].
func blanksAt(text []byte, i int) blanks {
	var run blanks
	for i < len(text) {
		c, width := classAt(text, i)
		if c&blank == 0 {
			break
		}
		run.last = i
		i += width
		if c == newline {
			run.newlines = i
		}
	}
	run.end = i
	return run
}

// blanksOnly is \s+(?!\S)|\s+ : the run keeps its last character for the next piece unless the text ends with it or
// it has no other.
func blanksOnly(text []byte, i int) int {
	return blanksAt(text, i).leaveOne(text, i)
}

// leaveOne is blanksOnly for a run that started at text[i].
func (run blanks) leaveOne(text []byte, i int) int {
	if run.end == len(text) || run.last == i {
		return run.end
	}
	return run.last
}

// blanksWithNewlines is \s*[\r\n]+|\s+(?!\S)|\s+ : a run with newlines ends after the last of them.
func blanksWithNewlines(text []byte, i int) int {
	run := blanksAt(text, i)
	if run.newlines > 0 {
		return run.newlines
	}
	return run.leaveOne(text, i)
}

// blanksOrEnd is \s++$|\s*[\r\n]|\s+(?!\S)|\s : like blanksWithNewlines, but a run that ends the text is one piece.
func blanksOrEnd(text []byte, i int) int {
	run := blanksAt(text, i)
	if run.newlines > 0 && run.end < len(text) {
		return run.newlines
	}
	return run.leaveOne(text, i)
}

// contractionEnd is (?i:'s|'t|'re|'ve|'m|'ll|'d) : it returns where a contraction at text[i] ends, or i if there is
// none. Case folding makes U+017F, the long s, an s.
func contractionEnd(text []byte, i int) int {
	if i+1 >= len(text) || text[i] != '\'' {
		return i
	}
	switch a := text[i+1] | 0x20; {
	case text[i+1] >= 0x80:
		if i+2 < len(text) && text[i+1] == 0xC5 && text[i+2] == 0xBF {
			return i + 3
		}
	case a == 's' || a == 't' || a == 'm' || a == 'd':
		return i + 2
	case i+2 < len(text):
		b := text[i+2] | 0x20
		if (a == 'r' || a == 'v') && b == 'e' || a == 'l' && b == 'l' {
			return i + 3
		}
	}
	return i
}

// plainContractionEnd is '(?:[sdmt]|ll|ve|re), which minds the case.
func plainContractionEnd(text []byte, i int) int {
	end := contractionEnd(text, i)
	for _, b := range text[i:end] {
		if b != '\'' && (b < 'a' || b > 'z') {
			return i
		}
	}
	return end
}
