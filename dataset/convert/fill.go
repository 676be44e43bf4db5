package convert

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/convert/input"
)

// templateRoles are the messages that a template can make, in their order.
var templateRoles = []string{"system", "user", "assistant"}

// A filling is one message put together from the columns of a row: text and columns in turn.
type filling struct {
	role  dataset.Role
	texts []string // one more than names
	names []string
}

// fillings reads what [Options].Template says.
func fillings(template map[string]string) (list []filling, err error) {
	for role := range template {
		if !slices.Contains(templateRoles, role) {
			return nil, fmt.Errorf("a template makes messages of %s, not of %s", strings.Join(templateRoles, ", "), dataset.Quote([]byte(role)))
		}
	}
	for _, role := range templateRoles {
		text, given := template[role]
		if !given {
			if role != "system" {
				return nil, fmt.Errorf("the template lacks %s; write --template user='{question}' --template assistant='{answer}' with your own names", role)
			}
			continue
		}
		f, err := readFilling(text)
		if err != nil {
			return nil, fmt.Errorf("the template of %s: %w", role, err)
		}
		if len(f.names) == 0 && role != "system" {
			return nil, fmt.Errorf("the template of %s names no column; put its name in braces, as in {question}", role)
		}
		f.role = roleOf(role)
		list = append(list, f)
	}
	return list, nil
}

// readFilling reads text with the names of columns in braces. Two braces stand for one.
func readFilling(text string) (f filling, err error) {
	var b strings.Builder
	for len(text) > 0 {
		at := strings.IndexAny(text, "{}")
		if at < 0 {
			break
		}
		b.WriteString(text[:at])
		brace, rest := text[at:at+1], text[at+1:]
		if after, double := strings.CutPrefix(rest, brace); double {
			b.WriteString(brace)
			text = after
			continue
		}
		name, after, closed := strings.Cut(rest, "}")
		if brace == "}" || !closed || name == "" {
			return f, errors.New("a brace opens or closes no name; write {{ for a brace that is meant")
		}
		f.texts, f.names = append(f.texts, b.String()), append(f.names, name)
		b.Reset()
		text = after
	}
	f.texts = append(f.texts, b.String()+text)
	return f, nil
}

// filled reads a row as its template says.
func (c *converter) filled() (talk conversation, err error) {
	own := slices.ContainsFunc(c.fillings, func(f filling) bool { return f.role == dataset.SystemRole })
	if !own {
		if talk.system, err = c.system(); err != nil {
			return talk, err
		}
	}
	for _, f := range c.fillings {
		text, err := c.fill(f)
		if err != nil {
			return talk, err
		}
		talk.messages = append(talk.messages, said(f.role, text))
	}
	return talk, nil
}

// fill puts one message together. A column that is empty or not there is a reason not to convert the row.
func (c *converter) fill(f filling) ([]byte, error) {
	text := []byte(f.texts[0])
	for i, name := range f.names {
		m := c.object.named(name)
		if m == nil || m.value.Kind() == dataset.String && len(m.value.Text()) == 0 {
			return nil, fmt.Errorf("the column %s of the template is empty or not there", dataset.Quote([]byte(name)))
		}
		m.taken = true
		switch m.value.Kind() {
		case dataset.Array, dataset.Object:
			c.notes.count(filledValues)
			text = input.AppendValue(text, m.value)
		default:
			text = append(text, m.value.Text()...)
		}
		text = append(text, f.texts[i+1]...)
	}
	return text, nil
}

// missing returns the first name of the template that none of the rows looked at has, "" where all are there.
func (c *converter) missing(seen map[string]bool) string {
	for _, f := range c.fillings {
		for _, name := range f.names {
			if !seen[name] {
				return name
			}
		}
	}
	return ""
}
