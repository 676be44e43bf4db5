package view

import (
	"fmt"
	"io"
)

// A Build is what is known of the program itself.
type Build struct {
	Version  string `json:"version"`
	Revision string `json:"revision,omitempty"` // of the source
	Time     string `json:"time,omitempty"`     // of the revision
	Modified bool   `json:"modified,omitempty"` // the source was not as the revision has it
	Go       string `json:"go"`
	System   string `json:"system"`
}

var buildFormats = map[string]func(io.Writer, Build, Style) error{
	"text": buildText,
	"json": func(w io.Writer, b Build, _ Style) error { return PrintJSON(w, b) },
}

// BuildFormats lists the formats of [PrintBuild].
func BuildFormats() []string { return Names(buildFormats) }

// PrintBuild prints which build of the program this is.
func PrintBuild(w io.Writer, format string, b Build, s Style) error {
	return buildFormats[format](w, b, s)
}

func buildText(w io.Writer, b Build, _ Style) error {
	fmt.Fprintf(w, "ftplan %s\n", b.Version)
	if b.Revision != "" {
		fmt.Fprintf(w, "revision %s of %s%s\n", b.Revision, b.Time, Choose(b.Modified, ", changed since", ""))
	}
	_, err := fmt.Fprintf(w, "%s %s\n", b.Go, b.System)
	return err
}
