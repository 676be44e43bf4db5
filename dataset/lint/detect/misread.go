package detect

import "unicode/utf8"

// Text in UTF-8 that was read as Windows-1252 or Latin-1 and written anew shows two to four characters for one: Ã© for é.

// misreadLead holds the second byte of the characters from U+00C2 to U+00F4 that misread text starts with.
var misreadLead = newByteSet(func(c byte) bool { return c >= 0x82 && c <= 0xB4 })

// Windows1252 holds the characters that Windows-1252 has at 0x80 to 0x9F; where it has none Latin-1 fills the gap.
var Windows1252 = [32]rune{'€', 0x81, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', 0x8D, 'Ž', 0x8F,
	0x90, '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', 0x9D, 'ž', 'Ÿ'}

// trail returns the byte that a character was misread from, and whether it can continue a character.
func trail(r rune) (byte, bool) {
	if r >= 0x80 && r <= 0xBF {
		return byte(r), true
	}
	for i, w := range Windows1252 {
		if r == w {
			return byte(0x80 + i), true
		}
	}
	return 0, false
}

// Misread returns what the first characters of text stand for if they are one misread character, and how many bytes they
// take; 0 where they are none.
func Misread(text []byte) (r rune, size int) {
	lead, n := utf8.DecodeRune(text)
	want := 0
	switch {
	case lead >= 0xC2 && lead <= 0xDF:
		want = 2
	case lead >= 0xE0 && lead <= 0xEF:
		want = 3
	case lead >= 0xF0 && lead <= 0xF4:
		want = 4
	default:
		return 0, 0
	}
	was := []byte{byte(lead), 0, 0, 0}[:want]
	for i := 1; i < want; i++ {
		next, m := utf8.DecodeRune(text[n:])
		b, ok := trail(next)
		if !ok {
			return 0, 0
		}
		was[i], n = b, n+m
	}
	r, m := utf8.DecodeRune(was)
	if m != want {
		return 0, 0
	}
	return r, n
}

// IsMisread reports whether the character that from starts with begins misread text. Good text holds some of the same
// pairs, as in É… or é », so most leads have to come up several times in a row.
func IsMisread(before, from []byte, lead rune) bool {
	was, n := Misread(from)
	if n == 0 {
		return false
	}
	switch {
	case lead == 'â':
		second, _ := utf8.DecodeRune(from[2:])
		return second != 0xA0
	case lead == 'ï':
		return was == 0xFEFF || was == 0xFFFD
	case lead == 'ð':
		return was >= 0x1F000 && was < 0x20000
	case lead == 'Ã' && was >= 0xC0:
		return isMisreadLetter(before, from)
	case lead == 'Â' && was >= 0xA0:
		last, _ := utf8.DecodeLastRune(before)
		return last < 'A' || last > 'Z'
	}
	return misreadThrice(from)
}

// isMisreadLetter decides about Ã with a typographic mark behind it, as in MANHÃ”: capitals before it speak for good text.
func isMisreadLetter(before, from []byte) bool {
	second, _ := utf8.DecodeRune(from[2:])
	last, _ := utf8.DecodeLastRune(before)
	switch {
	case second >= 0x2000:
		return 'a' <= last && last <= 'z'
	case second >= 0xA0 && second <= 0xBF:
		return last < 'A' || last > 'Z'
	}
	return true
}

// misreadThrice reports whether a text starts with three misread characters in a row.
func misreadThrice(text []byte) bool {
	for range 3 {
		_, n := Misread(text)
		if n == 0 {
			return false
		}
		text = text[n:]
	}
	return true
}
