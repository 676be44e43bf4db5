package convert

import (
	"bytes"
	"context"
	"slices"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/convert/input"
)

// Suggest returns options with which the first rows of an input can be carried over to a format, found by trying them: as
// it is, without its metadata, as pairs of answers, with its two columns of text as question and answer. The head is the
// first bytes of the input. It reports false where nothing of that carries a row over.
func Suggest(ctx context.Context, head []byte, name string, to dataset.Format) (Options, bool) {
	if end := bytes.LastIndexByte(head, '\n'); end >= 0 && len(head) >= input.HeadBytes {
		head = head[:end+1]
	}
	var best Options
	most := 0
	for _, o := range candidates(head, name, to) {
		carried, rejected := 0, 0
		count := func([]byte) error { carried++; return nil }
		leave := func(r Reject) error {
			if !r.Unwanted {
				rejected++
			}
			return nil
		}
		if _, err := Convert(ctx, bytes.NewReader(head), name, o, count, leave); err != nil {
			continue
		}
		if carried > 0 && rejected == 0 {
			return o, true
		}
		if carried > most {
			best, most = o, carried
		}
	}
	return best, most > 0
}

// candidates returns the options to try, those that change least first.
func candidates(head []byte, name string, to dataset.Format) []Options {
	list := []Options{{To: to}, {To: to, DropExtra: true}}
	if to == dataset.Chat {
		list = []Options{{To: to}, {To: dataset.Preference}, {To: dataset.Preference, DropExtra: true}, {To: to, DropExtra: true}}
	}
	if columns := twoTexts(head, name); columns != nil && to != dataset.Preference {
		list = append(list, Options{To: to, Columns: columns}, Options{To: to, Columns: columns, DropExtra: true})
	}
	return list
}

// twoTexts returns the only two texts of the first row that are no metadata as what is asked and what is answered; nil where
// there are not two.
func twoTexts(head []byte, name string) map[string]string {
	form, err := formOf(name, head, Options{}, nil)
	if err != nil {
		return nil
	}
	for row, err := range form.Rows(bytes.NewReader(head)) {
		var r dataset.Record
		if r.Decode(dataset.Line{Text: row.Text}); err != nil || r.Root.Kind() != dataset.Object {
			return nil
		}
		var names []string
		for key, value := range r.Root.Members() {
			if _, marked := markNamed(key.Text()); value.Kind() == dataset.String && !describes(key.Text()) && !marked {
				names = append(names, string(key.Text()))
			}
		}
		if len(names) != 2 {
			return nil
		}
		return map[string]string{"user": names[0], "assistant": names[1]}
	}
	return nil
}

// namesColumns reports whether the first row of text names columns of some source.
func namesColumns(text []byte, opts Options) bool {
	header := input.Header(text, input.TableOptions{NoHeader: opts.NoHeader, Columns: opts.Columns})
	if len(header) < 2 {
		return false
	}
	o := object{columns: opts.Columns}
	for _, name := range header {
		o.members = append(o.members, member{name: []byte(name)})
	}
	return slices.ContainsFunc(shapes, func(s shape) bool { return s.has(&o) && s.knows(o.columns) })
}
