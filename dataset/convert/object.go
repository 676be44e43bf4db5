package convert

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/ftplan/ftplan/dataset"
)

// An object is the keys of one example, of which a source takes those that it knows. What is left over is extra.
type object struct {
	columns map[string]string // key to the name under which the input has it
	members []member
}

type member struct {
	name  []byte
	value dataset.Value
	taken bool
}

func (o *object) reset(v dataset.Value) {
	o.members = o.members[:0]
	o.add(v)
}

// add takes in the members of a value.
func (o *object) add(v dataset.Value) {
	for name, value := range v.Members() {
		o.members = append(o.members, member{name: name.Text(), value: value})
	}
}

// find returns the member that holds key; nil where there is none or it is null, which says as little. A column that is
// read as one key is no longer there under its own name. Where no member has that very name, case, blanks and hyphens do
// not count, and then the other names that a key goes by.
func (o *object) find(key string) *member {
	column, mapped := o.columns[key]
	if mapped {
		return o.named(column)
	}
	if m := o.named(key); m != nil {
		return o.unclaimed(m)
	}
	for _, name := range append([]string{key}, otherNames[key]...) {
		for i := range o.members {
			if m := &o.members[i]; m.value.Kind() != dataset.Null && sameName(m.name, name) {
				return o.unclaimed(m)
			}
		}
	}
	return nil
}

// named returns the member of that very name that is not null.
func (o *object) named(name string) *member {
	for i := range o.members {
		if m := &o.members[i]; string(m.name) == name && m.value.Kind() != dataset.Null {
			return m
		}
	}
	return nil
}

// unclaimed returns the member unless its column is read as some other key.
func (o *object) unclaimed(m *member) *member {
	for _, column := range o.columns {
		if column == string(m.name) {
			return nil
		}
	}
	return m
}

// sameName reports whether a name is that of a key but for case, and for blanks and hyphens in place of underscores.
func sameName(name []byte, key string) bool {
	return len(name) >= len(key) && plainName(name) == key
}

func plainName(name []byte) string {
	lower := strings.ToLower(strings.TrimSpace(string(name)))
	return strings.NewReplacer(" ", "_", "-", "_").Replace(lower)
}

// take returns the value of key, absent where there is none, and marks it as used.
func (o *object) take(key string) dataset.Value {
	m := o.find(key)
	if m == nil {
		return dataset.Value{}
	}
	m.taken = true
	return m.value
}

// first takes the first of the keys that there is.
func (o *object) first(keys ...string) (key string, v dataset.Value) {
	for _, key := range keys {
		if m := o.find(key); m != nil {
			m.taken = true
			return key, m.value
		}
	}
	return keys[0], dataset.Value{}
}

// textOf returns the text of a key: nil where there is none or it is empty, an error where it is something else.
func textOf(key string, v dataset.Value) ([]byte, error) {
	if v.Exists() && v.Kind() != dataset.String {
		return nil, fmt.Errorf("%s is %s, not a string", key, article(v.Kind()))
	}
	if len(v.Text()) == 0 {
		return nil, nil
	}
	return v.Text(), nil
}

// needed takes the text of the first of the keys that there is, for what no example can do without.
func (o *object) needed(keys ...string) ([]byte, error) {
	key, v := o.first(keys...)
	text, err := textOf(key, v)
	if err == nil && text == nil {
		err = fmt.Errorf("%s is empty", key)
	}
	return text, err
}

// lacks returns the keys that the object does not have.
func (o *object) lacks(keys []string) []string {
	var lacks []string
	for _, key := range keys {
		if o.find(key) == nil {
			lacks = append(lacks, key)
		}
	}
	return lacks
}

// names lists the names of the first few members for a message.
func (o *object) names() string {
	const most = 6
	var names []string
	for _, m := range o.members[:min(most, len(o.members))] {
		names = append(names, dataset.Quote(m.name))
	}
	if len(o.members) > most {
		names = append(names, "…")
	}
	if names == nil {
		return "none at all"
	}
	return strings.Join(names, ", ")
}

// extras deals with what the source did not take: marks say whether the example is to be trained, graders of reinforcement
// may read what they want, metadata may be dropped if the caller said so, and anything else is a reason not to convert the
// example.
func (c *converter) extras(talk *conversation) error {
	for i := range c.object.members {
		m := &c.object.members[i]
		switch {
		case m.taken:
		case c.o.To == dataset.Reinforcement && !c.shape.pair:
			talk.extra = append(talk.extra, *m)
		default:
			if err := c.surplus(talk, m); err != nil {
				return err
			}
		}
	}
	return nil
}

// surplus deals with one key at the top of a line that the source did not take.
func (c *converter) surplus(talk *conversation, m *member) error {
	kind, marked := markNamed(m.name)
	switch {
	case c.dropped(m.name) || m.value.Kind() == dataset.Null:
		return c.extra(m.name, m.value, "")
	case marked:
		return c.mark(talk, m, kind)
	case talk.repeats(m.value):
		return c.redundant(m.name)
	}
	return c.extra(m.name, m.value, "")
}

