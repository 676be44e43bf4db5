//go:build unix

package submit

import (
	"errors"
	"io/fs"
	"testing"

	"golang.org/x/sys/unix"
)

func TestAFolderThatCannotBeSyncedStopsNothing(t *testing.T) {
	for err, want := range map[error]bool{
		nil: false, unix.EINVAL: true, unix.ENOTSUP: true, unix.ENOSYS: true, unix.EIO: false, unix.ENOSPC: false,
		&fs.PathError{Op: "sync", Err: unix.EINVAL}: true, errors.New("else"): false,
	} {
		if got := unsyncable(err); got != want {
			t.Errorf("%v: got %t, want %t", err, got, want)
		}
	}
}
