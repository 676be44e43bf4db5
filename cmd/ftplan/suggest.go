package main

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/ftplan/ftplan/plan/catalog"
)

// suggestion returns the hint for a name that nobody knows: the known ones near it, or else what is said otherwise.
func suggestion(name string, known []string, otherwise string) string {
	if near := catalog.Nearest(name, known); len(near) > 0 {
		return "did you mean " + strings.Join(near, ", ") + "?"
	}
	return otherwise
}

// badFlag explains a flag that the command does not know or cannot take.
func badFlag(cmd *cobra.Command, err error) error {
	hint := cmd.CommandPath() + " --help lists the flags"
	var unknown *pflag.NotExistError
	if errors.As(err, &unknown) && unknown.GetSpecifiedShortnames() == "" {
		hint = suggestion("--"+unknown.GetSpecifiedName(), flagNames(cmd), hint)
	}
	return usageError{err: err, hint: hint}
}

// flagNames lists the flags that a command takes, as they are typed.
func flagNames(cmd *cobra.Command) []string {
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if !f.Hidden {
			names = append(names, "--"+f.Name)
		}
	})
	return names
}
