package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// maxDocument is more than any document has that is read here; readers refuse it by its size.
const maxDocument = 1<<20 + 1

// errIrregular is in the error about a file that is a directory, a pipe or a device.
var errIrregular = errors.New("is not a regular file")

// openDocument opens a small file. What says what it is to be.
func openDocument(path, what string) (*os.File, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() { // before it is opened, for which a pipe would wait
		return nil, fmt.Errorf("%q %w, so no %s", path, errIrregular, what)
	}
	return os.Open(path)
}

// readDocument reads a small file: a quote, an approval, a key. What says which of them it is.
func readDocument(path, what string) ([]byte, error) {
	f, err := openDocument(path, what)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("there is no %s %q: %w; check the path", what, path, fs.ErrNotExist)
	case errors.Is(err, errIrregular):
		return nil, err
	case err != nil:
		return nil, fmt.Errorf("cannot read the %s: %w", what, err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxDocument))
	if err != nil {
		return nil, fmt.Errorf("cannot read the %s %q: %w", what, path, err)
	}
	return data, nil
}
