package main

import (
	"cmp"
	"fmt"
	"io"
	"io/fs"
	"os"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/plan"
	"github.com/ftplan/ftplan/plan/catalog"
)

// defaultModel is what is quoted when nobody names a model: the cheapest that OpenAI still trains.
const defaultModel = "gpt-4o-mini-2024-07-18"

// defaultProvider trains where nobody names another.
const defaultProvider = "openai"

// mostJobs is how many goroutines may share a file; more take memory and no time off.
const mostJobs = 1024

// A target is the model, provider and method that a file is for.
type target struct {
	model, provider, method string
	jobs                    int
}

func (t *target) flags(cmd *cobra.Command, model string) {
	t.names(cmd, model)
	t.jobsFlag(cmd)
}

// names adds the flags that say what a job is for.
func (t *target) names(cmd *cobra.Command, model string) {
	cmd.Flags().StringVarP(&t.model, "model", "m", model, "the base model, as ftplan models lists it")
	cmd.Flags().StringVar(&t.provider, "provider", defaultProvider, "who trains: openai, azure, nebius …")
	cmd.Flags().StringVar(&t.method, "method", "", "supervised, dpo or reinforcement (default: what the file is for)")
	t.jobs = 1 // where nothing is read
}

func (t *target) jobsFlag(cmd *cobra.Command) {
	cmd.Flags().IntVarP(&t.jobs, "jobs", "j", runtime.GOMAXPROCS(0), "goroutines; the result is the same for any number")
}

// methodNames are what --method takes.
var methodNames = []string{string(catalog.Supervised), string(catalog.DPO), string(catalog.Reinforcement)}

// shortMethods are other names of methods.
var shortMethods = map[string]string{
	"sft": string(catalog.Supervised), "preference": string(catalog.DPO), "rft": string(catalog.Reinforcement), "rl": string(catalog.Reinforcement),
}

// settings returns what the target says to the plan.
func (t *target) settings() (plan.Settings, error) {
	t.method = cmp.Or(shortMethods[t.method], t.method)
	if t.method != "" && !slices.Contains(methodNames, t.method) {
		return plan.Settings{}, usage(suggestion(t.method, methodNames, "choose "+strings.Join(methodNames, ", ")), "unknown method %q", t.method)
	}
	if t.jobs < 1 || t.jobs > mostJobs {
		return plan.Settings{}, usage(fmt.Sprintf("give 1 to %d", mostJobs), "--jobs %d is out of range", t.jobs)
	}
	return plan.Settings{Model: t.model, Provider: t.provider, Method: catalog.Method(t.method), Program: program()}, nil
}

// An input is a file to read, or standard input.
type input struct {
	io.Reader
	again io.ReaderAt // nil where the input can be read once only
	close func() error
	standing
}

// open opens a file; "-" is the world's input.
func (w world) open(name string) (*input, error) {
	if name == "-" {
		return &input{Reader: w.reading.Of(w.in, "standard input", 0), close: func() error { w.reading.End(); return nil }}, nil
	}
	f, err := w.openFile(name)
	if err != nil {
		return nil, err
	}
	if err := noTrainingFile(f, name); err != nil {
		f.Close()
		return nil, err
	}
	in := &input{close: func() error { w.reading.End(); return f.Close() }}
	size := int64(0)
	if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
		in.again, in.standing, size = f, standing{name, info}, info.Size()
	}
	if in.Reader = w.reading.Of(f, name, size); in.again == nil {
		in.Reader = &attentive{ctx: w.stopping(), src: in.Reader}
	}
	return in, nil
}

// sayAfter is how long a pipe is waited for in silence.
const sayAfter = 300 * time.Millisecond

// openFile opens a file. Where it is a named pipe to which nobody writes yet, that is said.
func (w world) openFile(name string) (*os.File, error) {
	if info, err := os.Stat(name); err == nil && info.Mode()&fs.ModeNamedPipe != 0 {
		defer time.AfterFunc(sayAfter, func() {
			fmt.Fprintf(w.err, "%s is a pipe: waiting until somebody writes to it\n", lint.Printable(name))
		}).Stop()
	}
	return dataset.Open(w.stopping(), name)
}

// rereadable opens a file that has to be a regular one, for what reads it more than once.
func (w world) rereadable(name, why string) (*input, error) {
	if name == "-" && w.kept != nil {
		size := int64(0)
		if info, err := w.kept.Stat(); err == nil {
			size = info.Size()
		}
		end := func() error { w.reading.End(); return nil }
		return &input{Reader: w.reading.Of(w.kept.start(), "standard input", size), again: w.kept, close: end, standing: standing{name: name}}, nil
	}
	if info, err := os.Stat(name); err == nil && info.Mode()&fs.ModeNamedPipe != 0 { // to open it would be to wait
		return nil, usage("save it to a file first", "%s wants a file, not a pipe: %s", why, name)
	}
	in, err := w.open(name)
	if err != nil {
		return nil, err
	}
	if in.again == nil {
		in.close()
		return nil, usage("save it to a file first", "%s wants a file, not a pipe: %s", why, name)
	}
	return in, nil
}

// catalog returns the built-in catalog with the price sheet that was asked for, and that sheet's name. A sheet is named,
// or is a file.
func (w world) catalog(prices string) (*catalog.Catalog, string, error) {
	c := catalog.Builtin()
	if prices == "" || slices.Contains(c.SheetNames(), prices) {
		return c, prices, nil
	}
	data, err := readDocument(prices, "price sheet")
	if err != nil {
		if !strings.ContainsAny(prices, "./\\") {
			_, err = c.Sheet(prices)
		}
		return nil, "", err
	}
	sheet, err := catalog.ReadSheet(data)
	if err != nil {
		return nil, "", fmt.Errorf("price sheet %s: %w", prices, err)
	}
	c, err = c.WithSheet(sheet)
	return c, sheet.Name, err
}
