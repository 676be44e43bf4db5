package plan

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/ftplan/ftplan/plan/document"
	"github.com/ftplan/ftplan/plan/money"
)

// A saved document is its value in the form of encode, with one member more at the end: the SHA-256 of the document
// without that member. Each value has exactly one such form, so a document that differs in any byte is refused.
const (
	sealBefore = ",\n  \"digest\": \"sha256:"
	sealAfter  = "\"\n}\n"
	bodyEnd    = "\n}\n"
	sealLength = len(sealBefore) + 64 + len(sealAfter)
)

// seal writes v as a document with its digest.
func seal[T any](v T) (sealed []byte, digest string, err error) {
	body, err := document.Encode(v)
	if err != nil {
		return nil, "", err
	}
	digest = document.Digest(body)
	sealed = append(bytes.TrimSuffix(body, []byte(bodyEnd)), sealBefore+digest+sealAfter...)
	return sealed, "sha256:" + digest, nil
}

var (
	errDamaged = errors.New("it was changed after it was written: its digest does not fit its content")
	errForm    = errors.New("it is not in the form that this program writes")
)

// otherForm is [errForm], with the members that a document has too many or lacks.
func otherForm(data, sealed []byte) error {
	differ := document.Compare(data, sealed)
	differ = slices.DeleteFunc(differ, func(d document.Difference) bool { return d.Member == "digest" })
	if len(differ) == 0 {
		return errForm
	}
	return fmt.Errorf("%w: it differs in %s", errForm, members(differ))
}

// unseal reads a document that [seal] wrote, and nothing else, into v. The digest comes first: what does not fit it is
// not looked at.
func unseal[T any](data []byte, version int, v *T) error {
	if len(data) > document.Max {
		return document.TooLarge(len(data))
	}
	cut := len(data) - sealLength
	if cut < 0 || !bytes.HasPrefix(data[cut:], []byte(sealBefore)) {
		return cmp.Or(checkVersion(data, version), errDamaged)
	}
	body := append(bytes.Clone(data[:cut]), bodyEnd...)
	if string(data[cut:]) != sealBefore+document.Digest(body)+sealAfter {
		return errDamaged
	}
	if err := checkVersion(body, version); err != nil {
		return err
	}
	if err := document.Decode(body, v); err != nil {
		return err
	}
	sealed, _, err := seal(*v)
	if err != nil {
		return err
	}
	if !bytes.Equal(sealed, data) {
		return otherForm(data, sealed)
	}
	return nil
}

// checkVersion reads nothing but the version, so that a newer document is named as such instead of by its new fields.
func checkVersion(data []byte, want int) error {
	if err := document.CheckDepth(data); err != nil {
		return err
	}
	var head struct {
		Version *int   `json:"version"`
		Program string `json:"program"` // of a quote
	}
	if err := json.Unmarshal(data, &head); err != nil {
		return err
	}
	if head.Version == nil {
		return errors.New("it has no version")
	}
	if *head.Version != want {
		reader := "an older ftplan"
		if *head.Version > want {
			reader = "a newer ftplan"
		}
		if head.Program != "" && shows(head.Program) {
			reader = document.Clip(head.Program)
		}
		return fmt.Errorf("its version is %d, this program reads %d; it was written by %s, which reads it", *head.Version, want, reader)
	}
	return nil
}

// Bytes returns the quote as it is saved: one form for each value, its digest at the end.
func (q *Quote) Bytes() ([]byte, error) {
	document, _, err := seal(q)
	return document, err
}

// Digest returns "sha256:" and the hash that binds an approval to the quote.
func (q *Quote) Digest() (string, error) {
	_, digest, err := seal(q)
	return digest, err
}

// ReadQuote reads a saved quote strictly. Anything but the bytes that [Quote.Bytes] writes is a [*Refusal]: a changed
// byte, an unknown or repeated field, another version, more than 1 MiB, a total that its items do not add up to.
func ReadQuote(data []byte) (*Quote, error) {
	const hint = "make a new quote with ftplan quote; a saved one cannot be edited"
	var q Quote
	if err := unseal(data, QuoteVersion, &q); err != nil {
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
		escaped := strings.HasPrefix(where, "/files/") || slices.Contains(namesOfFiles, where) || strings.HasPrefix(where, "/split/") || strings.HasPrefix(where, "/body")
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
