package view

import (
	"bufio"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/ftplan/ftplan/dataset"
)

// Beside returns the name of a file beside another, with a word before its ending, that no file has yet.
func Beside(file, word string) string {
	return dataset.FreeName(strings.TrimSuffix(file, filepath.Ext(file)) + "." + word + ".jsonl")
}

// A Hintless writer takes answers and no hints about what to type next.
type Hintless interface{ Hintless() }

// A QuietBuffer is a buffer in front of a hintless writer.
type QuietBuffer struct{ *bufio.Writer }

// Hintless says that next steps are not wanted.
func (QuietBuffer) Hintless() {}

// Next prints what to type next, unless w is to take no hints.
func Next(w io.Writer, format string, args ...any) {
	if _, quiet := w.(Hintless); !quiet {
		fmt.Fprintf(w, "next: "+format+"\n", args...)
	}
}

// Command returns a command line that can be pasted.
func Command(words ...string) string { return CommandLine(words) }

// switches are the flags of hints that take no value.
var switches = []string{
	"--accept-differences", "--again", "--allow-errors", "--anatomy", "--ask", "--compare", "--debug", "--diff", "--drop-extra",
	"--dry-run", "--fence", "--figures", "--force", "--help", "--in-place", "--key-stdin", "--no-color",
	"--no-config", "--no-descriptions", "--no-header", "--quiet", "--reuse-validation", "--show-text", "--strict", "--tools", "--unsafe-fixes", "--unsigned", "--version", "--watch", "--yes",
}

// CommandLine returns the words of a command line as a shell reads them. A word that begins with a dash is a flag where it looks
// like one, or the value of the flag before it; otherwise it is the name of a file.
func CommandLine(words []string) string {
	quoted, value := make([]string, len(words)), false
	for i, word := range words {
		switch flag := isFlag(word); {
		case value, flag:
			quoted[i] = dataset.ShellWord(word)
			value = !value && !slices.Contains(switches, word)
		default:
			quoted[i] = Shell(word)
		}
	}
	return strings.Join(quoted, " ")
}

// isFlag reports whether a word is a flag as hints have them: -o, or dashes and small letters.
func isFlag(word string) bool {
	name, long := strings.CutPrefix(word, "--")
	return word == "-o" || long && name != "" && strings.Trim(name, "abcdefghijklmnopqrstuvwxyz-") == ""
}
