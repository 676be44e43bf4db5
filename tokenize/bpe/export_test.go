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

// QuickPieces is Pieces by way of the planes, wherever they apply.
func (p Pattern) QuickPieces(text []byte) [][]byte {
	c := Counter{image: &image{pattern: p}}
	var pieces [][]byte
	for i := 0; i < len(text); {
		n := c.scan(text, i)
		for _, end := range c.batch.ends[:n] {
			pieces = append(pieces, text[i:end])
			i = end
		}
	}
	return pieces
}

// ClassOf returns the bits of a character's class.
func ClassOf(r rune) byte { return byte(classOf(r)) }

// ReplaceInvalid is replaceInvalid.
func ReplaceInvalid(text []byte) []byte { return replaceInvalid(text) }

// HasWord reports whether a piece of up to 15 bytes is a token, as counting looks it up.
func (e *Encoding) HasWord(piece []byte) bool {
	w := wordAt(piece, span{0, len(piece)})
	return e.image.hasWordAt(e.image.wordSlot(w), w)
}

// None is the id of no token.
const None = none

// Find returns the id of the token that is the whole piece.
func (e *Encoding) Find(piece []byte) uint32 { return e.image.find(piece) }
