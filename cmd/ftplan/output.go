package main

import (
	"io"
	"slices"

	"github.com/spf13/cobra"

	"github.com/ftplan/ftplan/dataset"
)

// An output says where a command that rewrites a file puts the result, and what it had to leave out.
type output struct {
	out, rejects string // "-" for out is standard output
	inPlace      bool
	force        bool
}

func (o *output) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVarP(&o.out, "output", "o", "", "the file to write; - is standard output")
	f.StringVar(&o.rejects, "rejects", "", "a file for what has to be left out, one JSON object per line with the reason")
	f.BoolVar(&o.force, "force", false, "replace the files to write if there are any")
}

// check refuses outputs that are the input, or each other, under whatever names.
func (o *output) check(in string) error {
	if o.rejects != "" && oneFile(o.rejects, o.out) {
		return usage("choose another name for one of them", "the output and the rejects are one file, %s", o.rejects)
	}
	if in == "-" {
		return nil
	}
	if oneFile(o.out, in) && !o.inPlace {
		return usage("choose another name", "the output %s is the input itself", o.out)
	}
	if oneFile(o.rejects, in) {
		return usage("choose another name", "the file for rejects, %s, is the input itself", o.rejects)
	}
	return nil
}

// oneFile reports whether two names are of one file, be it that it is not there yet. Standard output is no file.
func oneFile(a, b string) bool {
	if a == "" || b == "" || a == "-" || b == "-" {
		return a == b
	}
	return same(a, b) || dataset.RealName(a) == dataset.RealName(b)
}

// A draft is the files of an output in the making. Both appear, or neither.
type draft struct {
	output
	stdout  io.Writer
	main    *dataset.File // nil where the output is standard output
	rejects *dataset.File // nil where none are kept
}

// start starts the files.
func (o output) start(stdout io.Writer) (*draft, error) {
	d := &draft{output: o, stdout: stdout}
	var err error
	if o.out != "-" {
		if d.main, err = o.create(o.out); err != nil {
			return nil, err
		}
	}
	if o.rejects != "" {
		if d.rejects, err = o.createRejects(); err != nil {
			d.discard()
			return nil, err
		}
	}
	return d, nil
}

func (o output) create(name string) (*dataset.File, error) {
	if o.inPlace || o.force {
		return dataset.Replace(name)
	}
	return dataset.Create(name)
}

func (o output) createRejects() (*dataset.File, error) {
	if o.force {
		return dataset.Replace(o.rejects)
	}
	return dataset.Create(o.rejects)
}

// writer returns where the result goes.
func (d *draft) writer() io.Writer {
	if d.main == nil {
		return d.stdout
	}
	return d.main
}

// commit gives the files their names, the rejects first: nothing that was left out is lost where the output appears.
func (d *draft) commit() error {
	return dataset.CommitAll(d.files()...)
}

// files are those that there are, the rejects first.
func (d *draft) files() []*dataset.File {
	return slices.DeleteFunc([]*dataset.File{d.rejects, d.main}, func(f *dataset.File) bool { return f == nil })
}

// discard removes what has not been committed.
func (d *draft) discard() {
	for _, f := range d.files() {
		f.Discard()
	}
}
