package main

import "github.com/spf13/cobra"

// A grader is the file with the grader of a reinforcement job; the zero value is none.
type grader struct {
	file string
}

func (g *grader) flag(cmd *cobra.Command) {
	cmd.Flags().StringVar(&g.file, "grader", "", "a file with the grader of a reinforcement job, as one JSON object")
}

// read returns the grader as it stands in its file, nil where none is named.
func (g *grader) read() ([]byte, error) {
	if g.file == "" {
		return nil, nil
	}
	return readDocument(g.file, "grader")
}
