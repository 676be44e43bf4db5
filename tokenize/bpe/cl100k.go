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
