package bpe

// Pieces splits text, which must be UTF-8, by the pattern.
func (p Pattern) Pieces(text []byte) [][]byte {
	var pieces [][]byte
	for i := 0; i < len(text); {
		end := p.next(text, i)
		pieces = append(pieces, text[i:end])
		i = end
	}
	return pieces
}
