package bpe

// nextGPT2 returns the end of the piece at text[i] by the pattern of r50k_base and p50k_base, whose alternatives are
//
//	'(?:[sdmt]|ll|ve|re)
//	 ?\p{L}+
//	 ?\p{N}+
//	 ?[^\s\p{L}\p{N}]+
//	\s+(?!\S)
//	\s+
//
// or -1 when the piece holds bytes that are not UTF-8.
func nextGPT2(text []byte, i int) int {
	if end := plainContractionEnd(text, i); end > i {
		return end
	}
	start := i
	if text[i] == ' ' && i+1 < len(text) {
		i++
	}
	c, _ := classAt(text, i)
	switch {
	case c&letter != 0:
		return runEnd(text, i, letter)
	case c == number:
		return runEnd(text, i, number)
	case c&blank != 0:
		return blanksOnly(text, start)
	}
	return symbolsEnd(text, i)
}
