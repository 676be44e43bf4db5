package dataset

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// ShellFile returns the name of a file as an argument of a command line: what [ShellWord] makes of it, and no flag where it
// begins with a dash. The name "-" stays: it is standard input.
func ShellFile(name string) string {
	if name != "-" && strings.HasPrefix(name, "-") {
		name = "./" + name
	}
	return ShellWord(name)
}

// ShellWord returns a word as bash and zsh read it, quoted where it has to be. What a terminal would not show as text is
// written as an escape, in the form that they read back: $'a\nb'.
func ShellWord(word string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_./:%=,@+", r)
	}
	switch {
	case word != "" && word[0] != '=' && strings.IndexFunc(word, func(r rune) bool { return !plain(r) }) < 0:
		return word
	case !utf8.ValidString(word), strings.ContainsFunc(word, unseen), strings.Contains(word, "##["): // which some logs obey
		return escapedWord(word)
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}

// unseen reports whether a rune cannot be told by what a terminal shows of it.
func unseen(r rune) bool { return r == '\u00a0' || !unicode.IsPrint(r) }

// escapedWord writes a word as $'…'.
func escapedWord(word string) string {
	named := map[rune]string{'\n': `\n`, '\t': `\t`, '\r': `\r`, '\'': `\'`, '\\': `\\`}
	var out strings.Builder
	for i, size := 0, 0; i < len(word); i += size {
		var r rune
		r, size = utf8.DecodeRuneInString(word[i:])
		switch escape, ok := named[r]; {
		case ok:
			out.WriteString(escape)
		case unseen(r), r == utf8.RuneError && size == 1, strings.HasSuffix(word[:i], "#") && strings.HasPrefix(word[i:], "#["):
			for _, b := range []byte(word[i : i+size]) {
				fmt.Fprintf(&out, `\x%02x`, b)
			}
		default:
			out.WriteString(word[i : i+size])
		}
	}
	return "$'" + out.String() + "'"
}
