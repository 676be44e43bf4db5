package view

import (
	"bytes"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/ftplan/ftplan/dataset/lint"
)

// A Reading follows how far the reading of files has come. On a terminal it shows that on one line, which is gone when the
// file has been read.
type Reading struct {
	w     io.Writer
	now   func() time.Time
	begun time.Time

	mu    sync.Mutex
	width int // columns; 0 shows nothing
	drawn bool
	next  time.Time // when the line is drawn again
	all   passed    // of all files that have been read to their ends
	file  *followed // that is being read, nil between files
	left  *followed // that was left before its end, nil where none was
}

// passed is how much was read.
type passed struct{ bytes, lines int64 }

// showAfter is how long a file may be read in silence, and showAgain how long a line stands. A file of longFile bytes is
// known to take longer than that, so its progress shows at once.
const (
	showAfter = 300 * time.Millisecond
	showAgain = 100 * time.Millisecond
	longFile  = 16 << 20
)

// NewReading returns a reading that shows itself on a terminal of that many columns; with none it shows nothing.
func NewReading(w io.Writer, width int, now func() time.Time) *Reading {
	return &Reading{w: w, width: width, now: now, begun: now()}
}

// Hide makes the reading show nothing any more.
func (r *Reading) Hide() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.width = 0
}

// Of returns src, followed as the file of that name. A size of 0 is unknown.
func (r *Reading) Of(src io.Reader, name string, size int64) io.Reader {
	r.mu.Lock()
	defer r.mu.Unlock()
	f := &followed{Reader: src, reading: r, name: name, size: size, begun: r.now()}
	r.file, r.left, r.next = f, nil, f.begun
	if size < longFile {
		r.next = f.begun.Add(showAfter)
	}
	return f
}

// End ends the file that is being read and takes its line away.
func (r *Reading) End() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.leave()
}

// leave ends the file that is being read, if any, before its end.
func (r *Reading) leave() {
	if r.file != nil {
		r.left = r.file
	}
	r.end()
}

func (r *Reading) end() {
	if r.drawn {
		fmt.Fprint(r.w, "\r\x1b[K")
		r.drawn = false
	}
	if f := r.file; f != nil {
		r.all.bytes, r.all.lines = r.all.bytes+f.bytes, r.all.lines+f.lines
		r.file = nil
	}
}

// Done says how much had been read of the file that was ended last, "" where it had been read to its end.
func (r *Reading) Done() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.left == nil || r.left.bytes == 0 {
		return ""
	}
	return r.left.amount() + " had been read"
}

// Account prints how much was read in all, and how fast.
func (r *Reading) Account(w io.Writer) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.end()
	since := r.now().Sub(r.begun)
	fmt.Fprintf(w, "read %s in %s, %s%s\n", Size(r.all.bytes), Count(r.all.lines, "line"), since.Round(time.Millisecond), rateOf(r.all.bytes, since))
}

// A followed is a file that is being read.
type followed struct {
	io.Reader
	reading *Reading
	name    string
	size    int64
	begun   time.Time
	passed
}

func (f *followed) Read(p []byte) (int, error) {
	n, err := f.Reader.Read(p)
	lines := bytes.Count(p[:n], []byte("\n"))
	r := f.reading
	r.mu.Lock()
	defer r.mu.Unlock()
	f.bytes, f.lines = f.bytes+int64(n), f.lines+int64(lines)
	switch now := r.now(); {
	case r.file != f:
	case err == io.EOF:
		r.end()
	case err != nil:
		r.leave()
	case r.width > 0 && !now.Before(r.next):
		r.next, r.drawn = now.Add(showAgain), true
		fmt.Fprintf(r.w, "\r\x1b[K%s", fitted(f.line(now), r.width-1))
	}
	return n, err
}

// line is what is shown while the file is read.
func (f *followed) line(now time.Time) string {
	since := now.Sub(f.begun)
	text := f.amount() + ", " + Count(f.lines, "line") + rateOf(f.bytes, since)
	if f.size > 0 && f.bytes > 0 && since >= showAfter {
		left := time.Duration(float64(since) / float64(f.bytes) * float64(max(f.size-f.bytes, 0)))
		text += fmt.Sprintf(", %s left", left.Round(time.Second))
	}
	return text
}

// amount is how much of the file has been read.
func (f *followed) amount() string {
	name := lint.Printable(f.name)
	if f.size == 0 {
		return Size(f.bytes) + " of " + name
	}
	return fmt.Sprintf("%d %%, %s of %s of %s", 100*min(f.bytes, f.size)/f.size, Size(f.bytes), Size(f.size), name)
}

// rateOf says how fast bytes were read, once there is something to say.
func rateOf(bytes int64, since time.Duration) string {
	if since < showAgain {
		return ""
	}
	return ", " + Size(int64(float64(bytes)/since.Seconds())) + "/s"
}

// fitted returns the start of text that fits into so many columns.
func fitted(text string, columns int) string {
	if runes := []rune(text); len(runes) > columns {
		return string(runes[:max(columns-1, 0)]) + "…"
	}
	return text
}
