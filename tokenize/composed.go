package tokenize

import (
	"bytes"

	"golang.org/x/text/unicode/norm"
)

// Composed returns a counter of texts in Unicode's composed form NFC. The tokenizers of Qwen bring every text into that
// form before they split it. Text with a letter that carries more than 30 marks is counted as written.
func Composed(c Counter) Counter { return &composed{counter: c} }

type composed struct {
	counter Counter
	text    []byte // the text counted last, composed
}

// Count returns the tokens of the text once it is composed.
func (c *composed) Count(text []byte) int {
	if norm.NFC.IsNormal(text) {
		return c.counter.Count(text)
	}
	c.text = norm.NFC.Append(c.text[:0], text...)
	if bytes.Count(c.text, joiner) != bytes.Count(text, joiner) {
		return c.counter.Count(text)
	}
	return c.counter.Count(c.text)
}

// joiner is U+034F, which the norm package puts in after every thirtieth mark and NFC itself does not.
var joiner = []byte("\u034f")
