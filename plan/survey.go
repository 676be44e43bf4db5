package plan

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"io"
	"slices"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/tally"
	"github.com/ftplan/ftplan/plan/catalog"
	"github.com/ftplan/ftplan/tokenize"
)

// A Pass says how to go over a file: once, whatever is asked.
type Pass struct {
	Name    string // of the file, for the survey
	Jobs    int    // goroutines that decode, lint and count
	MaxLine int    // bytes; 0 = [dataset.DefaultMaxLine]
	Rules   []*lint.Rule
	Lint    lint.Settings
	Legacy  bool               // the model takes prompts and completions in place of chat
	Prompts bool               // the model takes reinforcement alone: messages are judged as prompts, also those that look like chat
	Again   io.ReaderAt        // the same file, to look again at lines that seem equal; nil where it can be read once only
	Against *lint.Summary      // of the training file, where this is the validation file for it; nil otherwise
	Count   []catalog.Counting // none: lint alone
	Long    bool               // count only lines of more bytes than the first counting's limit, to find examples that are too long
	Split   *dataset.Split     // where set, validation examples are surveyed apart
	Keep    int                // findings kept of each rule; 0 = all
	Hash    bool               // the SHA-256 of the file is wanted; it takes longer than reading

	// Counts reports whether a finding counts; those that do not are left out of the tally. It is asked in file order, by
	// one goroutine. The line is the zero value for findings about the whole file. Nil lets all count.
	Counts func(line dataset.Line, f *lint.Finding) bool

	// Each is told of every line, in file order and by one goroutine; nil where nobody asks.
	Each func(Row)
}

// A Row is what a pass saw in one line. Tokens are by the first counting, in one epoch; they are 0 where the line holds no
// example.
type Row struct {
	Tokens, Trained int
	Messages        int  // of the conversation and, in a preference, of both outputs
	Unread          bool // the example is in no format that is counted
	Print           dataset.Print
}

// A Result is what one pass over a file found.
type Result struct {
	Source     FileRef // the whole file; Tokens stays 0
	Format     dataset.Format
	Lines      int64
	Tally      tally.Tally
	Notes      []string // what the rules could not look at
	Training   []Survey // one for each counting
	Validation []Survey // the same for the validation examples, with a split
	Lengths    []map[int64]int64
	Summary    *lint.Summary
	Foreign    *dataset.ForeignError // what the file is where it is no JSON lines at all; nil otherwise
	Uncounted  dataset.Uncounted
}

// AddFindings takes in findings that were made after the file was surveyed, about the whole of it or one of its lines.
func (r *Result) AddFindings(found []lint.Finding) {
	for _, f := range found {
		r.Tally.AddWhole(f)
	}
	for i := range r.Training { // where the findings of a file that is split are counted
		r.Training[i].Lint = SummaryOf(&r.Tally)
	}
}

// Survey goes over the file once: it decodes, lints, counts, splits and hashes, in bounded memory and with the same result
// for any number of jobs. The error is one of input or output, or the context's. A file that is not JSON lines at all is
// no error but a finding.
func (p *Pass) Survey(ctx context.Context, in io.Reader) (*Result, error) {
	sum := sha256.New()
	size := &counted{Writer: io.Discard}
	if p.Hash {
		size.Writer = sum
	}
	r := dataset.NewReader(io.TeeReader(in, size), p.MaxLine)
	format := r.Format()
	if p.Lint.Format == dataset.UnknownFormat {
		p.Lint.Format = p.judged(format)
	}
	if p.Again == nil {
		p.Long = false // what is not counted now never will be
	}
	checker := lint.NewChecker(p.Lint, p.Rules)
	g := newCollector(p, checker)
	for seen, err := range dataset.MapWith(ctx, r, p.Jobs, func() func(*dataset.Record) lineResult { return p.worker(checker) }) {
		foreign, isForeign := dataset.IsForeign(err)
		switch {
		case isForeign:
			g.foreign = foreign
		case err != nil:
			return nil, err
		default:
			g.add(seen)
		}
	}
	if g.foreign != nil {
		if _, err := io.Copy(size, in); err != nil {
			return nil, err
		}
	}
	if err := g.count(ctx, size.n); err != nil {
		return nil, err
	}
	result := g.finish()
	result.Format = p.Lint.Format
	result.Source.Name, result.Source.Size = p.Name, size.n
	if p.Hash {
		result.Source.SHA256 = hex.EncodeToString(sum.Sum(nil))
	}
	if p.Split == nil {
		result.bind()
	}
	return result, nil
}

