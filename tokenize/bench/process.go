package main

import (
	"cmp"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// A program is a whole process to measure.
type program struct {
	name string
	path string
	args []string
	runs []usage
	out  string // of the last run
}

// usage is what one run took.
type usage struct {
	wall, cpu time.Duration // cpu is user and system time of all threads
	peak      int64         // resident bytes, 0 where the system does not say
}

// run runs the program once and notes what it took.
func (p *program) run() error {
	cmd := exec.Command(p.path, p.args...)
	var out, errs strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &errs
	start := time.Now()
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s %s: %w: %s", filepath.Base(p.path), strings.Join(p.args, " "), err, strings.TrimSpace(errs.String()))
	}
	s := cmd.ProcessState
	p.runs = append(p.runs, usage{wall: time.Since(start), cpu: s.UserTime() + s.SystemTime(), peak: peak(s)})
	p.out = out.String()
	return nil
}

// median returns the median of each figure by itself.
func (p *program) median() usage {
	return usage{
		wall: middle(p.runs, func(u usage) time.Duration { return u.wall }),
		cpu:  middle(p.runs, func(u usage) time.Duration { return u.cpu }),
		peak: middle(p.runs, func(u usage) int64 { return u.peak }),
	}
}

func middle[T cmp.Ordered](runs []usage, of func(usage) T) T {
	values := make([]T, len(runs))
	for i, u := range runs {
		values[i] = of(u)
	}
	slices.Sort(values)
	return values[len(values)/2]
}

// alternate runs the programs in turn, so that what disturbs the machine disturbs all of them, until each has had its runs
// or the time is up. Every program runs once at least.
func alternate(programs []*program, runs int, end time.Time) error {
	for i := range runs {
		if i > 0 && time.Now().After(end) {
			return nil
		}
		for _, p := range programs {
			if err := p.run(); err != nil {
				return err
			}
		}
	}
	return nil
}

// build builds a command of this module into the folder and returns its path.
func build(folder, name, pkg string) (string, error) {
	path := filepath.Join(folder, name+".exe") // a name that every system runs
	cmd := exec.Command("go", "build", "-o", path, pkg)
	cmd.Stderr = os.Stderr
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("go build %s: %w", pkg, err)
	}
	return path, nil
}