// dropped reports whether the caller said to leave a key out.
func (c *converter) dropped(name []byte) bool { return slices.Contains(c.o.Drop, string(name)) }

// redundant accounts for a key that says what a message says as well.
func (c *converter) redundant(name []byte) error {
	if !c.o.DropExtra {
		return fmt.Errorf("the key %s says the same as a message; leave such keys out with --drop-extra", dataset.Quote(name))
	}
	c.notes.drop(name)
	return nil
}

// repeats reports whether a value is text that a message of the conversation is.
func (talk *conversation) repeats(v dataset.Value) bool {
	if v.Kind() != dataset.String {
		return false
	}
	for i := range talk.messages {
		if text := talk.messages[i].text; len(text) > 0 && bytes.Equal(text, v.Text()) {
			return true
		}
	}
	return false
}

// extra accounts for a key that the target has no place for. The error is the reason why it cannot be left out.
func (c *converter) extra(name []byte, v dataset.Value, where string) error {
	q := dataset.Quote(name)
	switch {
	case v.Kind() == dataset.Null:
		return nil
	case c.dropped(name):
	case content(name, v):
		return fmt.Errorf("%sthe key %s has no place in %v and may be more than metadata: name it with --columns or use it in a --template, or leave it out with %s",
			where, q, c.o.To, dropFlag(name))
	case !metadata(name, v):
		return fmt.Errorf("%sthe key %s holds %s whose name does not say what it is for; if it says nothing about what is to be trained, leave it out with %s",
			where, q, article(v.Kind()), dropFlag(name))
	case !c.o.DropExtra:
		return fmt.Errorf("%sthe key %s has no place in %v; leave such keys out with --drop-extra", where, q, c.o.To)
	}
	c.notes.drop(name)
	return nil
}

// dropFlag returns the flag that leaves a key out, as a shell takes it.
func dropFlag(name []byte) string {
	if len(name) > 40 {
		return "--drop NAME"
	}
	return "--drop " + dataset.ShellWord(strings.ToValidUTF8(string(name), "\uFFFD"))
}

// content reports whether a key is likely to be a part of an example rather than something said about it: its name says
// so, or it is a list or an object under a name that says nothing.
func content(name []byte, v dataset.Value) bool {
	if slices.Contains(contentNames, plainName(name)) {
		return true
	}
	return (v.Kind() == dataset.Array || v.Kind() == dataset.Object) && !describes(name)
}

// metadata reports whether a key says something about an example rather than being a part of it. Text may be that under
// any name that is not one of content; a number, true or false only where the name says so.
func metadata(name []byte, v dataset.Value) bool {
	switch v.Kind() {
	case dataset.Number, dataset.True, dataset.False:
		return describes(name)
	}
	return !content(name, v)
}

// describes reports whether a name is one of metadata.
func describes(name []byte) bool {
	plain := plainName(name)
	if slices.Contains(metadataNames, plain) {
		return true
	}
	for _, start := range []string{"meta", "num_", "n_", "score_", "is_synthetic", "source", "dataset"} {
		if strings.HasPrefix(plain, start) {
			return true
		}
	}
	for _, end := range []string{"_id", "_ids", "_at", "_count", "_length", "_len", "_tokens", "_score", "_scores", "_url", "_hash", "_index", "_date", "_name",
		"_version", "_lang", "_language"} {
		if strings.HasSuffix(plain, end) {
			return true
		}
	}
	return false
}

// contentNames are keys of public datasets that are a part of an example: instructions, what is asked, what is answered.
var contentNames = []string{"answer", "answers", "article", "assistant", "background", "body", "chat", "choices", "chosen", "code",
	"completion", "content", "context", "contexts", "conversation", "conversations", "developer", "dialog", "dialogue", "document",
	"documents", "evidence", "example", "examples", "explanation", "function_call", "functions", "hint", "history", "hypothesis",
	"image", "images", "input", "inputs", "instances", "instruction", "instructions", "knowledge", "messages", "options", "output",
	"outputs", "parallel_tool_calls", "passage", "persona", "premise", "problem", "prompt", "query", "question", "reasoning",
	"reasoning_content", "reference", "rejected", "response", "responses", "solution", "story", "summary", "system", "target", "text",
	"thinking", "thought", "tool_calls", "tool_choice", "tools", "turns", "user"}

// metadataNames are keys of public datasets that describe an example. The nameless one is the index that pandas writes.
var metadataNames = []string{"", "age", "annotator", "author", "batch", "category", "count", "created", "dataset", "date", "difficulty", "docid",
	"domain", "duration", "epoch", "format", "hash", "id", "idx", "index", "intent", "lang", "language", "length", "level", "license", "line",
	"model", "model_name", "number", "origin", "page", "pid", "qid", "quality", "rating", "row", "rowid", "score", "scores", "seed", "sha256", "similarity", "source",
	"split", "step", "subset", "tag", "tags", "temperature", "timestamp", "title", "tokens", "top_p", "topic", "topics", "turn", "uid", "unnamed:_0", "updated", "url",
	"uuid", "version", "year"}
