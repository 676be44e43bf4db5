package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// foreignWords are sentences of the libraries that read command lines.
var foreignWords = []string{"arg(s)", "unknown flag", "unknown shorthand", "strconv", "invalid argument", "flag needs an argument", "for \"ftplan", "bad flag syntax"}

// Whatever is wrong with a command line, this program says it in its own words, ends with 2 and says what to do.
func TestErrorsOfUsageAreInOurWords(t *testing.T) {
	t.Chdir(t.TempDir())
	for cmd := range commands(newRoot(plainWorld())) {
		path := strings.Fields(cmd.CommandPath())[1:]
		for _, wrong := range wrongLines(cmd) {
			args := append(append([]string{}, path...), wrong...)
			w := plainWorld()
			var out, errs bytes.Buffer
			w.out, w.err = &out, &errs
			code := run(t.Context(), w, args)
			said := errs.String()
			for _, words := range foreignWords {
				if strings.Contains(said, words) {
					t.Errorf("ftplan %q says %q", args, said)
				}
			}
			if code != exitUsage || !strings.HasPrefix(said, "ftplan: ") || !strings.Contains(said, "\n  hint: ") {
				t.Errorf("ftplan %q ends with %d and says %q, want %d and a hint", args, code, said, exitUsage)
			}
		}
	}
}

// wrongLines are arguments that a command cannot take.
func wrongLines(cmd *cobra.Command) [][]string {
	lines := [][]string{{"--nonsense"}, {"-X"}, {"--=x"}}
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		switch f.Value.Type() {
		case "bool":
			lines = append(lines, []string{"--" + f.Name + "=maybe"})
		case "string", "stringSlice", "strings", "stringArray":
			lines = append(lines, []string{"--" + f.Name})
		default:
			lines = append(lines, []string{"--" + f.Name, "nonsense"}, []string{"--" + f.Name})
		}
	})
	if cmd.Args != nil && cmd.Args(cmd, []string{"a", "b", "c"}) != nil {
		lines = append(lines, []string{"a", "b", "c"})
	}
	if cmd.Args != nil && cmd.Args(cmd, nil) != nil {
		lines = append(lines, nil)
	}
	return lines
}
