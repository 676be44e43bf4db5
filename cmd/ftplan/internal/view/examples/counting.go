package examples

import (
	"fmt"
	"io"
	"strings"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
	"github.com/ftplan/ftplan/tokenize"
)

// countingRules say how tokens are counted, a paragraph each.
var countingRules = []string{
	"A conversation costs 1 token at OpenAI and 3 at Azure; each message 3, its role, its text, and 1 and its name where it has one. Every epoch costs the same.",
	"A call costs 4 tokens, the name and the arguments. A result in the role function costs its name in place of the role.",
	"Tools are written as types in a namespace, into the first system message or one of their own: ftplan show --tokens prints them as the model reads them.",
	"A preference pair is two conversations, each with its prompt. Answers of weight 0 are billed. What is cut off behind the longest example that a model takes is counted, though it is probably not billed.",
	"Images are tiles of 512 pixels or patches of 32, by the model: the rule for inference, which no bill confirms for training.",
	"gpt-oss has its own chat format; models of other vocabularies are counted with --vocab, or not at all.",
}

var countingFormats = map[string]func(io.Writer, view.Style) error{
	"text":     countingText,
	"json":     countingJSON,
	"markdown": countingMarkdown,
}

// Counting prints how tokens are counted and what that rests on, in one of the formats of [Rule].
func Counting(w io.Writer, format string, s view.Style) error { return countingFormats[format](w, s) }

func countingText(w io.Writer, s view.Style) error {
	width := min(s.Width, 100)
	fmt.Fprintf(w, "%s\n", s.Bold("How tokens are counted"))
	for _, text := range countingRules {
		view.Wrap(w, text, "  - ", "    ", width)
	}
	fmt.Fprintf(w, "\n%s\n", s.Bold("What is known, and from where"))
	for _, e := range tokenize.AllEvidence() {
		view.Wrap(w, e.Sentence(), "  - ", "    ", width)
		view.Wrap(w, fmt.Sprintf("source: %s; compared %s", e.Source, e.Checked), "    ", "    ", width)
	}
	fmt.Fprintf(w, "\n%s\n", s.Bold("What makes a count an estimate"))
	for _, note := range tokenize.AllDoubts().Notes() {
		view.Wrap(w, note, "  - ", "    ", width)
	}
	fmt.Fprintln(w)
	view.Next(w, "hold a bill against it with ftplan bill FILE --job JOB.json")
	return nil
}

func countingMarkdown(w io.Writer, _ view.Style) error {
	var b strings.Builder
	b.WriteString("# How tokens are counted\n\n")
	for _, text := range countingRules {
		fmt.Fprintf(&b, "- %s\n", text)
	}
	b.WriteString("\n## What is known, and from where\n\n| what | from | examples and years | source | compared |\n|---|---|---|---|---|\n")
	for _, e := range tokenize.AllEvidence() {
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", e.Claim, e.Cases, e.Span(), e.Source, e.Checked)
	}
	b.WriteString("\n## What makes a count an estimate\n\n")
	for _, note := range tokenize.AllDoubts().Notes() {
		fmt.Fprintf(&b, "- %s\n", note)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// evidenceObject is one piece of evidence as JSON has it. It only grows.
type evidenceObject struct {
	Topic    string   `json:"topic"`
	Claim    string   `json:"claim"`
	Cases    string   `json:"cases"`
	Least    int      `json:"examples_least,omitempty"`
	Most     int      `json:"examples_most,omitempty"`
	From     int      `json:"year_first,omitempty"`
	Until    int      `json:"year_last,omitempty"`
	Models   []string `json:"models,omitempty"`
	Source   string   `json:"source"`
	Compared string   `json:"compared"`
}

func countingJSON(w io.Writer, _ view.Style) error {
	var known []evidenceObject
	for _, e := range tokenize.AllEvidence() {
		known = append(known, evidenceObject{Topic: string(e.Topic), Claim: e.Claim, Cases: e.Cases, Least: e.Least, Most: e.Most,
			From: e.From, Until: e.Until, Models: e.Models, Source: e.Source, Compared: e.Checked})
	}
	return view.PrintJSON(w, struct {
		Version  int              `json:"version"`
		Rules    []string         `json:"rules"`
		Evidence []evidenceObject `json:"evidence"`
		Doubts   []string         `json:"doubts"`
	}{1, countingRules, known, tokenize.AllDoubts().Notes()})
}
