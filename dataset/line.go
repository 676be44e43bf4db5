package dataset

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
)

// DefaultMaxLine is the longest line, in bytes, that a [Reader] keeps. Longer ones are skipped in constant memory and
// reported as [Line.TooLong].
const DefaultMaxLine = 64 << 20

// blockSize is how much is read at once. Larger blocks cost memory for every goroutine and win no speed.
const blockSize = 256 << 10

// A Line is one physical line of a file.
type Line struct {
	Number  int    // 1 for the first line
	Offset  int64  // of the first byte of Text in the file
	Text    []byte // without its line ending and without a byte-order mark; valid until the iteration moves on
	CR      bool   // the line ended in CR LF
	BOM     bool   // a UTF-8 byte-order mark stood before the text
	TooLong bool   // longer than the reader's limit: Text holds nothing
	Open    bool   // the file ended before a newline
}

// A Reader cuts a stream into lines. It is used once: either by [Reader.Lines] or by [Map].
type Reader struct {
	src     io.Reader
	maxLine int
}

// NewReader returns a reader of src whose lines may be up to maxLine bytes long; 0 stands for [DefaultMaxLine].
func NewReader(src io.Reader, maxLine int) *Reader {
	if maxLine <= 0 {
		maxLine = DefaultMaxLine
	}
	return &Reader{src: src, maxLine: maxLine}
}

// Format returns the format that most of the first lines have, as a guess at the format of the whole; UnknownFormat where
// none of them has one. The lines are still there to be read afterwards.
func (r *Reader) Format() Format {
	b := block{buf: r.peek(), number: 1, maxLine: r.maxLine}
	votes, best := map[Format]int{}, UnknownFormat
	var record Record
	for line := range b.lines() {
		if line.Number > formatLines {
			break
		}
		record.Decode(line)
		if f := record.Format; f != UnknownFormat {
			if votes[f]++; votes[f] > votes[best] {
				best = f
			}
		}
	}
	return best
}

// formatLines is how many lines decide the format of a file, and peekSize how many bytes are looked at for them.
const (
	formatLines = 100
	peekSize    = 1 << 20
)

// peek returns the whole lines among the first bytes of the stream and leaves them to be read again.
func (r *Reader) peek() []byte {
	head := make([]byte, peekSize)
	n, err := io.ReadFull(r.src, head)
	head = head[:n]
	rest := r.src
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		rest = failed{err}
	}
	r.src = io.MultiReader(bytes.NewReader(head), rest)
	if end := bytes.LastIndexByte(head, '\n'); n == peekSize {
		head = head[:end+1]
	}
	return bytes.TrimPrefix(head, utf8BOM)
}

// failed is a stream that has ended with an error.
type failed struct{ err error }

func (f failed) Read([]byte) (int, error) { return 0, f.err }

// Lines yields the lines of the stream in order. An error is an error of the stream, or a [*ForeignError] where the
// stream is something other than text; it is the last thing that is yielded.
func (r *Reader) Lines() iter.Seq2[Line, error] {
	return func(yield func(Line, error) bool) {
		c := cutter{src: r.src, maxLine: r.maxLine}
		b := new(block)
		for {
			err := c.next(b)
			for line := range b.lines() {
				if !yield(line, nil) {
					return
				}
			}
			if err == io.EOF {
				return
			}
			if err != nil {
				yield(Line{}, err)
				return
			}
		}
	}
}

// A block is a run of whole lines, or one line that was too long to keep.
type block struct {
	buf     []byte // whole lines; only the last line of a file may lack its newline
	number  int    // of the first line
	offset  int64  // of the first byte
	bom     bool   // buf starts behind a byte-order mark
	tooLong bool   // stands for one line that was skipped
	maxLine int
}

func (b *block) lines() iter.Seq[Line] {
	return func(yield func(Line) bool) {
		if b.tooLong {
			yield(Line{Number: b.number, Offset: b.offset, TooLong: true})
			return
		}
		rest, number, offset := b.buf, b.number, b.offset
		for len(rest) > 0 {
			line := Line{Number: number, Offset: offset, BOM: b.bom && number == 1}
			n := bytes.IndexByte(rest, '\n')
			if n < 0 {
				line.Text, line.Open, n = rest, true, len(rest)-1
			} else {
				line.Text = rest[:n:n]
			}
			if k := len(line.Text); k > 0 && line.Text[k-1] == '\r' {
				line.Text, line.CR = line.Text[:k-1], true
			}
			if len(line.Text) > b.maxLine {
				line.Text, line.TooLong = nil, true
			}
			if !yield(line) {
				return
			}
			rest, number, offset = rest[n+1:], number+1, offset+int64(n+1)
		}
	}
}

// A cutter fills blocks from a stream: it carries the cut-off end of one block over to the next.
type cutter struct {
	src     io.Reader
	maxLine int
	carry   []byte // the start of a line whose newline has not been seen
	number  int    // lines handed out
	offset  int64  // bytes handed out or skipped
	started bool
	err     error // of the stream, io.EOF included
}