// count hands the tokens that the survey will show to the rules. Where only long lines were counted and so little is
// trained that a rule asks, the file is read again.
func (g *collector) count(ctx context.Context, size int64) error {
	p := g.pass
	if len(p.Count) == 0 || p.Long && !g.summary.FewTrained() {
		return nil
	}
	if !p.Long {
		g.counted(g)
		return nil
	}
	whole := *p
	whole.Long, whole.Rules, whole.Count, whole.Counts, whole.Each, whole.Against = false, nil, p.Count[:1], nil, nil, nil
	checker := lint.NewChecker(whole.Lint, nil)
	again := newCollector(&whole, checker)
	r := dataset.NewReader(io.NewSectionReader(p.Again, 0, size), p.MaxLine)
	for seen, err := range dataset.MapWith(ctx, r, p.Jobs, func() func(*dataset.Record) lineResult { return whole.worker(checker) }) {
		if err != nil {
			return err
		}
		again.add(seen)
	}
	g.counted(again)
	return nil
}

// counted hands the rules what a collector counted.
func (g *collector) counted(by *collector) {
	c := &by.sides[0].counts[0]
	g.summary.Counted(c.billed(), c.trained, c.over)
}

// bind says that the surveys are of the bytes that the pass went over: there is no split that makes other files of them.
func (l *Result) bind() {
	for i := range l.Training {
		file := &l.Training[i].File
		file.Name, file.Size, file.SHA256 = l.Source.Name, l.Source.Size, l.Source.SHA256
	}
}

// judged returns the format that a file is judged by when nobody said which: its own if the service takes it for such a
// model, otherwise what the model takes.
func (p *Pass) judged(format dataset.Format) dataset.Format {
	switch {
	case p.Legacy:
		return dataset.Completion
	case p.Prompts && format == dataset.Chat:
		return dataset.Reinforcement
	case format.Service() && format != dataset.Completion:
		return format
	}
	return dataset.Chat
}

// counted counts the bytes on their way to a writer.
type counted struct {
	io.Writer
	n int64
}

func (c *counted) Write(p []byte) (int, error) {
	n, err := c.Writer.Write(p)
	c.n += int64(n)
	return n, err
}

// lineResult is what a pass found in one line.
type lineResult struct {
	lint.Result
	line   dataset.Line
	aside  bool              // the example is for validation
	row    Row               // where somebody asks
	tokens []tokenize.Tokens // one for each counting, none where nothing was counted
	unread string            // why an example was not counted; "" where it was, or was not to be
	use    tokenize.ToolUse  // by the first counting
}

// worker returns the function that looks at lines in one goroutine.
func (p *Pass) worker(checker *lint.Checker) func(*dataset.Record) lineResult {
	meters := make([]*tokenize.Meter, len(p.Count))
	for i, c := range p.Count {
		meters[i] = tokenize.NewMeter(c.Counter(), c.Chat, c.Images)
	}
	return func(r *dataset.Record) lineResult {
		s := lineResult{line: r.Line}
		var lengths lint.Lengths
		s.unread = r.Misread(p.Legacy || p.Lint.Format == dataset.Completion)
		if s.unread == "" && p.counts(r) {
			s.tokens = make([]tokenize.Tokens, len(meters))
			for i := len(meters) - 1; i >= 0; i-- {
				s.tokens[i] = meters[i].Count(r)
			}
			s.use = meters[0].ToolUse()
			lengths = lint.Lengths{Tokens: s.tokens[0].Billed(), Messages: meters[0].Messages()}
		}
		s.Result = checker.Line(r, lengths)
		s.aside = p.Split != nil && s.Facts.Example && p.Split.Validation(r)
		if p.Each != nil {
			s.row = rowOf(r, s.tokens, s.unread != "")
		}
		return s
	}
}

func rowOf(r *dataset.Record, tokens []tokenize.Tokens, unread bool) Row {
	e := &r.Example
	row := Row{Print: dataset.PrintOf(r), Messages: len(e.Messages) + len(e.Preferred) + len(e.NonPreferred), Unread: unread}
	if len(tokens) > 0 {
		row.Tokens, row.Trained = tokens[0].Billed(), tokens[0].Trained()
	}
	return row
}

// counts reports whether the tokens of a record are wanted.
func (p *Pass) counts(r *dataset.Record) bool {
	if len(p.Count) == 0 || r.Err != nil || r.Root.Kind() != dataset.Object {
		return false
	}
	return !p.Long || p.Count[0].Limit > 0 && len(r.Text) > p.Count[0].Limit
}

