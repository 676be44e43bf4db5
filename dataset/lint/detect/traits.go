// Package detect finds in bytes what rules ask for: secrets, personal data, odd characters and misread text, the words of
// near duplicates, refusals, and what the bytes of an image say about it. It knows no rules, no examples and no JSON: texts
// come in with their escapes undone, and what it returns are offsets into them.
//
// [Look] passes over a whole line at the speed of a search for a byte, so that clean lines are looked into no further.
package detect

import (
	"bytes"
	"encoding/binary"
)

// Signs are what one look at a line shows of its text. A sign that is not there proves that a rule has nothing to find;
// one that is there proves nothing. So clean lines are passed over at the speed of a search for a byte.
type Traits uint32

const (
	Looked      Traits = 1 << iota // the line has been looked at
	Marker                         // <|
	AtSign                         // @
	PlusSign                       // +
	LongRun                        // a run of bytes as long as a key
	CodeRun                        // a run of digits, capitals, blanks and - as long as a number that names a person
	Password                       // an address that may hold a password
	Replacement                    // U+FFFD
	Mojibake                       // a letter as it starts most misread characters
	Bidi                           // a character that changes the direction of text
	Invisible                      // a character that nobody sees
	Control                        // a control character

	plainSigns = Marker | AtSign | PlusSign | LongRun | CodeRun | Password
)

// Look returns the signs in a line as it is written. It stands invisible for "there are characters beyond ASCII or escapes
// of some", control for "there are escapes of control characters": both are looked into by [textSigns].
func Look(line []byte) Traits {
	s := lookEscapes(line)
	if bytes.IndexByte(line, '@') >= 0 {
		s |= AtSign
		if bytes.Contains(line, []byte("://")) {
			s |= Password
		}
	}
	if bytes.IndexByte(line, '+') >= 0 {
		s |= PlusSign
	}
	if bytes.Contains(line, []byte("<|")) {
		s |= Marker
	}
	if nextRun(line, 0, &keyByte, keyRun) >= 0 {
		s |= LongRun
	}
	if noSmallLetters(line) && nextRun(line, 0, &codeByte, cardRun) >= 0 {
		s |= CodeRun
	}
	if !ascii(line) {
		s |= Invisible
	}
	if bytes.IndexByte(line, 0x7F) >= 0 {
		s |= Control
	}
	return s
}

// lookEscapes returns the signs that escapes may hide.
func lookEscapes(line []byte) Traits {
	var s Traits
	for i := bytes.IndexByte(line, '\\'); i >= 0 && i+1 < len(line); {
		switch line[i+1] {
		case 'u':
			s |= Invisible
			s |= lookEscape(line[i:])
		case 'b', 'f':
			s |= Control
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
func lookEscape(escape []byte) Traits {
	if len(escape) < 6 || escape[2] != '0' || escape[3] != '0' {
		return 0
	}
	switch high := escape[4]; {
	case '2' <= high && high <= '7':
		return Control | plainSigns
	case high <= '9':
		return Control
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