// next fills b with the next whole lines. It returns an error together with the last lines, io.EOF at the end.
func (c *cutter) next(b *block) error {
	*b = block{buf: append(b.buf[:0], c.carry...), number: c.number + 1, offset: c.offset}
	b.maxLine = c.maxLine
	c.carry = c.carry[:0]
	if !c.started {
		c.started = true
		if err := c.start(b); err != nil {
			b.buf = b.buf[:0]
			return err
		}
	}
	for seen := 0; ; {
		c.fill(b)
		if n := bytes.LastIndexByte(b.buf[seen:], '\n'); n >= 0 {
			end := seen + n + 1
			c.carry = append(c.carry, b.buf[end:]...)
			b.buf = b.buf[:end]
			break
		}
		if c.err != nil {
			break
		}
		if seen = len(b.buf); seen > c.maxLine {
			return c.skip(b)
		}
	}
	return c.done(b)
}

// done counts what b hands out and marks a single line beyond the limit.
func (c *cutter) done(b *block) error {
	c.number += bytes.Count(b.buf, newline)
	c.offset += int64(len(b.buf))
	if c.err == nil {
		return nil
	}
	if len(c.carry) > 0 {
		return nil // the rest goes out with the next block
	}
	if len(b.buf) > 0 && b.buf[len(b.buf)-1] != '\n' {
		c.number++
	}
	return c.err
}

var newline = []byte{'\n'}

// fill reads once into the free end of b, growing it as needed.
func (c *cutter) fill(b *block) {
	if c.err != nil {
		return
	}
	if cap(b.buf)-len(b.buf) < blockSize/2 {
		grown := make([]byte, len(b.buf), max(blockSize, min(2*cap(b.buf), c.maxLine+blockSize)))
		copy(grown, b.buf)
		b.buf = grown
	}
	for empty := 0; ; empty++ {
		n, err := c.src.Read(b.buf[len(b.buf):cap(b.buf)])
		b.buf = b.buf[:len(b.buf)+n]
		if err != nil {
			c.err = err
			return
		}
		if n > 0 {
			return
		}
		if empty == 100 {
			c.err = io.ErrNoProgress
			return
		}
	}
}

// start looks at the first bytes of the stream: it refuses what is not text and steps over a byte-order mark.
func (c *cutter) start(b *block) error {
	for len(b.buf) < sniffSize && c.err == nil {
		c.fill(b)
	}
	if err := sniff(b.buf); err != nil {
		return err
	}
	if bytes.HasPrefix(b.buf, utf8BOM) {
		b.bom = true
		b.offset, c.offset = int64(len(utf8BOM)), int64(len(utf8BOM))
		b.buf = b.buf[len(utf8BOM):]
	}
	return nil
}

// skip steps over the rest of a line that is too long, in constant memory, and makes b stand for it.
func (c *cutter) skip(b *block) error {
	*b = block{buf: b.buf, number: b.number, offset: b.offset, bom: b.bom, tooLong: true}
	length := int64(len(b.buf))
	scratch := block{buf: make([]byte, 0, blockSize)}
	for {
		scratch.buf = scratch.buf[:0]
		c.fill(&scratch)
		if n := bytes.IndexByte(scratch.buf, '\n'); n >= 0 {
			length += int64(n + 1)
			c.carry = append(c.carry[:0], scratch.buf[n+1:]...)
			break
		}
		length += int64(len(scratch.buf))
		if c.err != nil {
			break
		}
	}
	b.buf = nil // the room of a huge line is given back
	c.number++
	c.offset += length
	if len(c.carry) > 0 {
		return nil
	}
	return c.err
}

// A ForeignError says that a stream is not JSON lines at all but, say, an archive or UTF-16 text.
type ForeignError struct {
	Kind string // what it is, as a reader would call it: "gzip", "UTF-16", "Parquet"
	Cure string // what to do about it
	JSON bool   // it is a JSON document that goes over many lines, with the examples in it

	Convertible bool // package convert reads it
}

func (e *ForeignError) Error() string {
	return fmt.Sprintf("the file is %s, not JSON lines; %s", e.Kind, e.Cure)
}

// IsForeign reports whether err says that a stream is not JSON lines, and what it is.
func IsForeign(err error) (*ForeignError, bool) {
	var foreign *ForeignError
	ok := errors.As(err, &foreign)
	return foreign, ok
}

// WriteTo writes the line as it stands in its file, ending it where the file did not.
func (l Line) WriteTo(w io.Writer) (int64, error) {
	end := "\n"
	if l.CR {
		end = "\r\n"
	}
	n, err := w.Write(l.Text)
	if err != nil {
		return int64(n), err
	}
	m, err := io.WriteString(w, end)
	return int64(n + m), err
}
