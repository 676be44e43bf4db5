package submit

import (
	"errors"
	"io/fs"
	"os"

	"golang.org/x/sys/windows"
)

// lockedByte lies far behind the holder's name, because Windows keeps others
// from reading the bytes that are locked.
const lockedByte = 1 << 30

// noFollow is nothing: Windows wants a privilege for making symbolic links.
const noFollow = 0

// private trusts the folder: on Windows a user's folders are that user's by
// their access lists, which a mode does not tell.
func private(string, fs.FileInfo) error { return nil }

func lockFile(file *os.File) error {
	flags := uint32(windows.LOCKFILE_EXCLUSIVE_LOCK | windows.LOCKFILE_FAIL_IMMEDIATELY)
	err := windows.LockFileEx(windows.Handle(file.Fd()), flags, 0, 1, 0, &windows.Overlapped{Offset: lockedByte})
	if errors.Is(err, windows.ERROR_LOCK_VIOLATION) {
		return errHeld
	}
	return err
}

// syncDir does nothing: Windows has no way to flush a folder, and NTFS keeps
// its names in a journal of its own.
func syncDir(string) error { return nil }
