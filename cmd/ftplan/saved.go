package main

import (
	"os"
	"strings"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/plan"
)

// readQuote reads a saved quote, strictly.
func readQuote(path string) (*plan.Quote, error) {
	f, err := dataset.Open(path)
	if err != nil {
		return nil, err
	}
	f.Close()
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return plan.ReadQuote(data)
}

// approvalName returns where the approval of a quote is: beside it.
func approvalName(quote string) string {
	return strings.TrimSuffix(quote, ".json") + ".approval.json"
}
