package main

import (
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
)

// A name that begins with a dash is a file behind a flag without a value, and the value of any other flag.
func TestHintsKnowWhichFlagsHaveValues(t *testing.T) {
	both := map[string]bool{"tokens": true, "diff": true} // of one command a switch, of another none
	var walk func(*cobra.Command)
	walk = func(cmd *cobra.Command) {
		cmd.Flags().VisitAll(func(f *pflag.Flag) {
			want := "--" + f.Name + " -x.jsonl"
			if f.Value.Type() == "bool" {
				want = "--" + f.Name + " ./-x.jsonl"
			}
			if got := view.Command("--"+f.Name, "-x.jsonl"); got != want && !both[f.Name] {
				t.Errorf("%s: got %s, want %s", cmd.CommandPath(), got, want)
			}
		})
		for _, sub := range cmd.Commands() {
			walk(sub)
		}
	}
	walk(newRoot(world{}))
}
