package convert

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

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
	for name, value := range v.Members() {
		o.members = append(o.members, member{name: name.Text(), value: value})
	}
}

// find returns the member that holds key; nil where there is none or it is null, which says as little. A column that is
// read as one key is no longer there under its own name.
func (o *object) find(key string) *member {
	column, mapped := o.columns[key]
	switch {
	case !mapped && o.claimed(key):
		return nil
	case !mapped:
		column = key
	}
	for i := range o.members {
		if m := &o.members[i]; string(m.name) == column && m.value.Kind() != dataset.Null {
			return m
		}
	}
	return nil
}

// claimed reports whether the column of that name is read as some key.
func (o *object) claimed(name string) bool {
	for _, column := range o.columns {
		if column == name {
			return true
		}
	}
	return false
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

// text takes the text of key: nil where there is none or it is empty, an error where it is something else.
func (o *object) text(key string) ([]byte, error) {
	v := o.take(key)
	if v.Exists() && v.Kind() != dataset.String {
		return nil, fmt.Errorf("%s is %s, not a string", key, article(v.Kind()))
	}
	if len(v.Text()) == 0 {
		return nil, nil
	}
	return v.Text(), nil
}

// needed is text for what no example can do without.
func (o *object) needed(key string) ([]byte, error) {
	text, err := o.text(key)
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
		names = append(names, quoted(string(m.name)))
	}
	if len(o.members) > most {
		names = append(names, "…")
	}
	if names == nil {
		return "none at all"
	}
	return strings.Join(names, ", ")
}

// quoted returns a name from the data for a message: quoted, with what could disturb a terminal escaped, and cut.
func quoted(name string) string {
	const most = 40
	if len(name) <= most {
		return strconv.Quote(name)
	}
	end := most
	for !utf8.RuneStart(name[end]) {
		end--
	}
	return strconv.Quote(name[:end] + "…")
}

// extras deals with what the source did not take: graders of reinforcement may read it, metadata may be dropped if the
// caller said so, and anything else is a reason not to convert the example.
func (c *converter) extras(talk *conversation) error {
	for _, m := range c.object.members {
		switch {
		case m.taken:
		case c.o.To == dataset.Reinforcement && !c.shape.pair:
			talk.extra = append(talk.extra, m)
		default:
			if err := c.extra(m.name, m.value, ""); err != nil {
				return err
			}
		}
	}
	return nil
}

// extra accounts for a key that the target has no place for. The error is the reason why it cannot be left out.
func (c *converter) extra(name []byte, v dataset.Value, where string) error {
	switch {
	case v.Kind() == dataset.Null:
		return nil
	case !metadata(name, v):
		return fmt.Errorf("%sthe key %s has no place in %v and may be more than metadata; remove it, or name it with --columns if it is one of the known keys",
			where, quoted(string(name)), c.o.To)
	case !c.o.DropExtra:
		return fmt.Errorf("%sthe key %s has no place in %v; leave such keys out with --drop-extra", where, quoted(string(name)), c.o.To)
	}
	c.notes.drop(name)
	return nil
}

// metadata reports whether a key says something about an example rather than being a part of it.
func metadata(name []byte, v dataset.Value) bool {
	switch v.Kind() {
	case dataset.Number, dataset.True, dataset.False:
		return true
	}
	lower := string(bytes.ToLower(name))
	return slices.Contains(metadataNames, lower) || strings.HasPrefix(lower, "meta") ||
		strings.HasSuffix(lower, "_id") || strings.HasSuffix(lower, "_at")
}

// metadataNames are keys of public datasets that describe an example. The nameless one is the index that pandas writes.
var metadataNames = []string{"", "unnamed: 0", "annotator", "author", "category", "created", "dataset", "date", "domain", "hash",
	"id", "idx", "index", "lang", "language", "license", "model", "model_name", "origin", "quality", "rating", "score", "sha256",
	"source", "split", "subset", "tag", "tags", "timestamp", "title", "topic", "topics", "updated", "url", "uuid", "version"}
