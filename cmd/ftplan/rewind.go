package main

import (
	"errors"
	"io"
	"os"
	"slices"
)

// A rewindable is an input that can be read from its start more than once: a file, or a pipe kept in a file that has no
// name.
type rewindable struct {
	*os.File
	standing        // of nothing for a pipe
	left     string // the file to remove in the end, "" where there is none
}

// A standing is what a file's name stood for when it was opened. The zero value is that of nothing, which never changes.
type standing struct {
	name  string
	begun os.FileInfo
}

// rewindable opens a file to be read more than once; "-" is the world's input.
func (w world) rewindable(name string) (*rewindable, error) {
	if name == "-" {
		return spool(w.in)
	}
	f, err := w.openFile(name)
	if err != nil {
		return nil, err
	}
	if err := noTrainingFile(f, name); err != nil {
		f.Close()
		return nil, err
	}
	info, err := f.Stat()
	if err != nil {
		f.Close()
		return nil, err
	}
	if !info.Mode().IsRegular() {
		defer f.Close()
		return spool(&attentive{ctx: w.stopping(), src: f})
	}
	return &rewindable{File: f, standing: standing{name, info}}, nil
}

// spool keeps a pipe in a file that is gone when it is closed. It loses its name at once, so that nothing is left however
// the program ends; where an open file keeps its name, it loses it in the end.
func spool(from io.Reader) (*rewindable, error) {
	f, err := os.CreateTemp("", "ftplan-*.jsonl")
	if err != nil {
		return nil, err
	}
	r := &rewindable{File: f}
	if err := os.Remove(f.Name()); err != nil {
		r.left = f.Name()
	}
	if _, err := io.Copy(f, from); err != nil {
		r.close()
		return nil, err
	}
	return r, nil
}

// keep has standard input read more than once where it is among the names: it is kept in a file that has no name. The
// returned function lets it go.
func (c *common) keep(names ...string) (release func(), err error) {
	if !slices.Contains(names, "-") {
		return func() {}, nil
	}
	if c.kept, err = spool(c.in); err != nil {
		return nil, err
	}
	return c.kept.close, nil
}

// start returns a reader of the whole input.
func (r *rewindable) start() io.Reader { return io.NewSectionReader(r.File, 0, 1<<62) }

// unchanged returns an error where the file's name stands for something else than when it was opened: another file,
// another size, another time.
func (s standing) unchanged() error {
	if s.begun == nil {
		return nil
	}
	now, err := os.Stat(s.name)
	if err == nil && (!os.SameFile(now, s.begun) || now.Size() != s.begun.Size() || !now.ModTime().Equal(s.begun.ModTime())) {
		err = errors.New("the file changed while it was read, run the command again")
	}
	return err
}

func (r *rewindable) close() {
	r.File.Close()
	if r.left != "" {
		os.Remove(r.left)
	}
}
