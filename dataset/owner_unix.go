//go:build unix

package dataset

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// keepOwner gives a file the owner and the group of the one whose place it takes, as far as the system allows: root keeps
// another user's file that user's.
func keepOwner(name string, old fs.FileInfo) {
	was, ok := old.Sys().(*syscall.Stat_t)
	if !ok {
		return
	}
	if err := os.Chown(name, int(was.Uid), int(was.Gid)); errors.Is(err, fs.ErrPermission) {
		_ = os.Chown(name, -1, int(was.Gid)) // a member of the group may do as much
	}
}

// release ends the opening of a named pipe that nobody writes to: for a moment there is a writer.
func release(path string) {
	if w, err := os.OpenFile(path, os.O_WRONLY|syscall.O_NONBLOCK, 0); err == nil {
		w.Close()
	}
}
