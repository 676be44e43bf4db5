package findings

import (
	"encoding/xml"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
	"github.com/ftplan/ftplan/dataset/lint"
)

// lintGitHub prints findings as the workflow commands that GitHub shows beside the lines of a change.
func lintGitHub(w io.Writer, reports []LintReport, _ view.Style) error {
	for _, r := range reports {
		file := filepath.ToSlash(r.File)
		if err := r.each(func(f lint.Finding) error { return annotation(w, file, f) }); err != nil {
			return err
		}
	}
	return nil
}

func annotation(w io.Writer, file string, f lint.Finding) error {
	place := ""
	if f.Line > 0 {
		place += fmt.Sprintf(",line=%d", f.Line)
	}
	if f.Column > 0 {
		place += fmt.Sprintf(",col=%d", f.Column)
	}
	command := map[lint.Severity]string{lint.Error: "error", lint.Warning: "warning", lint.Info: "notice"}[f.Rule.Severity()]
	message := Tame(f.Message)
	if f.Path != "" {
		message += " (" + Tame(f.Path) + ")"
	}
	_, err := fmt.Fprintf(w, "::%s file=%s%s,title=%s::%s\n", command, property(file), place, property(f.Rule.String()), workflowEscaper.Replace(message))
	return err
}

// workflowEscaper escapes what ends a workflow command; property escapes what ends one of its properties as well.
var (
	workflowEscaper = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	propertyEscaper = strings.NewReplacer(":", "%3A", ",", "%2C", "##[", `#\u0023[`)
)

func property(text string) string {
	return propertyEscaper.Replace(workflowEscaper.Replace(lint.Printable(text)))
}

type junitCase struct {
	Name    string        `xml:"name,attr"`
	Class   string        `xml:"classname,attr"`
	File    string        `xml:"file,attr"`
	Line    int           `xml:"line,attr,omitempty"`
	Failure *junitFailure `xml:"failure"`
	Output  string        `xml:"system-out,omitempty"`
}

type junitFailure struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr"`
	Text    string `xml:",chardata"`
}

// lintJUnit prints findings as test results: each is a test case, which fails where the finding makes the command fail. A
// file without findings is one case that passes.
func lintJUnit(w io.Writer, reports []LintReport, _ view.Style) error {
	var tests, failures int64
	for _, r := range reports {
		t, f, err := r.junitCounts()
		if err != nil {
			return err
		}
		tests, failures = tests+t, failures+f
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	suites := xmlStart("testsuites", "name", "ftplan lint", "tests", tests, "failures", failures)
	if err := e.EncodeToken(suites); err != nil {
		return err
	}
	for _, r := range reports {
		if err := junitFile(e, r); err != nil {
			return err
		}
	}
	if err := e.EncodeToken(suites.End()); err != nil {
		return err
	}
	if err := e.Flush(); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

// xmlStart returns the start of an element with attributes, names and values in turn.
func xmlStart(name string, attributes ...any) xml.StartElement {
	start := xml.StartElement{Name: xml.Name{Local: name}}
	for i := 0; i < len(attributes); i += 2 {
		start.Attr = append(start.Attr, xml.Attr{Name: xml.Name{Local: fmt.Sprint(attributes[i])}, Value: fmt.Sprint(attributes[i+1])})
	}
	return start
}

// junitCounts returns how many test cases a file makes, one at least, and how many of them fail.
func (r LintReport) junitCounts() (tests, failures int64, err error) {
	err = r.each(func(f lint.Finding) error {
		tests++
		if f.Fails(r.Strict) {
			failures++
		}
		return nil
	})
	return max(tests, 1), failures, err
}

func junitFile(e *xml.Encoder, r LintReport) error {
	file := lint.Printable(r.File)
	tests, failures, err := r.junitCounts()
	if err != nil {
		return err
	}
	suite := xmlStart("testsuite", "name", file, "tests", tests, "failures", failures, "errors", 0, "skipped", 0)
	if err := e.EncodeToken(suite); err != nil {
		return err
	}
	if r.shown() == 0 {
		err = e.EncodeElement(junitCase{Name: "nothing to complain about", Class: file, File: file}, xmlStart("testcase"))
	} else {
		err = r.each(func(f lint.Finding) error { return e.EncodeElement(r.junitCase(f), xmlStart("testcase")) })
	}
	if err != nil {
		return err
	}
	return e.EncodeToken(suite.End())
}

func (r LintReport) junitCase(f lint.Finding) junitCase {
	file := lint.Printable(r.File)
	c := junitCase{Name: f.Rule.String(), Class: file, File: file, Line: f.Line}
	if f.Line > 0 {
		c.Name += fmt.Sprintf(" at line %d", f.Line)
	}
	text := placeOf(r.File, f) + ": " + Tame(f.Message)
	if f.Path != "" {
		text += " " + Tame(f.Path)
	}
	if severity := f.Rule.Severity(); f.Fails(r.Strict) {
		c.Failure = &junitFailure{Message: Tame(f.Message), Type: severity.String(), Text: text}
	} else {
		c.Output = severity.String() + ": " + text
	}
	return c
}
