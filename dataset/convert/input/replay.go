package input

import (
	"io"
	"os"
)

// A Replay is an input that can be read more than once: by going back where the input can, otherwise from what was kept
// of it, in memory at first and in a temporary file beyond that.
type Replay struct {
	src     io.Reader
	seeker  io.Seeker // nil where the input cannot go back
	start   int64
	keeping bool
	at      int64 // where the next read is
	memory  []byte
	file    *os.File
	size    int64 // bytes kept

	at0 io.ReaderAt // the input itself, where it can be read at any place
}

// HeadBytes is how much of an input is looked at to tell lines, arrays and tables.
const HeadBytes = 1 << 20

const memoryBytes = 4 << 20 // what is kept in memory

// NewReplay returns the input ready to be read from where it is.
func NewReplay(in io.Reader) *Replay {
	r := &Replay{src: in, keeping: true}
	if seeker, ok := in.(io.Seeker); ok {
		if start, err := seeker.Seek(0, io.SeekCurrent); err == nil {
			r.seeker, r.start = seeker, start
		}
	}
	return r
}

// Head returns the first bytes of the input.
func (r *Replay) Head() ([]byte, error) {
	head := make([]byte, HeadBytes)
	n, err := io.ReadFull(r, head)
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		err = nil
	}
	return head[:n], err
}

// Whole reads the input to its end and returns its size: from then on it can be read at any place.
func (r *Replay) Whole() (size int64, err error) {
	if r.seeker != nil {
		if at, ok := r.src.(io.ReaderAt); ok {
			r.at0 = at
			end, err := r.seeker.Seek(0, io.SeekEnd)
			return end - r.start, err
		}
		if err := r.Rewind(); err != nil {
			return 0, err
		}
		r.seeker = nil
	}
	_, err = io.Copy(io.Discard, struct{ io.Reader }{r})
	return r.size, err
}

// ReadAt reads what [Replay.Whole] has read.
func (r *Replay) ReadAt(p []byte, off int64) (n int, err error) {
	if r.at0 != nil {
		return r.at0.ReadAt(p, r.start+off)
	}
	if off < int64(len(r.memory)) {
		n = copy(p, r.memory[off:])
	}
	for err == nil && n < len(p) {
		var more int
		if r.file == nil || off+int64(n) >= r.size {
			return n, io.EOF
		}
		more, err = r.file.ReadAt(p[n:], off+int64(n)-int64(len(r.memory)))
		n += more
	}
	return n, err
}

// Rewind makes the next read start at the beginning.
func (r *Replay) Rewind() error {
	r.at = 0
	if r.seeker == nil {
		return nil
	}
	_, err := r.seeker.Seek(r.start, io.SeekStart)
	return err
}

// Last is [Replay.Rewind] for the last time: nothing more is kept.
func (r *Replay) Last() error {
	r.keeping = false
	return r.Rewind()
}

// Read reads on, from what was kept first.
func (r *Replay) Read(p []byte) (int, error) {
	switch {
	case r.seeker != nil:
		return r.src.Read(p)
	case r.at < int64(len(r.memory)):
		n := copy(p, r.memory[r.at:])
		r.at += int64(n)
		return n, nil
	case r.at < r.size:
		n, err := r.file.ReadAt(p[:min(int64(len(p)), r.size-r.at)], r.at-int64(len(r.memory)))
		r.at += int64(n)
		return n, err
	}
	n, err := r.src.Read(p)
	if r.keeping {
		if failed := r.keep(p[:n]); failed != nil {
			return 0, failed
		}
		r.at += int64(n)
	}
	return n, err
}

// keep remembers bytes that were read from the input.
func (r *Replay) keep(p []byte) (err error) {
	r.size += int64(len(p))
	if r.file == nil && len(r.memory)+len(p) <= memoryBytes {
		r.memory = append(r.memory, p...)
		return nil
	}
	if r.file == nil {
		if r.file, err = os.CreateTemp("", "ftplan-convert-*"); err != nil {
			return err
		}
	}
	_, err = r.file.Write(p)
	return err
}

// Close removes the temporary file.
func (r *Replay) Close() {
	if r.file != nil {
		r.file.Close()
		os.Remove(r.file.Name())
	}
}
