//go:build unix

package submit

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// noFollow keeps from opening a file through a symbolic link.
const noFollow = unix.O_NOFOLLOW

// private refuses a folder that another user owns, root included, or can write.
func private(dir string, info fs.FileInfo) error {
	stat, ok := info.Sys().(*syscall.Stat_t)
	switch {
	case ok && int(stat.Uid) != os.Getuid():
		return fmt.Errorf("%s belongs to another user (number %d); use a folder of your own", dir, stat.Uid)
	case info.Mode().Perm()&0o022 != 0:
		return fmt.Errorf("%s can be written by others (mode %04o), so what stands there may be anybody's word; look at it, then chmod 700 %s", dir, info.Mode().Perm(), dir)
	}
	return nil
}

func lockFile(file *os.File) error {
	for {
		err := unix.Flock(int(file.Fd()), unix.LOCK_EX|unix.LOCK_NB)
		switch {
		case errors.Is(err, unix.EINTR):
		case errors.Is(err, unix.EWOULDBLOCK):
			return errHeld
		default:
			return err
		}
	}
}

// syncDir makes the names in a folder durable, as far as the file system can.
func syncDir(dir string) error {
	folder, err := os.Open(dir)
	if err != nil {
		return err
	}
	err = folder.Sync()
	if unsyncable(err) {
		err = nil
	}
	return errors.Join(err, folder.Close())
}

// unsyncable reports whether an error says that folders cannot be synced there at all, as on some network and FUSE mounts:
// such a file system keeps its names by itself, or not at all.
func unsyncable(err error) bool {
	return errors.Is(err, unix.EINVAL) || errors.Is(err, unix.ENOTSUP) || errors.Is(err, unix.EOPNOTSUPP) || errors.Is(err, unix.ENOSYS)
}
