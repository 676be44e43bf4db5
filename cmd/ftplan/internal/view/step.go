package view

import (
	"slices"
	"strings"
)

// Given are the flags that led to a result, as words of a command line: a name such as --model, and its value behind it
// unless it is a switch. The next command takes over those of them that it has.
type Given []string

// carried are the flags that a command takes over from the one before it.
var carried = map[string][]string{
	"quote": {
		"--model", "--provider", "--method", "--prices", "--base-url", "--grader", "--vocab", "--pattern", "--chat",
		"--epochs", "--set", "--hours", "--suffix", "--seed", "--validation", "--split-seed", "--allow-errors",
	},
	"lint":  {"--model", "--provider", "--method", "--grader", "--allow", "--only", "--no-config", "--baseline", "--strict", "--validation"},
	"fix":   {"--model", "--provider", "--method", "--allow", "--only", "--no-config"},
	"split": {"--model"},
}

// Step returns a command line of ftplan: the command, the flags that it takes over, and the words.
func (g Given) Step(command string, words ...string) string {
	line := []string{"ftplan", command}
	for i := 0; i < len(g); {
		n := 2
		if slices.Contains(switches, g[i]) {
			n = 1
		}
		flag := g[i:min(i+n, len(g))]
		if slices.Contains(carried[command], flag[0]) && !slices.Contains(words, flag[0]) {
			line = append(line, flag...)
		}
		i += n
	}
	return CommandLine(append(line, words...))
}

// With returns the flags and one more, where it is not among them.
func (g Given) With(flag, value string) Given {
	if slices.Contains(g, flag) {
		return g
	}
	return append(slices.Clip(g), flag, value)
}

// StepFlags lists the flags that a command takes over, without their dashes, by command.
func StepFlags() map[string][]string {
	flags := map[string][]string{}
	for command, list := range carried {
		for _, flag := range list {
			flags[command] = append(flags[command], strings.TrimPrefix(flag, "--"))
		}
	}
	return flags
}
