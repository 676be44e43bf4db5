package bpe

// nextCL100k returns the end of the piece at text[i] by the pattern of cl100k_base and its relatives, whose
// alternatives are
//
//	(?i:'s|'t|'re|'ve|'m|'ll|'d)
//	[^\r\n\p{L}\p{N}]?\p{L}+
//	\p{N}{1,digits}
//	 ?[^\s\p{L}\p{N}]+[\r\n]*
//	white space, by the given function
//
// or -1 when the piece holds bytes that are not UTF-8.
func nextCL100k(text []byte, i, digits int, blanks func([]byte, int) int) int {
	if end := plainCL100kWord(text, i); end > 0 {
		return end
	}
	c, width := classAt(text, i)
	switch {
	case c&letter != 0:
		return runEnd(text, i, letter)
	case c == number:
		return runEndUpTo(text, i, number, digits)
	case c == newline:
		return blanks(text, i)
	case c == invalid:
		return -1
	}
	if end := contractionEnd(text, i); end > i {
		return end
	}
	after := other
	if i+width < len(text) {
		after, _ = classAt(text, i+width)
	}
	switch {
	case after&letter != 0:
		return runEnd(text, i+width, letter)
	case c&blank == 0:
		return cl100kSymbols(text, i)
	case text[i] == ' ' && i+1 < len(text) && after&(blank|number) == 0:
		return cl100kSymbols(text, i+1)
	}
	return blanks(text, i)
}

// cl100kSymbols is [^\s\p{L}\p{N}]+[\r\n]* .
func cl100kSymbols(text []byte, i int) int {
	i = symbolsEnd(text, i)
	if i < 0 {
		return i
	}
	return newlinesEnd(text, i)
}

// plainCL100kWord returns the end of the piece at text[i] if it is a word of ASCII letters, perhaps after a blank or a
// symbol, and 0 if it is anything else.
func plainCL100kWord(text []byte, i int) int {
	start := i
	if c := asciiClass(text[i]); c&letter == 0 {
		if c&(number|newline|invalid) != 0 || text[i] == '\'' {
			return 0
		}
		start++
	}
	end := letterEnd(text, start)
	if end == start || end < len(text) && text[end] >= 0x80 {
		return 0
	}
	return end
}
