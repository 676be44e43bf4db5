// Package keys knows the keys that training files have, finds the one that a misspelt key stands for, and makes the fixes
// that rename or remove one. It holds no rule: the rules of several families ask it.
package keys

import (
	"slices"
	"strings"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
)

// The keys of an example by format. An object whose members are not there is spared their reports by other rules.
var (
	Chat       = []string{"messages", "tools", "parallel_tool_calls", "functions"}
	Preference = []string{"input", "preferred_output", "non_preferred_output"}
	Completion = []string{"prompt", "completion"}
)

// Message are the keys of a message that the service knows, for one role or another.
var Message = []string{"role", "content", "name", "weight", "tool_calls", "tool_call_id", "function_call", "refusal", "audio"}

// OldPreferenceName returns what an old schema called a key of the preference format; the key itself where it had no other
// name.
func OldPreferenceName(key string) string {
	switch key {
	case "preferred_output":
		return "preferred_completion"
	case "non_preferred_output":
		return "non_preferred_completion"
	}
	return key
}

// Contains is slices.Contains for a name that is not a string yet.
func Contains(known []string, name []byte) bool {
	for _, k := range known {
		if string(name) == k {
			return true
		}
	}
	return false
}

// Misspelt returns the name and the value of a member of object whose name stands for a known one that object lacks;
// absent where there is none. The other known names are nobody's misspelling.
func Misspelt(object dataset.Value, lacking string, known []string) (name, value dataset.Value) {
	for n, v := range object.Members() {
		text := string(n.Text())
		if !slices.Contains(known, text) && Meant(text, known) == lacking {
			return n, v
		}
	}
	return dataset.Value{}, dataset.Value{}
}

// Meant is nearest for the keys of an object, among them names that other formats have for the same thing.
func Meant(name string, known []string) string {
	meant := ""
	switch strings.ToLower(name) {
	case "text", "message", "body", "value":
		meant = "content"
	case "author", "speaker", "sender", "from":
		meant = "role"
	case "question", "query", "instruction", "input":
		meant = "prompt"
	case "response", "answer", "output", "target":
		meant = "completion"
	}
	if slices.Contains(known, meant) {
		return meant
	}
	return lint.Nearest(name, known)
}

// Rename returns a fix that writes a member's name as known. It is safe where only case and what stands between words
// differ.
func Rename(name dataset.Value, known string) *lint.Fix {
	return &lint.Fix{
		Title:  "write the name as " + known,
		Unsafe: lint.Folded(string(name.Text())) != lint.Folded(known),
		Edits:  []dataset.Edit{{Start: name.Start(), End: name.End(), New: `"` + known + `"`}},
	}
}

// Marks reports whether a key may say whether an example or a message is to be trained.
func Marks(name []byte) bool {
	switch strings.ToLower(string(name)) {
	case "label", "weight", "loss_weight", "loss", "train", "training", "trainable", "mask", "masked", "reward", "rank", "is_correct",
		"correct", "chosen", "rejected", "kto_tag", "desirable", "accepted", "preferred":
		return true
	}
	return false
}

// ReportStray reports the first key of an object that is not among the known ones; the others mostly are there for the
// same reason.
func ReportStray(p *lint.Pass, object dataset.Value, what string, known []string) {
	for name := range object.Members() {
		key := name.Text()
		if Contains(known, key) {
			continue
		}
		meant := lint.Nearest(string(key), known)
		if meant == "" || object.Member(meant).Exists() {
			p.Report(name, "the %s has the key %s, which the service does not know; remove it", what, lint.Quote(key))
			return
		}
		f := p.Report(name, "the %s has the key %s, which the service does not know; did you mean %q?", what, lint.Quote(key), meant)
		f.Fix = Rename(name, meant)
		return
	}
}

// ReportType reports a value that is there and is neither null nor of the wanted kind.
func ReportType(p *lint.Pass, v dataset.Value, name string, want dataset.Kind) {
	if v.Exists() && v.Kind() != want && v.Kind() != dataset.Null {
		p.Report(v, "%s is %s; it has to be %s", name, WithArticle(v.Kind()), WithArticle(want))
	}
}

// WithArticle returns the kind of a value as a sentence needs it: "an object", "null".
func WithArticle(kind dataset.Kind) string {
	switch kind {
	case dataset.Null:
		return "null"
	case dataset.Object, dataset.Array:
		return "an " + kind.String()
	}
	return "a " + kind.String()
}
