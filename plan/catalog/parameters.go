package catalog

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/shopspring/decimal"

	"github.com/ftplan/ftplan/plan/document"
	"github.com/ftplan/ftplan/plan/money"
)

// Parameter is a hyperparameter that a provider takes, with the range it takes. Min and Max are included, Above is not.
type Parameter struct {
	Name    string   `json:"name"`
	Kind    string   `json:"kind"`          // integer, number, boolean, choice
	Auto    bool     `json:"auto,omitzero"` // may be "auto"
	Min     string   `json:"min,omitzero"`
	Max     string   `json:"max,omitzero"`
	Above   string   `json:"above,omitzero"`
	Choices []string `json:"choices,omitempty"`
	Methods []Method `json:"methods,omitempty"` // none = every method
	Default string   `json:"default,omitzero"`  // what is sent when nothing is asked for; "" = left out
}

// Hyperparameter is a pinned choice: the value is text such as "3", "auto", "0.1" or "true".
type Hyperparameter struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// holdsFor reports whether the parameter exists for the method.
func (p *Parameter) holdsFor(method Method) bool {
	return len(p.Methods) == 0 || slices.Contains(p.Methods, method)
}

// Range says in words what the parameter takes: "auto or 1 to 50".
func (p *Parameter) Range() string {
	var words string
	switch {
	case p.Kind == "boolean":
		words = "true or false"
	case p.Kind == "choice":
		words = strings.Join(p.Choices, ", ")
	case p.Min != "" && p.Max != "":
		words = p.Min + " to " + p.Max
	case p.Above != "" && p.Max != "":
		words = "above " + p.Above + ", at most " + p.Max
	case p.Above != "":
		words = "above " + p.Above
	case p.Min != "":
		words = p.Min + " or more"
	default:
		words = "a number"
	}
	if p.Auto {
		return "auto or " + words
	}
	return words
}

// accepts reports whether the text is a value in the parameter's range.
func (p *Parameter) accepts(value string) bool {
	switch {
	case value == "auto":
		return p.Auto
	case p.Kind == "boolean":
		return value == "true" || value == "false"
	case p.Kind == "choice":
		return slices.Contains(p.Choices, value)
	case !isNumber(value), p.Kind == "integer" && (strings.Contains(value, ".") || value == "-0"):
		return false
	}
	return p.inRange(value)
}

// isNumber reports whether text is a number as JSON writes it, without an exponent and of bounded length.
func isNumber(text string) bool {
	text = strings.TrimPrefix(text, "-")
	leadingZero := len(text) > 1 && text[0] == '0' && text[1] != '.'
	return money.IsDecimal(text, 15, 18) && !leadingZero
}

func (p *Parameter) inRange(value string) bool {
	v, err := decimal.NewFromString(value)
	if err != nil {
		return false
	}
	compare := func(bound string) int {
		b, err := decimal.NewFromString(bound)
		if err != nil {
			return 0
		}
		return v.Cmp(b)
	}
	return (p.Min == "" || compare(p.Min) >= 0) && (p.Max == "" || compare(p.Max) <= 0) && (p.Above == "" || compare(p.Above) > 0)
}

// JSON is the value as it stands in a job's body.
func (p *Parameter) JSON(value string) jsontext.Value {
	if p.Kind == "choice" || value == "auto" {
		return jsontext.Value(strconv.Quote(value))
	}
	return jsontext.Value(value)
}

// Parameter finds a hyperparameter by name.
func (p *Provider) Parameter(name string) *Parameter {
	for i := range p.Parameters {
		if p.Parameters[i].Name == name {
			return &p.Parameters[i]
		}
	}
	return nil
}

// Pin checks the asked-for hyperparameters and returns every one that will be sent, in the profile's order, with
// n_epochs as given.
func (p *Provider) Pin(method Method, asked map[string]string, epochs int64) ([]Hyperparameter, error) {
	for name, value := range asked {
		if err := p.checkParameter(method, name, value); err != nil {
			return nil, err
		}
	}
	var pinned []Hyperparameter
	for _, known := range p.Parameters {
		value := known.Default
		if v, ok := asked[known.Name]; ok {
			value = v
		}
		if known.Name == "n_epochs" {
			value = strconv.FormatInt(epochs, 10)
		}
		if value != "" && known.holdsFor(method) {
			pinned = append(pinned, Hyperparameter{known.Name, value})
		}
	}
	return pinned, nil
}

func (p *Provider) checkParameter(method Method, name, value string) error {
	known := p.Parameter(name)
	if known == nil || !known.holdsFor(method) {
		var names []string
		for _, q := range p.Parameters {
			if q.holdsFor(method) {
				names = append(names, q.Name)
			}
		}
		return Invalidf(didYouMean(name, names), "%s takes no hyperparameter %q for %s", p.Name, document.Clip(name), method)
	}
	if !known.accepts(value) {
		return Invalidf(fmt.Sprintf("%s takes %s", p.Name, known.Range()), "%s %q is out of range", name, document.Clip(value))
	}
	return nil
}
