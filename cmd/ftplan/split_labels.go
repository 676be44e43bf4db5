package main

import (
	"context"
	"io"
	"slices"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules"
	"github.com/ftplan/ftplan/plan"
)

// missingLabels returns what is to be said about labels that one side of a split lacks. The files are read once more.
func (c *common) missingLabels(ctx context.Context, training, validation string, jobs int) ([]lint.Finding, error) {
	return labelsAlone(jobs, func(pass *plan.Pass, validating bool) (*plan.Result, error) {
		file := training
		if validating {
			file = validation
		}
		return c.surveyFile(ctx, pass, file, "a split")
	})
}

// missingLabel is the rule about labels that one of two files lacks.
const missingLabel = "missing-label"

// labelsAlone judges two sides by nothing but the labels that one of them lacks.
func labelsAlone(jobs int, survey func(pass *plan.Pass, validating bool) (*plan.Result, error)) ([]lint.Finding, error) {
	only, err := lint.Select(rules.Rules(), nil, []string{missingLabel})
	if err != nil {
		return nil, err
	}
	trained, err := survey(&plan.Pass{Jobs: jobs, Rules: only}, false)
	if err != nil {
		return nil, err
	}
	other := plan.Pass{Jobs: jobs, Rules: only, Against: trained.Summary, Keep: 20}
	other.Lint.Format = trained.Format
	measured, err := survey(&other, true)
	if err != nil {
		return nil, err
	}
	return measured.Tally.Findings(0), nil
}

// unwrittenLabels adds to what was found in a file the labels that one side of its split will lack, unless the rule was
// ignored. The sides are read from the file itself, line by line where they stand in it.
func (c *common) unwrittenLabels(ctx context.Context, file string, pass *plan.Pass, result *plan.Result) error {
	wanted := slices.ContainsFunc(pass.Rules, func(r *lint.Rule) bool { return r.Name == missingLabel })
	if !wanted || result.Summary == nil || !result.Summary.Answers.Labels() {
		return nil
	}
	found, err := labelsAlone(pass.Jobs, func(only *plan.Pass, validating bool) (*plan.Result, error) {
		in, err := c.rereadable(file, "a split")
		if err != nil {
			return nil, err
		}
		defer in.close()
		side := sideOf(in, *pass.Split, validating, result.Format)
		defer side.Close()
		return only.Survey(ctx, side)
	})
	if err != nil {
		return err
	}
	result.AddFindings(found)
	return nil
}

// sideOf reads one side of a split; the lines of the other are blank in it.
func sideOf(in io.Reader, by dataset.Split, validating bool, format dataset.Format) io.ReadCloser {
	side, out := io.Pipe()
	go func() {
		var r dataset.Record
		for line, err := range dataset.NewReader(in, 0).Lines() {
			if err != nil {
				out.CloseWithError(err)
				return
			}
			text := []byte(nil)
			if r.DecodeAs(line, format); by.Validation(&r) == validating {
				text = line.Text
			}
			if _, err := out.Write(append(text, '\n')); err != nil {
				return // the reader has seen enough
			}
		}
		out.Close()
	}()
	return side
}
