package bpe

// nextO200k returns the end of the piece at text[i] by the pattern of o200k_base, whose alternatives are
//
//	[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?
//	[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?
//	\p{N}{1,3}
//	 ?[^\s\p{L}\p{N}]+[\r\n/]*
//	\s*[\r\n]+
//	\s+(?!\S)
//	\s+
//
// or -1 when the piece holds bytes that are not UTF-8.
func nextO200k(text []byte, i int) int {
	if end := plainO200kWord(text, i); end > 0 {
		return end
	}
	c, width := classAt(text, i)
	switch {
	case c&letter != 0:
		return o200kWord(text, i)
	case c == number:
		return runEndUpTo(text, i, number, 3)
	case c == newline:
		return blanksWithNewlines(text, i)
	case c == mark:
		return o200kMarked(text, i, i+width)
	case c == invalid:
		return -1
	}
	after := other
	if i+width < len(text) {
		after, _ = classAt(text, i+width)
	}
	switch {
	case after&(letter|mark) != 0:
		return o200kWord(text, i+width)
	case c == other:
		return o200kSymbols(text, i)
	case text[i] == ' ' && i+1 < len(text) && after&(blank|number) == 0:
		return o200kSymbols(text, i+1)
	}
	return blanksWithNewlines(text, i)
}

// o200kSymbols is [^\s\p{L}\p{N}]+[\r\n/]* .
func o200kSymbols(text []byte, i int) int {
	i = symbolsEnd(text, i)
	for i >= 0 && i < len(text) && (text[i] == '\n' || text[i] == '\r' || text[i] == '/') {
		i++
	}
	return i
}

// o200kWord is the first two alternatives without their first character, at text[i] which must be a letter or a mark.
func o200kWord(text []byte, i int) int {
	end, capitals := o200kHalves(text, i)
	if end == i {
		end = capitals
	}
	return contractionEnd(text, end)
}

// o200kMarked is the first alternative at a mark, which may be the character before a word as well as its first one:
// the pattern tries it as the former first.
func o200kMarked(text []byte, i, after int) int {
	end, _ := o200kHalves(text, after)
	if end == after {
		end, _ = o200kHalves(text, i)
	}
	return contractionEnd(text, end)
}

// o200kHalves is [\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+ at text[i]. It returns where the match
// ends, i if there is none, and where the run of its first half ends. The halves share the caseless letters and the
// marks, so where no lower-case letter follows the first half, it gives back characters until the second half has one.
func o200kHalves(text []byte, i int) (end, capitals int) {
	i = threeByteEnd(text, i, caseless|mark)
	end = i
	for i < len(text) {
		c, width := classAt(text, i)
		if c == lower {
			return runEnd(text, i, tail), i
		}
		if c&head == 0 {
			break
		}
		i += width
		if c != upper {
			end = i
		}
	}
	return end, i
}

// plainO200kWord returns the end of the piece at text[i] if it is a word of small ASCII letters, perhaps after one
// capital, perhaps after a blank or a symbol, and 0 if it is anything else.
func plainO200kWord(text []byte, i int) int {
	start := i
	if asciiClass(text[i])&(letter|number|newline|invalid) == 0 {
		start++
	}
	if start >= len(text) || asciiClass(text[start])&letter == 0 {
		return 0
	}
	end := lowerEnd(text, start+1)
	if end == len(text) {
		return end
	}
	switch c := asciiClass(text[end]); {
	case c&invalid != 0 || text[end] == '\'':
		return 0
	case c == upper && end == start+1 && asciiClass(text[start]) == upper:
		return 0
	}
	return end
}
