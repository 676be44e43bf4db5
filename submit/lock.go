package submit

import (
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/ftplan/ftplan/submit/service"
)

// lock is a file that one process at a time holds. The system frees it when
// the process ends, however it ends. The file itself stays: removing it would
// let two processes hold two files of one name.
type lock struct{ file *os.File }

// errHeld is what the system's lock says when another process holds it.
var errHeld = errors.New("held by another process")

// lockQuote holds a quote for this process, or says which process does. Look is
// the command that lists the service's jobs.
func lockQuote(path, look string) (*lock, error) {
	l, holder, err := takeLock(path)
	if errors.Is(err, errHeld) {
		return nil, service.Guard("this quote is being launched by "+holder,
			"wait for it, or look at its job with `"+look+"`")
	}
	if err != nil {
		return nil, service.Local("cannot lock the quote", err)
	}
	return l, nil
}

// takeLock tries once. With errHeld comes what the holder wrote of itself.
func takeLock(path string) (l *lock, holder string, err error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, "", err
	}
	if err := lockFile(file); err != nil {
		text, readErr := io.ReadAll(io.LimitReader(file, 200))
		if file.Close(); readErr != nil || len(text) == 0 {
			text = []byte("another process")
		}
		return nil, service.Show(string(text), 120), err
	}
	host, err := os.Hostname()
	if err != nil {
		host = "this machine"
	}
	text := fmt.Sprintf("process %d on %s since %s\n", os.Getpid(), host, time.Now().UTC().Format(time.RFC3339))
	if err := errors.Join(file.Truncate(0), writeAt(file, text)); err != nil {
		file.Close()
		return nil, "", err
	}
	return &lock{file}, "", nil
}

func writeAt(file *os.File, text string) error {
	_, err := file.WriteAt([]byte(text), 0)
	return err
}

func (l *lock) release() error { return l.file.Close() }
