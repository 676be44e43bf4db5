package view

import (
	"strings"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
)

// excerptMax is how many characters of the question and of the answer an excerpt shows.
const excerptMax = 40

// Excerpt returns the start of an example's last question and of its answer, printable and cut.
func Excerpt(r *dataset.Record) string {
	var question, answer string
	for m := range r.Example.AllMessages() {
		text := firstText(m)
		switch {
		case text == "":
		case m.Role == dataset.AssistantRole:
			answer = text
		case m.Role == dataset.UserRole:
			question = text
		}
	}
	if r.Format == dataset.Completion {
		question, answer = string(r.Example.Prompt.Text()), string(r.Example.Completion.Text())
	}
	var parts []string
	for _, text := range []string{question, answer} {
		if text != "" {
			parts = append(parts, fitted(lint.Printable(firstRunes(text, excerptMax+1)), excerptMax))
		}
	}
	return strings.Join(parts, " ⇒ ")
}

func firstText(m *dataset.Message) string {
	for text := range m.Texts() {
		return string(text.Text())
	}
	return ""
}

// firstRunes returns the first n characters of a text.
func firstRunes(text string, n int) string {
	for i := range text {
		if n--; n < 0 {
			return text[:i]
		}
	}
	return text
}
