package dataset

import (
	"bufio"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
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
}

// Create starts a file at path. An existing one is refused; [Replace] is for those who mean it.
func Create(path string) (*File, error) {
	if _, err := os.Lstat(path); err == nil {
		return nil, fmt.Errorf("%q exists already; choose another name or say --force: %w", path, fs.ErrExist)
	}
	return create(path, false)
}

// Replace starts a file that takes the place of the one at path, if there is one. A symbolic link is followed, so that
// it goes on pointing to the file.
func Replace(path string) (*File, error) {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%q is not a regular file and cannot be replaced", path)
	}
	return create(path, true)
}

func create(path string, replace bool) (*File, error) {
	dir, base := filepath.Split(path)
	tmp, err := os.OpenFile(filepath.Join(dir, "."+base+"."+rand.Text()[:10]+".tmp"), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o666)
	if err != nil {
		var where *fs.PathError
		if errors.As(err, &where) {
			err = where.Err
		}
		return nil, fmt.Errorf("cannot write beside %q: %w", path, err)
	}
	return &File{Writer: bufio.NewWriterSize(tmp, 64<<10), path: path, replace: replace, tmp: tmp}, nil
}

// Commit flushes the file to the disk and gives it its name. After an error nothing of it is left, and what stood under
// the name before is untouched.
func (f *File) Commit() error {
	defer f.Discard()
	err := f.Flush()
	if err == nil {
		err = f.tmp.Sync()
	}
	if err == nil {
		err = f.tmp.Close()
	}
	if err == nil {
		err = f.name()
	}
	if err != nil {
		return fmt.Errorf("writing %q failed, nothing was changed: %w", f.path, err)
	}
	syncDir(filepath.Dir(f.path))
	return nil
}

// name gives the finished file its name: over an old one if that was asked for, otherwise only where there is none.
func (f *File) name() error {
	if f.replace {
		if info, err := os.Stat(f.path); err == nil {
			if err := os.Chmod(f.tmp.Name(), info.Mode().Perm()); err != nil {
				return err
			}
		}
		return supplant(f.tmp.Name(), f.path)
	}
	return claim(f.tmp.Name(), f.path)
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
