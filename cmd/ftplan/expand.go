package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view/findings"
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
)

// expand returns the files that the arguments name, each once and in their order. A folder stands for what looks like
// training data below it, and what is left aside there is said. An argument that is no file and has *, ?, [ or {,} in it
// stands for the files it fits, sorted, ** for folders at any depth: where a shell was kept from expanding it, or there is
// no shell.
func (c *common) expand(ctx context.Context, args []string) ([]string, error) {
	var files []string
	known := map[string]bool{}
	for _, arg := range args {
		fits, err := c.fitting(ctx, arg)
		if err != nil {
			return nil, err
		}
		for _, file := range fits {
			if name := filepath.Clean(file); !known[name] {
				known[name] = true
				files = append(files, file)
			}
		}
	}
	return files, nil
}

// one returns the one file that an argument stands for, for a command that takes no more.
func (c *common) one(ctx context.Context, arg, what string) (string, error) {
	files, err := c.expand(ctx, []string{arg})
	if err != nil {
		return "", err
	}
	if len(files) > 1 {
		more := ""
		if len(files) > 3 {
			more = " …"
		}
		return "", usage("name one of them", "%s takes one file, and %s stands for %d: %s%s", what, arg, len(files), strings.Join(files[:min(len(files), 3)], ", "), more)
	}
	return files[0], nil
}

// patterned reports whether an argument may be a pattern.
func patterned(arg string) bool {
	open, end := strings.IndexByte(arg, '{'), strings.LastIndexByte(arg, '}')
	return strings.ContainsAny(arg, "*?[") || open >= 0 && open < end && strings.Contains(arg[open:end], ",")
}

func (c *common) fitting(ctx context.Context, arg string) ([]string, error) {
	if arg == "-" {
		return []string{arg}, nil
	}
	info, err := os.Stat(arg)
	if err == nil && info.IsDir() {
		return c.below(ctx, arg)
	}
	if _, err := os.Lstat(arg); err == nil || !patterned(arg) {
		return []string{arg}, nil
	}
	fits, err := globbed(ctx, arg)
	if errors.Is(err, doublestar.ErrBadPattern) {
		return nil, usage("write [ as [[] where it is meant as it is", "the pattern %s is malformed", arg)
	}
	if err != nil {
		return nil, err
	}
	if len(fits) == 0 {
		return nil, usage("", "no file fits %s", arg)
	}
	return fits, nil
}

// globbed returns the files that a pattern fits, sorted. Hidden ones are those that the pattern names with their dot.
func globbed(ctx context.Context, pattern string) (files []string, err error) {
	base, rest := doublestar.SplitPattern(filepath.ToSlash(pattern))
	err = doublestar.GlobWalk(os.DirFS(base), rest, func(name string, _ fs.DirEntry) error {
		files = append(files, filepath.Join(base, filepath.FromSlash(name)))
		return ctx.Err()
	}, doublestar.WithFilesOnly(), doublestar.WithFailOnIOErrors(), doublestar.WithNoHidden())
	if errors.Is(err, fs.ErrNotExist) {
		err = nil // of the folder that it starts from
	}
	slices.Sort(files)
	return files, err
}

// asides counts the files below a folder that were left aside, by the reason, with the first of each.
type asides struct {
	count map[string]int
	first map[string]string
}

func (a *asides) add(reason, name string) {
	if a.count == nil {
		a.count, a.first = map[string]int{}, map[string]string{}
	}
	a.count[reason]++
	a.first[reason] = cmp.Or(a.first[reason], name)
}

// reasons lists what was left aside: "2 not training data (README.md …), 1 hidden (.git)".
func (a *asides) reasons() (total int, list string) {
	var parts []string
	for _, reason := range slices.Sorted(maps.Keys(a.count)) {
		n, more := a.count[reason], ""
		if n > 1 {
			more = " …"
		}
		total += n
		parts = append(parts, fmt.Sprintf("%d %s (%s%s)", n, reason, lint.Printable(a.first[reason]), more))
	}
	return total, strings.Join(parts, ", ")
}

// below returns the training files below a folder, sorted, and says which files it left aside.
func (c *common) below(ctx context.Context, folder string) (files []string, err error) {
	var aside asides
	err = filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		hidden := strings.HasPrefix(entry.Name(), ".") && path != folder
		if entry.IsDir() && !hidden {
			return nil
		}
		reason := "hidden"
		if !hidden {
			reason, err = unlikely(ctx, path)
		}
		switch {
		case err != nil:
			return err
		case reason == "":
			files = append(files, path)
		case entry.IsDir():
			aside.add(reason, entry.Name())
			return fs.SkipDir
		default:
			aside.add(reason, entry.Name())
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	total, list := aside.reasons()
	if len(files) == 0 {
		return nil, usage("name the files", "nothing below %s looks like training data%s", folder, parenthesis(list))
	}
	if total > 0 {
		findings.LeftAside(c.err, folder, total, list)
	}
	return files, nil
}

func parenthesis(text string) string {
	if text == "" {
		return ""
	}
	return "; left aside: " + text
}

// lineEndings are the endings of names by which training files are known.
var lineEndings = []string{".jsonl", ".ndjson"}

// unlikely says why a file does not look like training data, "" where it does: by its name, or else by its first lines. Only
// regular files do, under whatever link.
func unlikely(ctx context.Context, path string) (reason string, err error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "that lead nowhere", nil
	case err != nil:
		return "", err
	case info.IsDir():
		return "links to folders", nil
	case !info.Mode().IsRegular():
		return "no regular files", nil
	case slices.Contains(lineEndings, strings.ToLower(filepath.Ext(path))):
		return "", nil
	}
	f, err := dataset.Open(ctx, path)
	if errors.Is(err, fs.ErrPermission) {
		return "that cannot be read", nil
	}
	if err != nil {
		return "", err
	}
	defer f.Close()
	if dataset.NewReader(io.LimitReader(f, likelySize), 0).Format() == dataset.UnknownFormat {
		return "not training data", nil
	}
	return "", nil
}

// likelySize is how many bytes of a file decide whether it looks like training data.
const likelySize = 64 << 10
