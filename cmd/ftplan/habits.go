package main

import (
	"bytes"
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
	root.PersistentPreRun = func(*cobra.Command, []string) {
		if quiet {
			c.out = &hushed{w: c.out}
			c.reading.Hide()
		}
		c.plain = c.plain || noColor
	}
}

// nextStep is what a line starts with that names the next command to type.
const nextStep = "next: "

// hushed leaves the lines out that name next steps. What it is given ends with a newline.
type hushed struct {
	w    io.Writer
	held []byte // the start of a line, as long as it may become a next step
	line lineKind
}

// A lineKind is what is known about the line that is being written.
type lineKind int

const (
	undecided lineKind = iota
	kept
	leftOut
)

func (h *hushed) Write(p []byte) (int, error) {
	n := len(p)
	for len(p) > 0 {
		piece, rest := p, []byte(nil)
		end := bytes.IndexByte(p, '\n')
		if end >= 0 {
			piece, rest = p[:end+1], p[end+1:]
		}
		if err := h.piece(piece); err != nil {
			return 0, err
		}
		if end >= 0 {
			h.line = undecided
		}
		p = rest
	}
	return n, nil
}

// piece takes in a piece of one line.
func (h *hushed) piece(text []byte) error {
	if h.line == undecided {
		h.held = append(h.held, text...)
		switch {
		case bytes.HasPrefix(h.held, []byte(nextStep)):
			h.line = leftOut
		case bytes.HasPrefix([]byte(nextStep), h.held):
			return nil
		default:
			h.line = kept
		}
		text, h.held = h.held, h.held[:0]
	}
	if h.line == leftOut {
		return nil
	}
	_, err := h.w.Write(text)
	return err
}

// Flush hands on what the writer behind holds back.
func (h *hushed) Flush() error {
	if behind, ok := h.w.(flusher); ok {
		return behind.Flush()
	}
	return nil
}
