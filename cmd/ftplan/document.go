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

// readDocument reads a small file: a quote, an approval, a key. What says which of them it is.
func readDocument(path, what string) ([]byte, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("there is no %s %q: %w; check the path", what, path, fs.ErrNotExist)
	}
	if err != nil {
		return nil, fmt.Errorf("cannot read the %s: %w", what, err)
	}
	if !info.Mode().IsRegular() { // before it is opened, for which a pipe would wait
		return nil, fmt.Errorf("%q is not a regular file, so no %s", path, what)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("cannot read the %s: %w", what, err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxDocument))
	if err != nil {
		return nil, fmt.Errorf("cannot read the %s %q: %w", what, path, err)
	}
	return data, nil
}
