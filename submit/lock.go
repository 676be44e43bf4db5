package submit

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"
)

// lock is a file that one process at a time holds. The system frees it when
// the process ends, however it ends. The file itself stays: removing it would
// let two processes hold two files of one name.
type lock struct{ file *os.File }

// errHeld is what the system's lock says when another process holds it.
var errHeld = errors.New("held by another process")

func takeLock(path string) (*lock, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, local("cannot open the lock", err)
	}
	if err := lockFile(file); err != nil {
		holder, _ := io.ReadAll(io.LimitReader(file, 200))
		file.Close()
		if !errors.Is(err, errHeld) {
			return nil, local("cannot lock the quote", err)
		}
		return nil, guard("this quote is being launched by "+show(strings.TrimSpace(string(holder)), 120),
			"wait for it, or look at its job with `ftplan jobs list`")
	}
	host, err := os.Hostname()
	if err != nil {
		host = "this machine"
	}
	text := fmt.Sprintf("process %d on %s since %s\n", os.Getpid(), host, time.Now().UTC().Format(time.RFC3339))
	if err := errors.Join(file.Truncate(0), writeAt(file, text)); err != nil {
		file.Close()
		return nil, local("cannot write the lock", err)
	}
	return &lock{file}, nil
}

func writeAt(file *os.File, text string) error {
	_, err := file.WriteAt([]byte(text), 0)
	return err
}

func (l *lock) release() error { return l.file.Close() }
