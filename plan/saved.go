package plan

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/ftplan/ftplan/plan/document"
	"github.com/ftplan/ftplan/plan/money"
)

// Bytes returns the quote as it is saved: one form for each value, its digest at the end.
func (q *Quote) Bytes() ([]byte, error) {
	sealed, _, err := document.Seal(q)
	return sealed, err
}

// Digest returns "sha256:" and the hash that binds an approval to the quote.
func (q *Quote) Digest() (string, error) {
	_, digest, err := document.Seal(q)
	return digest, err
}

// ReadQuote reads a saved quote strictly. Anything but the bytes that [Quote.Bytes] writes is a [*Refusal]: a changed
// byte, an unknown or repeated field, another version, more than 1 MiB, a total that its items do not add up to.
func ReadQuote(data []byte) (*Quote, error) {
	const hint = "make a new quote with ftplan quote; a saved one cannot be edited"
	var q Quote
	if err := document.Open(data, QuoteVersion, &q); err != nil {
		if _, other := ReadApproval(data); other == nil {
			return nil, refuse("name the quote, which lies beside it", "the quote cannot be used: it is an approval")
		}
		return nil, refuse(hint, "the quote cannot be used: %v", err)
	}
	if err := cmp.Or(q.check(), unseen(data)); err != nil {
		return nil, refuse(hint, "the quote cannot be used: %v", err)
	}
	return &q, nil
}

// namesOfFiles are the choices that name files of the user's.
var namesOfFiles = []string{"/choices/training", "/choices/validation", "/choices/vocabulary/file"}

// unseen refuses a quote that shows another amount than it holds: by text in which a terminal or an eye gets lost. The
// names of files are shown escaped, and the body is not shown to whom approves.
func unseen(document []byte) error {
	dec := jsontext.NewDecoder(bytes.NewReader(document))
	for {
		token, err := dec.ReadToken()
		if err != nil {
			return nil // the end: it was read before
		}
		if token.Kind() != '"' || shows(token.String()) {
			continue
		}
		where := string(dec.StackPointer())
		escaped := strings.HasPrefix(where, "/files/") || slices.Contains(namesOfFiles, where) || strings.HasPrefix(where, "/split/") || strings.HasPrefix(where, "/body") || strings.HasPrefix(where, "/choices/grader")
		if !escaped {
			return fmt.Errorf("%s holds characters that cannot be shown", where)
		}
	}
}

// check refuses a quote that contradicts itself.
func (q *Quote) check() error {
	roles := map[string]bool{}
	for _, f := range q.Files {
		if roles[f.Role] || (f.Role != TrainingFile && f.Role != ValidationFile) {
			return fmt.Errorf("it has an unknown or a second file of the role %q", document.Clip(f.Role))
		}
		roles[f.Role] = true
	}
	if !roles[TrainingFile] {
		return errors.New("it names no training file")
	}
	if !q.Expires.After(q.Created) {
		return errors.New("it expires before it was made")
	}
	sum := fixed(money.USD{})
	for i := range q.Items {
		sum = sum.add(q.Items[i].span())
	}
	if !sum.total().equal(q.Total) {
		return errors.New("its total is not the sum of its items")
	}
	return nil
}

// span is the item's cost with its bounds.
func (i *LineItem) span() span {
	s := span{cost: i.Cost, high: i.High}
	switch {
	case i.Low != nil:
		s.low = *i.Low
	case i.Cost != nil:
		s.low = *i.Cost
	}
	if s.high == nil && i.Low == nil {
		s.high = i.Cost
	}
	return s
}

func (t Total) equal(u Total) bool {
	same := func(a, b *money.USD) bool { return (a == nil) == (b == nil) && (a == nil || a.Equal(*b)) }
	return t.Low.Equal(u.Low) && same(t.Cost, u.Cost) && same(t.High, u.High)
}
