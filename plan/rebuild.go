package plan

import (
	"fmt"
	"slices"

	"github.com/ftplan/ftplan/plan/catalog"
	"github.com/ftplan/ftplan/plan/document"
)

// Rebuild makes a saved quote again: from its choices, the surveys of the files as they are, and what this program knows.
// Validation is nil where none was chosen; the surveys carry the names of the files as they were written. What keeps the
// quote from being made is a [*Refusal].
func Rebuild(q *Quote, training, validation *Survey, program string, c *catalog.Catalog) (*Quote, error) {
	s := q.Choices.Settings()
	s.Program, s.Validation = program, validation
	if _, err := c.Sheet(s.Sheet); err != nil {
		return nil, about(aboutQuote, []*Refusal{refuse("a sheet of your own has to be given again with --prices FILE; otherwise make a new quote with ftplan quote",
			"the price sheet %s of the quote is not known here", document.Clip(s.Sheet))})[0]
	}
	again, err := NewQuote(s, training, c, q.Created)
	if err != nil {
		return nil, about(aboutQuote, []*Refusal{refuse("make a new quote with ftplan quote", "the quote cannot be made again: %v", err)})[0]
	}
	return again, nil
}

// Differences compares a saved quote with the one that was made again from its choices, the files and the catalog. It
// returns the members that differ, in the order of the saved one; none where the saved quote holds.
func (q *Quote) Differences(again *Quote) ([]document.Difference, error) {
	saved, err := q.Bytes()
	if err != nil {
		return nil, err
	}
	made, err := again.Bytes()
	if err != nil {
		return nil, err
	}
	list := document.Compare(saved, made)
	return slices.DeleteFunc(list, func(d document.Difference) bool { return d.Member == "digest" }), nil
}

// Holds returns a [*Refusal] that names every member in which the saved quote differs from the one that was made again, nil
// where there is none. Requote is the command that makes the quote anew, for the hint.
func (q *Quote) Holds(again *Quote, requote string) error {
	list, err := q.Differences(again)
	if err != nil || len(list) == 0 {
		return err
	}
	why := "it was edited, or the data is counted otherwise now"
	switch {
	case q.Program != again.Program:
		why = fmt.Sprintf("it says that %s made it, and this is %s", document.Clip(q.Program), again.Program)
	case q.Prices.SHA256 != again.Prices.SHA256:
		why = fmt.Sprintf("the price sheet %s is not the one of the quote", document.Clip(q.Prices.Sheet))
	}
	r := refuse("quote again: "+requote, "the quote does not hold: %s; made again from its choices and the data it differs in %s", why, document.Members(list))
	r.Differences = list
	r.About = aboutQuote
	return r
}
