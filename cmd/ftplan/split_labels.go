package main

import (
	"context"

	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules"
	"github.com/ftplan/ftplan/plan"
)

// missingLabels returns what is to be said about labels that one side of a split lacks. The files are read once more.
func (c *common) missingLabels(ctx context.Context, training, validation string, jobs int) ([]lint.Finding, error) {
	only, err := lint.Select(rules.Rules(), nil, []string{"missing-label"})
	if err != nil {
		return nil, err
	}
	pass := plan.Pass{Jobs: jobs, Rules: only}
	trained, err := c.surveyFile(ctx, &pass, training, "a split")
	if err != nil {
		return nil, err
	}
	other := plan.Pass{Jobs: jobs, Rules: only, Against: trained.Summary, Keep: 20}
	other.Lint.Format = trained.Format
	measured, err := c.surveyFile(ctx, &other, validation, "a split")
	if err != nil {
		return nil, err
	}
	return measured.Tally.Findings(0), nil
}
