package view

import (
	"encoding/xml"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/ftplan/ftplan/dataset/lint"
)

// lintGitHub prints findings as the workflow commands that GitHub shows beside the lines of a change.
func lintGitHub(w io.Writer, reports []LintReport, _ Style) error {
	for _, r := range reports {
		file := filepath.ToSlash(r.File)
		for _, f := range r.findings() {
			place := ""
			if f.Line > 0 {
				place += fmt.Sprintf(",line=%d", f.Line)
			}
			if f.Column > 0 {
				place += fmt.Sprintf(",col=%d", f.Column)
			}
			command := map[lint.Severity]string{lint.Error: "error", lint.Warning: "warning", lint.Info: "notice"}[f.Rule.Severity()]
			message := tame(f.Message)
			if f.Path != "" {
				message += " (" + tame(f.Path) + ")"
			}
			fmt.Fprintf(w, "::%s file=%s%s,title=%s::%s\n", command, property(file), place, property(f.Rule.String()), workflowEscaper.Replace(message))
		}
	}
	return nil
}

// workflowEscaper escapes what ends a workflow command; property escapes what ends one of its properties as well.
var workflowEscaper = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")

func property(text string) string {
	return strings.NewReplacer(":", "%3A", ",", "%2C", "##[", `#\u0023[`).Replace(workflowEscaper.Replace(lint.Printable(text)))
}

type junitSuites struct {
	XMLName  xml.Name     `xml:"testsuites"`
	Name     string       `xml:"name,attr"`
	Tests    int          `xml:"tests,attr"`
	Failures int          `xml:"failures,attr"`
	Suites   []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Errors   int         `xml:"errors,attr"`
	Skipped  int         `xml:"skipped,attr"`
	Cases    []junitCase `xml:"testcase"`
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
func lintJUnit(w io.Writer, reports []LintReport, _ Style) error {
	all := junitSuites{Name: "ftplan lint"}
	for _, r := range reports {
		suite := junitFile(r)
		all.Tests += suite.Tests
		all.Failures += suite.Failures
		all.Suites = append(all.Suites, suite)
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(all); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

func junitFile(r LintReport) junitSuite {
	file := lint.Printable(r.File)
	suite := junitSuite{Name: file}
	for _, f := range r.findings() {
		c := junitCase{Name: f.Rule.String(), Class: file, File: file, Line: f.Line}
		if f.Line > 0 {
			c.Name += fmt.Sprintf(" at line %d", f.Line)
		}
		text := placeOf(r.File, f) + ": " + tame(f.Message)
		if f.Path != "" {
			text += " " + tame(f.Path)
		}
		if severity := f.Rule.Severity(); severity == lint.Error || r.Strict && severity == lint.Warning {
			c.Failure = &junitFailure{Message: tame(f.Message), Type: severity.String(), Text: text}
			suite.Failures++
		} else {
			c.Output = severity.String() + ": " + text
		}
		suite.Cases = append(suite.Cases, c)
	}
	if len(suite.Cases) == 0 {
		suite.Cases = []junitCase{{Name: "nothing to complain about", Class: file, File: file}}
	}
	suite.Tests = len(suite.Cases)
	return suite
}
