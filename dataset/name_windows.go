package dataset

import (
	"errors"
	"io/fs"
	"os"
	"time"

	"golang.org/x/sys/windows"
)

// supplant gives a file the name of another, which it replaces, in one step.
func supplant(from, to string) error {
	return patiently(func() error { return os.Rename(from, to) })
}

// claim gives a file a name that nobody has, in one step.
func claim(from, to string) error {
	err := patiently(func() error { return os.Link(from, to) })
	if err == nil || errors.Is(err, fs.ErrExist) {
		return err
	}
	// The file system has no hard links. Without a flag a move replaces nothing.
	source, err := windows.UTF16PtrFromString(from)
	if err != nil {
		return err
	}
	target, err := windows.UTF16PtrFromString(to)
	if err != nil {
		return err
	}
	return patiently(func() error { return windows.MoveFileEx(source, target, windows.MOVEFILE_WRITE_THROUGH) })
}

// patience is how long a name that another program holds open is waited for: virus scanners and indexers look at a new
// file for a moment, and Windows lets nobody rename it meanwhile.
const patience = 2 * time.Second

// patiently tries again as long as somebody holds a name open.
func patiently(try func() error) error {
	for begun := time.Now(); ; time.Sleep(10 * time.Millisecond) {
		err := try()
		held := errors.Is(err, windows.ERROR_SHARING_VIOLATION) || errors.Is(err, windows.ERROR_ACCESS_DENIED)
		if !held || time.Since(begun) > patience {
			return err
		}
	}
}

// syncDir does nothing: Windows has no way to flush a directory, and NTFS keeps its names in a journal of its own.
func syncDir(string) {}
