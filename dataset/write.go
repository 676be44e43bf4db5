package dataset

import (
	"bufio"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// A File is a file in the making: it appears under its name whole, by [File.Commit], or not at all.
//
// The bytes go to a hidden file beside the final one, are flushed to the disk, and take the name in one step. Whoever
// opens the name sees the old content or the new one, never half of either.
type File struct {
	*bufio.Writer
	path    string
	replace bool
	tmp     *os.File
	disk    disk
	old     string // the second name of the file that is replaced, while it may have to come back; "" = none
}

// A disk is what a [File] does with the file system once it is open, so that a test can have each step fail.
type disk struct {
	write           func(*os.File, []byte) (int, error)
	sync, close     func(*os.File) error
	supplant, claim func(from, to string) error
}

func realDisk() disk {
	return disk{write: (*os.File).Write, sync: (*os.File).Sync, close: (*os.File).Close, supplant: supplant, claim: claim}
}

// onDisk writes what a File is given.
type onDisk struct{ *File }

func (d onDisk) Write(p []byte) (int, error) { return d.disk.write(d.tmp, p) }

// RealName returns the name that a file has, or would have once it is written: absolute, and without links, be it that the
// last of them leads to nothing yet.
func RealName(path string) string {
	for range 40 { // links, as systems bound them
		real, err := filepath.EvalSymlinks(path)
		if err == nil {
			path = real
			break
		}
		dir := filepath.Dir(path)
		if real, err := filepath.EvalSymlinks(dir); err == nil {
			dir = real
		}
		path = filepath.Join(dir, filepath.Base(path))
		target, err := os.Readlink(path)
		if err != nil {
			break
		}
		if !filepath.IsAbs(target) {
			target = filepath.Join(dir, target)
		}
		path = target
	}
	if whole, err := filepath.Abs(path); err == nil {
		path = whole
	}
	return path
}

// Create starts a file at path. An existing one is refused; [Replace] is for those who mean it.
func Create(path string) (*File, error) {
	if _, err := os.Lstat(path); err == nil {
		return nil, fmt.Errorf("%q exists already; choose another name or say --force: %w", path, fs.ErrExist)
	}
	return create(path, false)
}

// Replace starts a file that takes the place of the one at path, if there is one. A symbolic link is followed, so that
// it goes on pointing to the file, even where that is not there yet.
func Replace(path string) (*File, error) {
	if info, err := os.Lstat(path); err == nil && info.Mode()&fs.ModeSymlink != 0 {
		path = RealName(path)
	}
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%q is not a regular file and cannot be replaced", path)
	}
	return create(path, true)
}

// create starts the hidden file. It is never open to more users than the file that it replaces.
func create(path string, replace bool) (*File, error) {
	mode := fs.FileMode(0o666)
	if info, err := os.Stat(path); err == nil && replace {
		mode = info.Mode().Perm() | 0o200
	}
	tmp, err := os.OpenFile(hidden(path, "tmp"), os.O_CREATE|os.O_EXCL|os.O_WRONLY, mode)
	if err != nil {
		var where *fs.PathError
		if errors.As(err, &where) {
			err = where.Err
		}
		return nil, fmt.Errorf("cannot write beside %q: %w", path, err)
	}
	f := &File{path: path, replace: replace, tmp: tmp, disk: realDisk()}
	f.Writer = bufio.NewWriterSize(onDisk{f}, 64<<10)
	return f, nil
}

// hidden returns a name beside path that nobody has and that listings leave out.
func hidden(path, ending string) string {
	dir, base := filepath.Split(path)
	return filepath.Join(dir, "."+base+"."+rand.Text()[:10]+"."+ending)
}

// Commit flushes the file to the disk and gives it its name. After an error nothing of it is left, and what stood under
// the name before is untouched.
func (f *File) Commit() error { return CommitAll(f) }

// CommitAll flushes files to the disk and gives them their names, in their order. After an error nothing of any of them is
// left, and what stood under the names before stands there again; where that cannot be, the error says under which name it
// is. A machine that stops in between leaves the first of them new and the others old, and beside each new one the old one
// under a hidden name that ends in .old.
func CommitAll(files ...*File) error {
	for _, f := range files {
		defer f.Discard()
	}
	for _, f := range files {
		if err := f.finish(); err != nil {
			return f.failed(err)
		}
	}
	for i, f := range files {
		err := f.take(i < len(files)-1)
		if err == nil {
			continue
		}
		if stuck := errors.Join(f.restore(), undo(files[:i])); stuck != nil {
			return fmt.Errorf("writing %q failed: %w; %w", f.path, err, stuck)
		}
		return f.failed(err)
	}
	for _, f := range files {
		f.forget()
		syncDir(filepath.Dir(f.path))
	}
	return nil
}

func (f *File) failed(err error) error {
	return fmt.Errorf("writing %q failed, nothing was changed: %w", f.path, err)
}

// finish brings what was written to the disk.
func (f *File) finish() error {
	if err := f.Flush(); err != nil {
		return err
	}
	if err := f.disk.sync(f.tmp); err != nil {
		return err
	}
	return f.disk.close(f.tmp)
}

// take gives the finished file its name. Where the file may have to be taken back, the one that it replaces is kept.
func (f *File) take(keep bool) error {
	if keep {
		if err := f.keep(); err != nil {
			return err
		}
	}
	return f.name()
}

// keep gives the file that is to be replaced, if there is one, a second name.
func (f *File) keep() error {
	if info, err := os.Lstat(f.path); !f.replace || err != nil || !info.Mode().IsRegular() {
		return nil
	}
	old := hidden(f.path, "old")
	err := os.Link(f.path, old)
	if err != nil { // the file system has no hard links
		err = supplant(f.path, old)
	}
	if err == nil {
		f.old = old
	}
	return err
}

// forget removes the second name of the file that was replaced.
func (f *File) forget() {
	if f.old != "" {
		os.Remove(f.old)
		f.old = ""
	}
}

// restore puts the file that was kept, if one was, back under its name.
func (f *File) restore() error {
	if f.old == "" {
		return nil
	}
	if err := supplant(f.old, f.path); err != nil {
		return fmt.Errorf("what %q held is now in %q: %w", f.path, f.old, err)
	}
	f.forget() // a second name of one file is left where it is
	return nil
}

// undo takes files back that have their names, the last one first.
func undo(files []*File) (err error) {
	for _, f := range slices.Backward(files) {
		if f.old != "" {
			err = errors.Join(err, f.restore())
		} else if gone := os.Remove(f.path); gone != nil {
			err = errors.Join(err, fmt.Errorf("the new %q is left: %w", f.path, gone))
		}
	}
	return err
}

// name gives the finished file its name: over an old one if that was asked for, otherwise only where there is none.
func (f *File) name() error {
	if f.replace {
		if info, err := os.Stat(f.path); err == nil {
			keepOwner(f.tmp.Name(), info)
			if err := os.Chmod(f.tmp.Name(), info.Mode().Perm()); err != nil {
				return err
			}
		}
		return f.disk.supplant(f.tmp.Name(), f.path)
	}
	return f.disk.claim(f.tmp.Name(), f.path)
}

// Discard removes an unfinished file. After Commit, or a second time, it does nothing.
func (f *File) Discard() {
	if f.tmp == nil {
		return
	}
	f.tmp.Close()
	os.Remove(f.tmp.Name())
	f.tmp = nil
}
