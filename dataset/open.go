package dataset

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"
)

// Open opens a file for reading. A folder, a device and a socket are refused by name, without opening them. A named pipe is
// waited for until somebody writes to it; when ctx ends before, that is the error, and when it ends later, what waits for
// bytes of the pipe ends as well. The error says what to do.
func Open(ctx context.Context, path string) (*os.File, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, openError(path, err)
	}
	switch mode := info.Mode(); {
	case mode.IsDir():
		return nil, fmt.Errorf("%q is a directory; name the JSON lines file in it", path)
	case mode&fs.ModeDevice != 0:
		return nil, fmt.Errorf("%q is a device, not a file", path)
	case mode&fs.ModeSocket != 0:
		return nil, fmt.Errorf("%q is a socket, not a file", path)
	case mode&fs.ModeNamedPipe != 0:
		return openPipe(ctx, path)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, openError(path, err)
	}
	return f, nil
}

// openPipe opens a named pipe, which takes until somebody else opens it for writing.
func openPipe(ctx context.Context, path string) (*os.File, error) {
	type opened struct {
		file *os.File
		err  error
	}
	done := make(chan opened, 1)
	go func() {
		f, err := os.Open(path)
		done <- opened{f, err}
	}()
	select {
	case o := <-done:
		if o.err != nil {
			return nil, openError(path, o.err)
		}
		context.AfterFunc(ctx, func() { o.file.SetReadDeadline(time.Unix(1, 0)) }) // wakes whoever reads
		return o.file, nil
	case <-ctx.Done():
		release(path)
		if o := <-done; o.err == nil {
			o.file.Close()
		}
		return nil, ctx.Err()
	}
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
