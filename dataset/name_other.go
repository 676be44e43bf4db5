//go:build !windows

package dataset

import (
	"errors"
	"io/fs"
	"os"
)

// supplant gives a file the name of another, which it replaces, in one step.
func supplant(from, to string) error { return os.Rename(from, to) }

// claim gives a file a name that nobody has, in one step.
func claim(from, to string) error {
	err := os.Link(from, to)
	if err == nil || errors.Is(err, fs.ErrExist) {
		return err
	}
	// The file system has no hard links: the look at the start has to do.
	return os.Rename(from, to)
}

// syncDir flushes a directory, so that a new name in it survives a loss of power. Systems that cannot are left alone.
func syncDir(dir string) {
	if d, err := os.Open(dir); err == nil {
		d.Sync()
		d.Close()
	}
}
