package submit

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/ftplan/ftplan/submit/service"
)

// lock is a file that one process at a time holds. The system frees it when
// the process ends, however it ends. The file itself stays: removing it would
// let two processes hold two files of one name.
type lock struct{ file *os.File }

// locks are held together.
type locks []*lock

// errHeld is what the system's lock says when another process holds it.
var errHeld = errors.New("held by another process")

// lockQuote holds a quote for this process, or says which process does: in the
// state folder, and on this machine, where processes with other state folders
// look.
func lockQuote(dir string, l Launch) (locks, error) {
	machine := filepath.Join(os.TempDir(), fmt.Sprintf("ftplan-%d", os.Getuid()))
	if err := OwnFolder(machine); err != nil {
		return nil, service.Local("cannot lock the quote on this machine", err)
	}
	var held locks
	for _, folder := range []string{dir, machine} {
		one, holder, err := takeLock(filepath.Join(folder, "quote-"+l.Quote[:32]+".lock"))
		if errors.Is(err, errHeld) {
			err = service.Guard("this quote is being launched by "+holder, "wait for it, or look at its job with `"+l.jobs("list")+"`")
		} else if err != nil {
			err = service.Local("cannot lock the quote", err)
		}
		if err != nil {
			return nil, errors.Join(err, held.release())
		}
		held = append(held, one)
	}
	return held, nil
}

func (l locks) release() error {
	var err error
	for _, one := range l {
		err = errors.Join(err, one.release())
	}
	return err
}

// holderPrefix begins the line that a holder writes of itself.
const holderPrefix = "process "

// takeLock tries once. With errHeld comes what the holder wrote of itself. A
// file of that name which no holder has written is left as it is.
func takeLock(path string) (l *lock, holder string, err error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|noFollow, 0o600)
	if err != nil {
		return nil, "", err
	}
	defer func() {
		if err != nil {
			file.Close()
		}
	}()
	failed := lockFile(file)
	text, err := io.ReadAll(io.LimitReader(file, 200))
	if errors.Is(failed, errHeld) {
		if err != nil || len(text) == 0 {
			text = []byte("another process")
		}
		return nil, service.Show(string(text), 120), errHeld
	}
	info, statErr := file.Stat()
	switch {
	case failed != nil || err != nil || statErr != nil:
		return nil, "", errors.Join(failed, err, statErr)
	case !info.Mode().IsRegular() || len(text) > 0 && !strings.HasPrefix(string(text), holderPrefix):
		return nil, "", fmt.Errorf("%s is no lock of this program; move it away", path)
	}
	if err := sign(file); err != nil {
		return nil, "", err
	}
	return &lock{file}, "", nil
}

// sign writes into a lock who holds it.
func sign(file *os.File) error {
	host, err := os.Hostname()
	if err != nil {
		host = "this machine"
	}
	text := fmt.Sprintf("%s%d on %s since %s\n", holderPrefix, os.Getpid(), host, time.Now().UTC().Format(time.RFC3339))
	_, err = file.WriteAt([]byte(text), 0)
	return errors.Join(err, file.Truncate(int64(len(text))))
}

func (l *lock) release() error { return l.file.Close() }
