package detect

import (
	"bytes"
	"unicode"
	"unicode/utf8"
)

// suspect holds the bytes with which characters start that a rule may find fault with, for a first pass over text.
var suspect = newByteSet(func(c byte) bool {
	switch c {
	case '\t', '\n', '\r':
		return false
	case 0x7F, 0xC2, 0xC3, 0xE1, 0xE2, 0xEF, 0xF3:
		return true
	}
	return c < 0x20
})

// LookAtText returns the signs in a text.
func LookAtText(text []byte) Traits {
	var s Traits
	for i, c := range text {
		if suspect[c] {
			s |= signsAt(text[i:])
		}
	}
	return s
}

func signsAt(text []byte) Traits {
	if text[0] < 0x80 {
		return Control
	}
	if len(text) < 2 {
		return 0
	}
	switch lead, next := text[0], text[1]; lead {
	case 0xC2:
		if next < 0xA0 {
			return Control
		}
	case 0xC3:
		if len(text) > 2 && text[2] >= 0xC2 && misreadLead[next] {
			return Mojibake
		}
	case 0xE2:
		return generalPunctuation(text)
	case 0xEF:
		switch {
		case bytes.HasPrefix(text, []byte("\uFFFD")):
			return Replacement
		case bytes.HasPrefix(text, []byte("\uFEFF")):
			return Invisible
		}
	case 0xE1:
		if bytes.HasPrefix(text, []byte("\u180E")) {
			return Invisible
		}
	case 0xF3:
		if next == 0xA0 {
			return Invisible
		}
	}
	return 0
}

// generalPunctuation returns the signs of the character that text starts with, of the block from U+2000 on.
func generalPunctuation(text []byte) Traits {
	if len(text) < 3 || text[1] != 0x80 && text[1] != 0x81 {
		return 0
	}
	switch r, _ := utf8.DecodeRune(text); {
	case r >= 0x200B && r <= 0x200F, r >= 0x2060 && r <= 0x2064:
		return Invisible
	case IsBidi(r):
		return Bidi
	}
	return 0
}

func IsBidi(r rune) bool { return r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 }

// A CharacterTest says whether a rule finds fault with r, the first character of from. It is given the text before it, too.
type CharacterTest func(before, from []byte, r rune) bool

// FindCharacter returns the offset and the first character of a text, at or after from, that is at fault, or -1.
func FindCharacter(text []byte, from int, at CharacterTest) (int, rune) {
	for i := from; i < len(text); {
		if !suspect[text[i]] {
			i++
			continue
		}
		r, n := utf8.DecodeRune(text[i:])
		if at(text[:i], text[i:], r) {
			return i, r
		}
		i += n
	}
	return -1, 0
}

// IsControl reports whether a character is a control character other than those that divide lines and columns, and those
// that start the colours of a terminal.
func IsControl(_, from []byte, r rune) bool {
	colour := r == 0x1B && len(from) > 1 && from[1] == '['
	return !colour && (r < 0x20 && r != '\t' && r != '\n' && r != '\r' || r >= 0x7F && r < 0xA0)
}

// IsInvisible reports whether the character that from starts with shows nothing and has no work to do where it stands.
func IsInvisible(before, from []byte, r rune) bool {
	switch {
	case r == 0xFEFF || r == 0x180E || r >= 0x2060 && r <= 0x2064:
		return true
	case r == 0x200B:
		return !beside(before, from, breaksLines)
	case r == 0x200C || r == 0x200D:
		return !beside(before, from, joins) && !beside(before, from, isPictograph)
	case r == 0x200E || r == 0x200F:
		return !hasRightToLeft(before[max(len(before)-nearby, 0):]) && !hasRightToLeft(from[:min(nearby, len(from))])
	case r >= 0xE0000 && r <= 0xE007F:
		return !inFlag(before)
	}
	return false
}

// nearby is how many bytes around a mark of direction are searched for letters that it may be there for.
const nearby = 80

// flagTags is how many tags the flag of a region has at most, the closing one included.
const flagTags = 7

// beside reports whether is holds for the character before or the one behind the first of from.
func beside(before, from []byte, is func(rune) bool) bool {
	last, _ := utf8.DecodeLastRune(before)
	_, n := utf8.DecodeRune(from)
	next, _ := utf8.DecodeRune(from[n:])
	return is(last) || is(next)
}

// breaksLines reports whether r belongs to a script without blanks between words, where U+200B says where a line may break.
func breaksLines(r rune) bool {
	return unicode.In(r, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar, unicode.Tibetan, unicode.Javanese,
		unicode.Balinese, unicode.Han, unicode.Hiragana, unicode.Katakana)
}

// joins reports whether r belongs to a script whose letters change shape by their neighbours, so that U+200C and U+200D
// are part of the spelling.
func joins(r rune) bool {
	return r >= 0x0600 && r <= 0x08FF || r >= 0x0900 && r <= 0x0DFF || r >= 0x0F00 && r <= 0x109F ||
		r >= 0x1780 && r <= 0x18AF || r >= 0xFB50 && r <= 0xFEFC || unicode.In(r, unicode.Javanese, unicode.Balinese)
}

// isPictograph reports whether r is an emoji or a modifier of one.
func isPictograph(r rune) bool {
	return r >= 0x2190 && r <= 0x2BFF || r == 0xFE0F || r >= 0x1F000 && r <= 0x1FAFF || r >= 0xE0020 && r <= 0xE007F
}

// inFlag reports whether what stands before is a black flag, perhaps with tags: together they show a region's flag.
func inFlag(before []byte) bool {
	for range flagTags {
		r, n := utf8.DecodeLastRune(before)
		if r < 0xE0000 || r > 0xE007F {
			return r == 0x1F3F4
		}
		before = before[:len(before)-n]
	}
	return false
}

// hasRightToLeft reports whether a text holds letters that are written from right to left.
func hasRightToLeft(text []byte) bool {
	for i := 0; i < len(text); {
		if text[i] < 0xD6 { // no such letter starts lower
			i++
			continue
		}
		r, n := utf8.DecodeRune(text[i:])
		if r >= 0x0590 && r <= 0x08FF || r >= 0xFB1D && r <= 0xFDFF || r >= 0xFE70 && r <= 0xFEFC {
			return true
		}
		i += n
	}
	return false
}

// Unpaired returns the offset of the first character that opens a direction and is not closed, closes none that is open,
// or stands in a text that knows but one direction, or -1.
func Unpaired(text []byte) (int, rune) {
	var open []int
	both := hasRightToLeft(text)
	for i := 0; i < len(text); i++ {
		if text[i] != 0xE2 {
			continue
		}
		r, _ := utf8.DecodeRune(text[i:])
		switch {
		case !IsBidi(r):
		case !both:
			return i, r
		case r == 0x202C || r == 0x2069:
			if len(open) == 0 {
				return i, r
			}
			open = open[:len(open)-1]
		default:
			open = append(open, i)
		}
	}
	if len(open) > 0 {
		r, _ := utf8.DecodeRune(text[open[0]:])
		return open[0], r
	}
	return -1, 0
}
