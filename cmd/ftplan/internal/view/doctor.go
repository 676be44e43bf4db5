package view

import (
	"fmt"
	"io"

	"github.com/ftplan/ftplan/dataset/lint"
)

// A Check is one thing that was looked at, and how it is.
type Check struct {
	Name  string `json:"name"`
	State State  `json:"state"`
	Text  string `json:"text"`
}

// A State is how something is.
type State int

// The states.
const (
	Well State = iota
	Doubtful
	Bad
)

// String returns the state as it is printed: ok, warning or error.
func (s State) String() string { return [...]string{"ok", "warning", "error"}[s] }

// MarshalText returns the state as [State.String] has it.
func (s State) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

var doctorFormats = map[string]func(io.Writer, []Check, Style) error{
	"text": doctorText,
	"json": doctorJSON,
}

// DoctorFormats lists the formats of [Doctor].
func DoctorFormats() []string { return Names(doctorFormats) }

// Doctor prints checks.
func Doctor(w io.Writer, format string, checks []Check, s Style) error {
	return doctorFormats[format](w, checks, s)
}

func doctorText(w io.Writer, checks []Check, s Style) error {
	for _, c := range checks {
		paint := map[State]func(string) string{Well: s.Good, Doubtful: s.Warn, Bad: s.Wrong}[c.State]
		fmt.Fprintf(w, "%s  %-22s  %s\n", paint(fmt.Sprintf("%-7s", c.State)), c.Name, lint.Printable(c.Text))
	}
	return nil
}

func doctorJSON(w io.Writer, checks []Check, _ Style) error {
	safe := make([]Check, len(checks))
	for i, c := range checks {
		safe[i] = c
		safe[i].Text = lint.Printable(c.Text)
	}
	return PrintJSON(w, struct {
		Version int     `json:"version"`
		Checks  []Check `json:"checks"`
	}{1, safe})
}
