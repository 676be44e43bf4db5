package dataset

import (
	"context"
	"io"
	"iter"
	"sync"
)

// maxJobs is how many goroutines work on a file at the most. Each costs about a megabyte, blocks and a counter's cache, and
// with this many a pass over lines of ordinary length stays below 64 MiB, the tables of its encoding apart.
const maxJobs = 32

// Map decodes the lines of r, hands each record to f and yields the results in file order. It runs f in jobs goroutines
// at once, 32 at the most; the results are the same for any number.
//
// What f returns may hold on to the record's Text, but to nothing else of it, and that only until the iteration moves on.
// Memory is bounded by jobs and the length of the longest lines, not by the size of the file. The last thing yielded may
// be an error: the stream's, a [*ForeignError], or that of ctx.
func Map[T any](ctx context.Context, r *Reader, jobs int, f func(*Record) T) iter.Seq2[T, error] {
	return MapWith(ctx, r, jobs, func() func(*Record) T { return f })
}

// MapWith is [Map] for functions that keep something between records, such as a counter with a cache: every goroutine
// that gets any asks worker for a function of its own. The results must not depend on which function sees which record.
// When ctx ends, the iteration does too, without waiting for functions that are still at a record.
func MapWith[T any](ctx context.Context, r *Reader, jobs int, worker func() func(*Record) T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		outer := ctx
		ctx, cancel := context.WithCancel(ctx)
		var group sync.WaitGroup
		defer func() {
			cancel()
			if outer.Err() == nil {
				group.Wait()
			}
		}()
		jobs := min(max(jobs, 1), maxJobs)
		p := newPipeline[T](jobs)
		go p.read(ctx, r) // not waited for: a read from a pipe may never return
		for range jobs {
			group.Go(func() { p.work(ctx, worker) })
		}
		p.yield(ctx, yield)
	}
}

// A batch is a block of lines on its way through a pipeline, and the results for them.
type batch[T any] struct {
	block   block
	results []T
	err     error // of the stream, behind the block; io.EOF at the end
	done    chan struct{}
}

// A pipeline takes batches from a reader through workers to one consumer. The batches go round: spare holds those that
// nobody uses, and their number bounds the memory.
type pipeline[T any] struct {
	spare, todo, order chan *batch[T]
}

func newPipeline[T any](jobs int) *pipeline[T] {
	n := 2*jobs + 1
	p := &pipeline[T]{make(chan *batch[T], n), make(chan *batch[T], n), make(chan *batch[T], n)}
	for range n {
		p.spare <- &batch[T]{done: make(chan struct{}, 1)}
	}
	return p
}

// read fills spare batches until the stream ends.
func (p *pipeline[T]) read(ctx context.Context, r *Reader) {
	defer close(p.todo)
	c := cutter{src: r.src, maxLine: r.maxLine}
	for {
		select {
		case <-ctx.Done():
			return
		case b := <-p.spare:
			b.err = c.next(&b.block)
			last := b.err != nil
			p.order <- b
			p.todo <- b
			if last {
				return
			}
		}
	}
}

// work decodes batches and runs a worker's function on their records, until there are no more or ctx ends. It asks for the
// function when the first batch comes, as a short file has none for most goroutines.
func (p *pipeline[T]) work(ctx context.Context, worker func() func(*Record) T) {
	var record Record
	var f func(*Record) T
	for {
		select {
		case <-ctx.Done():
			return
		case b, ok := <-p.todo:
			if !ok {
				return
			}
			if f == nil {
				f = worker()
			}
			b.results = b.results[:0]
			for line := range b.block.lines() {
				if ctx.Err() != nil {
					return
				}
				record.Decode(line)
				b.results = append(b.results, f(&record))
			}
			b.done <- struct{}{}
		}
	}
}

// yield hands out the results batch by batch, in the order in which they were read.
func (p *pipeline[T]) yield(ctx context.Context, yield func(T, error) bool) {
	var none T
	for {
		b := p.next(ctx)
		if b == nil {
			yield(none, ctx.Err())
			return
		}
		for _, result := range b.results {
			if !yield(result, nil) {
				return
			}
		}
		if b.err == io.EOF {
			return
		}
		if b.err != nil {
			yield(none, b.err)
			return
		}
		p.spare <- b
	}
}

// next waits for the next batch to be done; it returns nil once ctx has ended.
func (p *pipeline[T]) next(ctx context.Context) *batch[T] {
	select {
	case <-ctx.Done():
		return nil
	case b := <-p.order:
		select {
		case <-ctx.Done():
			return nil
		case <-b.done:
			return b
		}
	}
}
