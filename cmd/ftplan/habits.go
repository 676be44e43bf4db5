package main

import (
	"io"

	"github.com/spf13/cobra"
)

// habits adds the flags that every command takes, and heeds them before it runs.
func (c *common) habits(root *cobra.Command) {
	var quiet, noColor bool
	f := root.PersistentFlags()
	f.BoolVarP(&quiet, "quiet", "q", false, "no progress and no next steps; answers and errors stay")
	f.BoolP("verbose", "v", false, "say on stderr how much was read, and how fast")
	f.BoolVar(&noColor, "no-color", false, "no colour, as with NO_COLOR")
	root.PersistentPreRun = func(cmd *cobra.Command, _ []string) {
		c.given = chosen(cmd, func(string) bool { return true })
		if quiet {
			c.out, c.err = hushed{c.out}, hushed{c.err}
			c.reading.Hide()
		}
		c.plain = c.plain || noColor
	}
}

// hushed is a writer that asks for no next steps: whoever prints one asks first. What it is given goes through as it is.
type hushed struct{ io.Writer }

// Hintless says that next steps are not wanted.
func (hushed) Hintless() {}

// Flush hands on what the writer behind holds back.
func (h hushed) Flush() error {
	if behind, ok := h.Writer.(flusher); ok {
		return behind.Flush()
	}
	return nil
}
