package findings

import (
	"io"
	"net/url"
	"path/filepath"
	"strings"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
	"github.com/ftplan/ftplan/dataset/lint"
)

// SARIF 2.1.0 as far as findings need it. Source: the OASIS standard of 2020-03-27 and its schema.
type sarifLog struct {
	Schema  string     `json:"$schema"`
	Version string     `json:"version"`
	Runs    []sarifRun `json:"runs"`
}

type sarifRun struct {
	Tool        sarifTool         `json:"tool"`
	Invocations []sarifInvocation `json:"invocations"`
	ColumnKind  string            `json:"columnKind"`
	Artifacts   []sarifArtifact   `json:"artifacts"`
	Results     []sarifResult     `json:"results"`
}

type sarifTool struct {
	Driver sarifDriver `json:"driver"`
}

type sarifDriver struct {
	Name           string      `json:"name"`
	InformationURI string      `json:"informationUri"`
	Rules          []sarifRule `json:"rules"`
}

type sarifRule struct {
	ID                   string             `json:"id"`
	Name                 string             `json:"name"`
	ShortDescription     sarifText          `json:"shortDescription"`
	FullDescription      sarifText          `json:"fullDescription"`
	Help                 sarifHelp          `json:"help"`
	DefaultConfiguration sarifConfiguration `json:"defaultConfiguration"`
	Properties           sarifProperties    `json:"properties"`
}

type sarifText struct {
	Text string `json:"text"`
}

type sarifHelp struct {
	Text     string `json:"text"`
	Markdown string `json:"markdown"`
}

type sarifConfiguration struct {
	Level string `json:"level"`
}

type sarifProperties struct {
	Tags []string `json:"tags"`
}

type sarifInvocation struct {
	ExecutionSuccessful bool `json:"executionSuccessful"`
}

type sarifArtifact struct {
	Location sarifArtifactLocation `json:"location"`
}

type sarifArtifactLocation struct {
	URI   string `json:"uri"`
	Index *int   `json:"index,omitempty"`
}

type sarifResult struct {
	RuleID    string          `json:"ruleId"`
	RuleIndex int             `json:"ruleIndex"`
	Level     string          `json:"level"`
	Message   sarifText       `json:"message"`
	Locations []sarifLocation `json:"locations"`
}

type sarifLocation struct {
	PhysicalLocation sarifPhysical  `json:"physicalLocation"`
	LogicalLocations []sarifLogical `json:"logicalLocations,omitempty"`
}

type sarifPhysical struct {
	ArtifactLocation sarifArtifactLocation `json:"artifactLocation"`
	Region           *sarifRegion          `json:"region,omitempty"`
}

type sarifRegion struct {
	StartLine   int `json:"startLine"`
	StartColumn int `json:"startColumn,omitempty"`
}

type sarifLogical struct {
	FullyQualifiedName string `json:"fullyQualifiedName"`
	Kind               string `json:"kind"`
}

const (
	sarifSchema = "https://json.schemastore.org/sarif-2.1.0.json"
	projectURL  = "https://github.com/ftplan/ftplan"
)

// lintSARIF prints findings as SARIF 2.1.0, with the documentation of the rules that fired.
func lintSARIF(w io.Writer, reports []LintReport, _ view.Style) error {
	run := sarifRun{
		Tool:        sarifTool{sarifDriver{Name: "ftplan", InformationURI: projectURL, Rules: []sarifRule{}}},
		Invocations: []sarifInvocation{{ExecutionSuccessful: true}},
		ColumnKind:  "unicodeCodePoints",
		Results:     []sarifResult{},
	}
	ruleAt := map[*lint.Rule]int{}
	for _, r := range reports {
		run.Artifacts = append(run.Artifacts, sarifArtifact{sarifArtifactLocation{URI: sarifURI(r.File)}})
		err := r.each(func(f lint.Finding) error {
			if _, ok := ruleAt[f.Rule]; !ok {
				ruleAt[f.Rule] = len(run.Tool.Driver.Rules)
				run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, newSARIFRule(f.Rule))
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	log := sarifLog{Schema: sarifSchema, Version: "2.1.0", Runs: []sarifRun{run}}
	return view.PrintStream(w, log, "results", 3, func(yield func(any) error) error {
		for i, r := range reports {
			uri := sarifURI(r.File)
			err := r.each(func(f lint.Finding) error {
				return yield(sarifResult{RuleID: f.Rule.Code, RuleIndex: ruleAt[f.Rule], Level: sarifLevel(f.Rule.Severity()),
					Message: sarifText{lint.Printable(f.Message)}, Locations: []sarifLocation{sarifPlace(f, uri, i)}})
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

func newSARIFRule(r *lint.Rule) sarifRule {
	help := r.Cure
	if r.Refusal != "" {
		help += " The service says: " + r.Refusal
	}
	return sarifRule{ID: r.Code, Name: r.Name, ShortDescription: sarifText{r.Title}, FullDescription: sarifText{r.Why},
		Help:                 sarifHelp{Text: help, Markdown: r.Page()},
		DefaultConfiguration: sarifConfiguration{sarifLevel(r.Severity())},
		Properties:           sarifProperties{Tags: []string{"fine-tuning", r.Consequence.String()}}}
}

func sarifLevel(s lint.Severity) string {
	return map[lint.Severity]string{lint.Error: "error", lint.Warning: "warning", lint.Info: "note"}[s]
}

func sarifPlace(f lint.Finding, uri string, artifact int) sarifLocation {
	place := sarifLocation{PhysicalLocation: sarifPhysical{ArtifactLocation: sarifArtifactLocation{URI: uri, Index: &artifact}}}
	if f.Line > 0 {
		place.PhysicalLocation.Region = &sarifRegion{StartLine: f.Line, StartColumn: f.Column}
	}
	if f.Path != "" {
		place.LogicalLocations = []sarifLogical{{FullyQualifiedName: lint.Printable(f.Path), Kind: "member"}}
	}
	return place
}

// sarifURI returns a file's name as a URI, relative to where the command ran wherever it is below.
func sarifURI(file string) string {
	if filepath.IsAbs(file) {
		if here, err := filepath.Abs("."); err == nil {
			if rel, err := filepath.Rel(here, file); err == nil && filepath.IsLocal(rel) {
				file = rel
			}
		}
	}
	path := filepath.ToSlash(filepath.Clean(file))
	if filepath.IsAbs(file) {
		return (&url.URL{Scheme: "file", Path: "/" + strings.TrimPrefix(path, "/")}).String()
	}
	return (&url.URL{Path: path}).String()
}
