package plan

import (
	"fmt"

	"github.com/ftplan/ftplan/plan/document"
)

// Refusal is a no for a reason of consent or of time: nobody erred, but this may not go on. Reason says what is
// refused and why; Hint says the way out.
type Refusal struct {
	Reason string `json:"reason"`
	Hint   string `json:"hint"`
	About  string `json:"about,omitempty"` // quote, approval, or the role of a file: what does not fit, where that was asked

	// Differences are the members of a saved document that are not what they have to be.
	Differences []document.Difference `json:"differences,omitempty"`
}

// Error is the reason alone; the hint is for a second line.
func (r *Refusal) Error() string { return r.Reason }

func refuse(hint, format string, args ...any) *Refusal {
	return &Refusal{Reason: fmt.Sprintf(format, args...), Hint: hint}
}

// about says of refusals what they are about.
func about(what string, list []*Refusal) []*Refusal {
	for _, r := range list {
		r.About = what
	}
	return list
}