// A collector adds up what a pass sees, in file order.
type collector struct {
	pass    *Pass
	checker *lint.Checker
	summary *lint.Summary
	foreign *dataset.ForeignError
	result  Result
	sides   [2]side // training, validation
}

// A side is one of the files that a split would make.
type side struct {
	sum      hash.Hash
	size     int64
	examples int64
	counts   []count
	tools    tokenize.ToolSums
}

func newCollector(p *Pass, checker *lint.Checker) *collector {
	g := &collector{pass: p, checker: checker, summary: checker.Summary()}
	g.summary.Source = p.Again
	g.summary.Against(p.Against)
	g.result.Tally = tally.New(p.Keep)
	for i := range g.sides {
		g.sides[i] = side{sum: sha256.New(), counts: make([]count, len(p.Count))}
	}
	return g
}

func (g *collector) add(s lineResult) {
	g.result.Lines++
	if each := g.pass.Each; each != nil {
		each(s.row)
	}
	g.tally(s.line, s.Findings)
	g.tallyMore(s.line, s.More)
	g.summary.Add(s.Facts)
	if !s.Facts.Example {
		return
	}
	g.result.Source.Examples++
	if s.unread != "" && g.result.Uncounted.Add(s.line.Number, s.unread) && !g.pass.Long {
		return
	}
	to := &g.sides[0]
	if s.aside {
		to = &g.sides[1]
	}
	if g.pass.Split != nil {
		to.write(s.line)
	}
	to.examples++
	if len(s.use.Tools) > 0 {
		to.tools.Add(s.use)
	}
	for i := range s.tokens {
		to.counts[i].add(&s.tokens[i], s.line.Number, g.pass.Count[i].Limit)
	}
}

// tally takes in the findings about a line, or about the whole file, that count.
func (g *collector) tally(line dataset.Line, findings []lint.Finding) {
	slices.SortStableFunc(findings, tally.InFile)
	for i := range findings {
		switch counts := g.pass.Counts; {
		case counts != nil && !counts(line, &findings[i]):
		case line.Number == 0:
			g.result.Tally.AddWhole(findings[i])
		case g.result.Tally.Add(findings[i]):
			g.checker.Quiet(findings[i].Rule)
		}
	}
}

// tallyMore counts the findings about a line that were not collected.
func (g *collector) tallyMore(line dataset.Line, more []lint.More) {
	for _, m := range more {
		f := lint.Finding{Rule: m.Rule, Line: line.Number}
		for range m.Count {
			if counts := g.pass.Counts; counts == nil || counts(line, &f) {
				g.result.Tally.CountOnly(&f)
			}
		}
	}
}

// write takes a line in as the file of the side would hold it.
func (s *side) write(line dataset.Line) {
	n, _ := line.WriteTo(s.sum)
	s.size += n
}

func (g *collector) finish() *Result {
	result := &g.result
	g.tally(dataset.Line{}, g.summary.Finish(g.foreign))
	result.Summary, result.Notes, result.Foreign = g.summary, g.summary.Notes(), g.foreign
	for i := range g.pass.Count {
		training, lengths := g.survey(0, i)
		result.Training, result.Lengths = append(result.Training, training), append(result.Lengths, lengths)
		if g.pass.Split != nil {
			validation, _ := g.survey(1, i)
			result.Validation = append(result.Validation, validation)
		}
	}
	return result
}

// survey returns what a side amounts to by one counting. Without a split the caller knows the file's name and hash.
func (g *collector) survey(which, i int) (Survey, map[int64]int64) {
	side, counting := &g.sides[which], g.pass.Count[i]
	s := side.counts[i].survey(counting.Notes)
	s.Format, s.Encoding = g.pass.Lint.Format.String(), counting.Encoding
	if which == 0 { // the findings of a file that is split are counted once
		s.Lint = SummaryOf(&g.result.Tally)
	}
	if i == 0 {
		s.Tools = side.tools.Shares(counting.Counter(), s.Format == dataset.Preference.String())
	}
	s.File.Examples = side.examples
	if g.pass.Split != nil {
		s.File.Size, s.File.SHA256 = side.size, hex.EncodeToString(side.sum.Sum(nil))
	}
	return s, side.counts[i].lengths
}

// SummaryOf returns the counts of findings as a quote holds them.
func SummaryOf(t *tally.Tally) LintSummary {
	return LintSummary{Errors: t.Count(lint.Error), Warnings: t.Count(lint.Warning), Infos: t.Count(lint.Info)}
}
