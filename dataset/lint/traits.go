package lint

import (
	"bytes"
	"encoding/binary"
)

// Signs are what one look at a line shows of its text. A sign that is not there proves that a rule has nothing to find;
// one that is there proves nothing. So clean lines are passed over at the speed of a search for a byte.
type signs uint32

const (
	looked      signs = 1 << iota // the line has been looked at
	marker                        // <|
	atSign                        // @
	plusSign                      // +
	longRun                       // a run of bytes as long as a key
	codeRun                       // a run of digits, capitals, blanks and - as long as a number that names a person
	password                      // an address that may hold a password
	replacement                   // U+FFFD
	mojibake                      // a letter as it starts most misread characters
	bidi                          // a character that changes the direction of text
	invisible                     // a character that nobody sees
	control                       // a control character

	plainSigns = marker | atSign | plusSign | longRun | codeRun | password
)

// look returns the signs in a line as it is written. It stands invisible for "there are characters beyond ASCII or escapes
// of some", control for "there are escapes of control characters": both are looked into by [textSigns].
func look(line []byte) signs {
	s := lookEscapes(line)
	if bytes.IndexByte(line, '@') >= 0 {
		s |= atSign
		if bytes.Contains(line, []byte("://")) {
			s |= password
		}
	}
	if bytes.IndexByte(line, '+') >= 0 {
		s |= plusSign
	}
	if bytes.Contains(line, []byte("<|")) {
		s |= marker
	}
	if nextRun(line, 0, &keyByte, keyRun) >= 0 {
		s |= longRun
	}
	if noSmallLetters(line) && nextRun(line, 0, &codeByte, cardRun) >= 0 {
		s |= codeRun
	}
	if !ascii(line) {
		s |= invisible
	}
	if bytes.IndexByte(line, 0x7F) >= 0 {
		s |= control
	}
	return s
}

// lookEscapes returns the signs that escapes may hide.
func lookEscapes(line []byte) signs {
	var s signs
	for i := bytes.IndexByte(line, '\\'); i >= 0 && i+1 < len(line); {
		switch line[i+1] {
		case 'u':
			s |= invisible
			s |= lookEscape(line[i:])
		case 'b', 'f':
			s |= control
		}
		next := bytes.IndexByte(line[i+2:], '\\')
		if next < 0 {
			break
		}
		i += 2 + next
	}
	return s
}

// lookEscape returns the signs that an escape of a character below U+0100 may hide.
func lookEscape(escape []byte) signs {
	if len(escape) < 6 || escape[2] != '0' || escape[3] != '0' {
		return 0
	}
	switch high := escape[4]; {
	case '2' <= high && high <= '7':
		return control | plainSigns
	case high <= '9':
		return control
	}
	return 0
}

// ascii reports whether all bytes are ASCII.
func ascii(text []byte) bool {
	for ; len(text) >= 8; text = text[8:] {
		if binary.LittleEndian.Uint64(text)&0x8080808080808080 != 0 {
			return false
		}
	}
	for _, c := range text {
		if c >= 0x80 {
			return false
		}
	}
	return true
}

// noSmallLetters reports whether there are eight bytes in a row, somewhere in each run of eleven, without a small letter or
// what stands behind them in ASCII. It is quicker than to look for such a run, and ordinary text has none.
func noSmallLetters(text []byte) bool {
	for ; len(text) >= 8; text = text[4:] {
		chunk := binary.LittleEndian.Uint64(text)
		if chunk&(chunk<<1)&(0x40*ones) == 0 {
			return true
		}
	}
	return false
}
