// Package tokenize counts examples as a fine-tuning service bills them.
//
// Three questions are kept apart. Which encoding does a model use? [EncodingFor] answers from a table of our own. How many
// tokens is a text? A [Counter] says, and package bpe below this one holds the exact ones. What does a service add to the
// texts of an example, the roles, the marks between messages, the tool definitions? A [Chat] format says.
//
// A [Meter] puts the three together: an example goes in, [Tokens] come out. What is known exactly is marked so; for
// the rest, tools and images and preference pairs, the count is an estimate with bounds and says why.
package tokenize

// A Counter counts the tokens of texts. Spellings of special tokens are ordinary text. It is for one goroutine at a time.
type Counter interface {
	Count(text []byte) int
}
