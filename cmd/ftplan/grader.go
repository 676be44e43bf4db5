package main

import "github.com/spf13/cobra"

// graderFlag is the file with the grader of a reinforcement job; "" is none.
type graderFlag struct{ grader string }

func (g *graderFlag) flag(cmd *cobra.Command) {
	cmd.Flags().StringVar(&g.grader, "grader", "", "a file with the grader of a reinforcement job, as one JSON object")
}

// readGrader returns the grader as it stands in its file, nil where none is named.
func (g *graderFlag) readGrader() ([]byte, error) {
	if g.grader == "" {
		return nil, nil
	}
	return readDocument(g.grader, "grader")
}
