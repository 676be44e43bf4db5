package dataset

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// Open opens a file for reading. Directories and block devices are refused by name; a pipe is a file that can be read
// once. The error says what to do.
func Open(path string) (*os.File, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, openError(path, err)
	}
	info, err := f.Stat()
	if err != nil {
		f.Close()
		return nil, err
	}
	switch mode := info.Mode(); {
	case mode.IsDir():
		err = fmt.Errorf("%q is a directory; name the JSON lines file in it", path)
	case mode&fs.ModeDevice != 0 && mode&fs.ModeCharDevice == 0:
		err = fmt.Errorf("%q is a block device, not a file", path)
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

func openError(path string, err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%q: %w; check the path", path, fs.ErrNotExist)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("%q: %w; change its mode or owner", path, fs.ErrPermission)
	}
	return err
}
