package lint

import (
	"bufio"
	"bytes"
	"errors"
	"io"

	"github.com/ftplan/ftplan/dataset"
)

// An index knows where the lines of a file begin, to within a few: it keeps the offset of every line at first, then of
// every second one, and so on, never more than indexMax.
type index struct {
	stride  int
	offsets []int64 // of the lines 1, 1+stride, 1+2*stride and so on
}

// indexMax bounds the memory of an index at 64 KiB.
const indexMax = 8 << 10

// add takes in the offset of the next line.
func (x *index) add(line int, offset int64) {
	x.stride = max(x.stride, 1)
	if (line-1)%x.stride != 0 {
		return
	}
	if len(x.offsets) == indexMax {
		for i := range indexMax / 2 {
			x.offsets[i] = x.offsets[2*i]
		}
		x.offsets, x.stride = x.offsets[:indexMax/2], 2*x.stride
		if (line-1)%x.stride != 0 {
			return
		}
	}
	x.offsets = append(x.offsets, offset)
}

// errLineLong is the fault of a line that is longer than any reader takes.
var errLineLong = errors.New("the line is too long to be read again")

// A rereader reads single lines of a file a second time.
type rereader struct {
	source io.ReaderAt
	index  *index
	buf    *bufio.Reader
}

func newRereader(source io.ReaderAt, x *index) *rereader {
	return &rereader{source: source, index: x, buf: bufio.NewReaderSize(nil, 32<<10)}
}

// line returns the text of a line, without its ending.
func (r *rereader) line(number int) ([]byte, error) {
	at := (number - 1) / r.index.stride
	if at >= len(r.index.offsets) {
		return nil, io.ErrUnexpectedEOF
	}
	offset := r.index.offsets[at]
	r.buf.Reset(io.NewSectionReader(r.source, offset, 1<<62-offset))
	for range (number - 1) % r.index.stride {
		if err := r.skip(); err != nil {
			return nil, err
		}
	}
	return r.take()
}

// skip reads past the end of a line.
func (r *rereader) skip() error {
	for {
		_, err := r.buf.ReadSlice('\n')
		if err != bufio.ErrBufferFull {
			return err
		}
	}
}

func (r *rereader) take() ([]byte, error) {
	var text []byte
	for {
		part, err := r.buf.ReadSlice('\n')
		text = append(text, part...)
		if len(text) > dataset.DefaultMaxLine {
			return nil, errLineLong
		}
		if err == nil || err == io.EOF {
			return bytes.TrimRight(text, "\r\n"), nil
		}
		if err != bufio.ErrBufferFull {
			return nil, err
		}
	}
}

// decode reads a line and decodes it.
func (r *rereader) decode(number int) (*dataset.Record, error) {
	text, err := r.line(number)
	if err != nil {
		return nil, err
	}
	record := new(dataset.Record)
	record.Decode(dataset.Line{Number: number, Text: text})
	if record.Err != nil {
		return nil, record.Err
	}
	return record, nil
}

// Same reports whether two lines say the same.
func (r *rereader) Same(t Repeat) bool { return SameLine(r, int(t.Line), r, int(t.Earlier)) }

// SameLine reports whether a line of one file says the same as a line of another.
func SameLine(here *rereader, line int, there *rereader, other int) bool {
	a, err := here.decode(line)
	if err != nil {
		return false
	}
	b, err := there.decode(other)
	return err == nil && dataset.Equal(a.Root, b.Root)
}

// both decodes the lines of a twin.
func (r *rereader) both(t Repeat) (a, b *dataset.Record, err error) {
	if a, err = r.decode(int(t.Line)); err != nil {
		return nil, nil, err
	}
	b, err = r.decode(int(t.Earlier))
	return a, b, err
}

// Alike reports whether two lines are nearly alike.
func (r *rereader) Alike(t Repeat) bool {
	a, b, err := r.both(t)
	return err == nil && alike(&a.Example, &b.Example)
}

// forks reports whether two examples have the same prompt and different answers.
func (r *rereader) forks(t Repeat) bool {
	a, b, err := r.both(t)
	if err != nil {
		return false
	}
	one, two := conversationOf(&a.Example, 0, new(systemMemory)), conversationOf(&b.Example, 0, new(systemMemory))
	last := LastAnswer(a.Example.Messages)
	other := LastAnswer(b.Example.Messages)
	return one.Prompt == two.Prompt && last >= 0 && other >= 0 &&
		Said(&a.Example.Messages[last]) != Said(&b.Example.Messages[other])
}
