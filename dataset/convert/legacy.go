package convert

import (
	"bytes"
	"fmt"
	"slices"

	"github.com/cespare/xxhash/v2"

	"github.com/ftplan/ftplan/dataset"
)

// Endings that told the old models where a prompt ends and where to stop, longest first.
func newLegacy() legacy {
	return legacy{
		separators: []string{"\n\n--->\n\n", "\n\n===>\n\n", "\n\n###\n\n", "\n\n===\n\n", "\n\n---\n\n", "\n\n->\n\n", "\n\n###",
			"\n###\n", "\n\n->", " ->\n", "\n###", "\n->", " ###", " ->", " =>", "###", "->", "=>", "\n\n", "\n"},
		stops: []string{" <|endoftext|>", "<|endoftext|>", "\n\n###\n\n", "\n\n###", "\n###\n", "\n###", " ###", "###", "\nEND",
			" END", "\n\n", "\n"},
	}
}

// legacy is what prompts and completions of the old models have in common: how all prompts end, how all completions
// begin and end. The zero legacy is nothing.
type legacy struct {
	rows              int // prompts and completions seen
	spaced            int // completions among them that start with a space
	separators, stops []string
	prompts, answers  variety
}

// A variety notes whether texts differ. What all of them end in is told apart from what they say only where they do.
type variety struct {
	seen, differ bool
	first        uint64
}

func (v *variety) note(text []byte) {
	hash := xxhash.Sum64(text)
	v.differ = v.differ || v.seen && hash != v.first
	if !v.seen {
		v.seen, v.first = true, hash
	}
}

// note looks at one example.
func (l *legacy) note(o *object) {
	prompt, completion := o.find("prompt"), o.find("completion")
	if prompt == nil || completion == nil || prompt.value.Kind() != dataset.String || completion.value.Kind() != dataset.String {
		return
	}
	l.rows++
	if text := prompt.value.Text(); len(text) > 0 {
		l.separators = ending(l.separators, text)
		l.prompts.note(text)
	}
	text := completion.value.Text()
	l.answers.note(text)
	l.stops = ending(l.stops, text)
	if bytes.HasPrefix(text, []byte(" ")) {
		l.spaced++
	}
}

// ending returns the endings that text has too.
func ending(endings []string, text []byte) []string {
	return slices.DeleteFunc(endings, func(s string) bool { return !bytes.HasSuffix(text, []byte(s)) })
}

// separator returns how all prompts end, stop how all completions end, "" where they do not.
func (l *legacy) separator() string { return l.prompts.common(l.separators) }
func (l *legacy) stop() string      { return l.answers.common(l.stops) }

func (v *variety) common(endings []string) string {
	if !v.differ || len(endings) == 0 {
		return ""
	}
	return endings[0]
}

// prompt returns a prompt without the separator.
func (l *legacy) prompt(text []byte) []byte { return bytes.TrimSuffix(text, []byte(l.separator())) }

// completion returns a completion without the space at its start and the stop sequence at its end.
func (l *legacy) completion(text []byte) []byte {
	text = bytes.TrimSuffix(text, []byte(l.stop()))
	if l.answers.differ && l.spaced == l.rows {
		text = bytes.TrimPrefix(text, []byte(" "))
	}
	return text
}

// sentences says what was taken off.
func (l *legacy) sentences() (notes []string) {
	if s := l.separator(); s != "" {
		notes = append(notes, fmt.Sprintf("every prompt ends in %q, a separator for the old models; it was taken off", s))
	}
	switch {
	case l.spaced > 0 && l.spaced == l.rows && !l.answers.differ:
	case l.spaced > 0 && l.spaced == l.rows:
		notes = append(notes, "every completion starts with a space, as the old models wanted; one was taken off")
	case l.spaced > 0:
		notes = append(notes, fmt.Sprintf("%d of %d completions start with a space; as the others do not, it was kept", l.spaced, l.rows))
	}
	if s := l.stop(); s != "" {
		notes = append(notes, fmt.Sprintf("every completion ends in %q, a stop sequence for the old models; it was taken off", s))
	}
	return notes
}
