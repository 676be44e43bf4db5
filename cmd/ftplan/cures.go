package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
	"github.com/ftplan/ftplan/cmd/ftplan/internal/view/runs"
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint/rules"
	"github.com/ftplan/ftplan/plan"
	"github.com/ftplan/ftplan/submit"
	"github.com/ftplan/ftplan/submit/service"
)

// A remedy is what is known about one kind of failure of a job: by which codes and words of the service it is told, and
// what to do. The texts of services are known from public reports alone; no complete list exists.
type remedy struct {
	codes []string // any of them
	words []string // any of them, in capitals or not
	rule  string   // whose cure it is; "" where no rule finds it in the file
	text  string   // how it came to be and what to do, where there is no rule
	next  nextStep
	finds bool // the moderation can be asked which examples it means
}

// A nextStep is what to type after a failure.
type nextStep int

const (
	nowhere  nextStep = iota
	lintFile          // look at the file
	anew              // a new quote of the same file: one quote buys one job
	models            // see what can be trained
	compare           // see who else trains the file
)

// remedies in the order in which they are tried: the first that fits decides, so that the particular stands before the
// general.
var remedies = []remedy{
	{codes: []string{"invalid_n_examples"}, words: []string{"must have at least"}, rule: "too-few-examples"},
	{words: []string{"discriminator 'role'"}, rule: "missing-role"},
	{words: []string{"invalid token"}, rule: "control-token"},
	{words: []string{"contains invalid json"}, rule: "bad-json"},
	{words: []string{"is not a dictionary"}, rule: "not-an-object"},
	{words: []string{"contains an extra"}, rule: "unknown-key"},
	{words: []string{"is missing key"}, rule: "missing-key"},
	{words: []string{"is not using", "unexpected file format"}, rule: "wrong-format"},
	{words: []string{"moderation eval", "safety evaluation", "safety check after training"}, next: lintFile,
		text: "the model was trained, and its own answers then did not pass the provider's safety evaluation, or that could not be finished. " +
			"Take out or rewrite examples whose answers give in to harmful requests; where none do, launch again, and write to the provider's support if it fails twice"},
	{codes: []string{"unsafe_file", "content_policy_violation"}, finds: true,
		words: []string{"flagged by our moderation", "failed moderation safety", "unsafe training file", "unsafe file", "content filter"},
		text: "before training the provider runs its moderation over every example, and refuses the file where too many are flagged; " +
			"lint cannot see what it flags. Take those examples out or rewrite them, questions as well as answers, then quote the file anew; " +
			"where none is at fault, ask the provider's support for a review"},
	{codes: []string{"exceeded_quota", "insufficient_quota", "billing_hard_limit_reached", "quota_exceeded", "billing_not_active"}, next: anew,
		words: []string{"exceeded your current quota", "hard limit", "exceeded quota", "quota exceeded", "insufficient credit", "insufficient balance"},
		text: "the account has no credit left, or its monthly limit is reached. Add credit or raise the limit on the provider's billing page, then make a new quote: " +
			"the job that failed does not go on by itself"},
	{words: []string{"explore plan"}, text: "the account is on a free plan, which trains nothing: upgrade it on the provider's billing page", next: anew},
	{codes: []string{"rate_limit_exceeded", "daily_limit_exceeded"}, words: []string{"rate limit", "too many jobs", "maximum number of", "active fine-tuning jobs"}, next: anew,
		text: "the account has too many jobs at once or today; wait until one has ended, or until tomorrow"},
	{codes: []string{"training_not_available"}, words: []string{"no longer able to create"}, next: compare,
		text: "this organization can no longer create training jobs here; another provider can train the same data"},
	{codes: []string{"model_not_found", "model_not_available"}, words: []string{"not available for fine-tuning", "does not support fine-tuning"}, next: models,
		text: "the provider does not train this model, or no longer, or not in this way"},
	{words: []string{"no such file object"}, next: anew,
		text: "the uploaded file is not there: it was deleted, or it belongs to another project than the key. Use one key for the upload and the job"},
	{words: []string{"sequence length is too long", "exceeds the maximum", "maximum context length", "too many tokens"}, next: lintFile,
		text: "an example is longer than the model takes: shorten it, or take another model"},
	{codes: []string{"invalid_training_file", "invalid_file_format", "invalid_validation_file", "invalid_file"}, next: lintFile,
		words: []string{"invalid file format", "invalid training file", "invalid validation file", "file format error", "no valid json line"},
		text:  "the service cannot read the file as the method wants it. lint says which lines are at fault; where it finds none, the service's words above are all that is known"},
	{codes: []string{"server_error", "internal_error", "internal_server_error"}, words: []string{"internal error", "try again later", "unexpected error"}, next: anew,
		text: "the trouble was the service's own: launch again with a new quote, and write to the provider's support if it fails twice"},
}

// fits reports whether a failure is of this kind.
func (r remedy) fits(f *service.Failure) bool {
	message := strings.ToLower(f.Message)
	return slices.ContainsFunc(r.words, func(words string) bool { return strings.Contains(message, words) }) ||
		slices.Contains(r.codes, strings.ToLower(f.Code))
}

// remedyFor returns what is known about a failure; false where nothing is. What the words say counts before the code, which
// covers many kinds.
func remedyFor(f *service.Failure) (remedy, bool) {
	for _, r := range remedies {
		if (remedy{words: r.words}).fits(f) && len(r.words) > 0 {
			return r, true
		}
	}
	for _, r := range remedies {
		if r.fits(f) {
			return r, true
		}
	}
	return remedy{}, false
}

// cure maps a job's failure back to the local file: what it is about, where, and what to do. Without the quote by which the
// job was launched, the places are left out.
func (o *connection) cure(ctx context.Context, w world, at account, job service.Job) *runs.Cure {
	if job.Failure == nil {
		return nil
	}
	found, ok := remedyFor(job.Failure)
	if !ok {
		return nil
	}
	c := &runs.Cure{Text: found.text}
	for _, rule := range rules.Rules() {
		if rule.Name == found.rule {
			c.Rule, c.Code, c.Text = rule, rule.Code, rule.Cure
			c.Next = append(c.Next, view.Command("ftplan", "rules", rule.Code))
		}
	}
	at.places(ctx, c, job.Failure)
	if found.finds && c.Line == 0 && len(c.Lines) == 0 {
		c.Find = o.moderation(w, at, c)
	}
	c.Next = append(c.Next, at.next(found.next, c)...)
	return c
}

// next are the commands that a failure leads to.
func (at account) next(step nextStep, c *runs.Cure) []string {
	switch {
	case step == models:
		return []string{view.Command("ftplan", "models", "--provider", at.provider.Name)}
	case c.File == "" || at.quote == nil:
		return nil
	case step == lintFile:
		return []string{view.Command("ftplan", "lint", c.File, "--model", at.quote.Model, "--provider", at.quote.Provider)}
	case step == compare:
		return []string{view.Command("ftplan", "quote", c.File, "--compare")}
	case step == anew:
		return []string{view.Command("ftplan", "quote", c.File, "--model", at.quote.Model, "--provider", at.quote.Provider)}
	}
	return nil
}

var (
	// numbered finds the number of an example in a refusal, flagged the numbers of those that the moderation flagged.
	numbered = regexp.MustCompile(`(?i)\b(?:example|line) (\d+)\b`)
	flagged  = regexp.MustCompile(`(?i)\bflagged (?:lines?|examples?):?\s*(\d+(?:\s*,\s*\d+)*)`)
	digits   = regexp.MustCompile(`\d+`)
)

// examplesIn are the numbers of the examples that a refusal names, in their order.
func examplesIn(message string) []int {
	texts := []string{}
	if list := flagged.FindStringSubmatch(message); list != nil {
		texts = digits.FindAllString(list[1], -1)
	} else if one := numbered.FindStringSubmatch(message); one != nil {
		texts = one[1:]
	}
	var numbers []int
	for _, text := range texts {
		if n, err := strconv.Atoi(text); err == nil && n > 0 {
			numbers = append(numbers, n)
		}
	}
	slices.Sort(numbers)
	return slices.Compact(numbers)
}

// places sets the local file that a refusal is about, and the lines that it names. A file that is gone or has changed since
// the quote has no lines to name.
func (at account) places(ctx context.Context, c *runs.Cure, f *service.Failure) {
	file, ok := at.fileOf(f)
	if !ok {
		return
	}
	examples := examplesIn(f.Message)
	lines, unchanged, err := linesOf(ctx, file, examples)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		c.Text += fmt.Sprintf("; %s is not here any more", file.Name)
		return
	case err != nil:
		return
	}
	if c.File = file.Name; !unchanged {
		if len(examples) > 0 {
			c.Text += "; the file has changed since it was sent, so that its lines cannot be named"
		}
		return
	}
	if len(lines) > 0 {
		c.Line = lines[0]
	}
	if len(lines) > 1 {
		c.Line, c.Lines = 0, lines
	}
}

// fileOf is the quoted file that a failure is about.
func (at account) fileOf(f *service.Failure) (plan.FileRef, bool) {
	role := plan.TrainingFile
	if f.Param == "validation_file" || strings.Contains(strings.ToLower(f.Message), "validation file") {
		role = plan.ValidationFile
	}
	if at.quote == nil {
		return plan.FileRef{}, false
	}
	for _, file := range at.quote.Files {
		if file.Role == role {
			return file.FileRef, true
		}
	}
	return plan.FileRef{}, false
}

// linesOf returns the lines of examples, which services count without the lines that hold none, and whether the file is the
// one that was quoted.
func linesOf(ctx context.Context, file plan.FileRef, examples []int) (lines []int, unchanged bool, err error) {
	f, err := dataset.Open(ctx, file.Name)
	if err != nil {
		return nil, false, err
	}
	defer f.Close()
	sum := sha256.New()
	example := 0
	for l, err := range dataset.NewReader(io.TeeReader(stoppable{ctx, f}, sum), 0).Lines() {
		if err != nil {
			return nil, false, err
		}
		if l.TooLong || len(bytes.TrimSpace(l.Text)) > 0 {
			example++
		}
		if len(lines) < len(examples) && example == examples[len(lines)] {
			lines = append(lines, l.Number)
		}
	}
	return lines, hex.EncodeToString(sum.Sum(nil)) == file.SHA256, nil
}

// moderation is a command that asks the provider's free moderation about each line of the file; "" where it has none that
// is known, or the file is not at hand.
func (o *connection) moderation(w world, at account, c *runs.Cure) string {
	if at.provider.Base != defaultProvider || c.File == "" {
		return ""
	}
	const texts = `{model:"omni-moderation-latest",input:[..|objects|(.content?,.text?)|strings]}`
	return fmt.Sprintf(`n=0; while IFS= read -r l || [ -n "$l" ]; do n=$((n+1)); printf '%%s' "$l" | jq -c '%s' | %s -d @- | `+
		`jq -r --arg n "$n" 'select(any(.results[]?; .flagged)) | "line \($n)"'; done < %s`, texts, o.curl(w, at, "/moderations"), dataset.ShellFile(c.File))
}

// keepQuote keeps a launched quote beside the journals, so that its job can be compared with it later.
func keepQuote(dir, submission string, q *plan.Quote) error {
	path := keptQuote(dir, submission)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	return save(path, false, q.Bytes)
}

func keptQuote(dir, submission string) string {
	return filepath.Join(dir, "quotes", submission+".json")
}

// launched returns the record and the quote of a job that was launched from here, nil where it was not. The quote is nil too
// where it is not kept, or in a form that this program does not read.
func (w world) launched(id string) (*submit.Record, *plan.Quote, error) {
	dir, err := w.stateFolder()
	if err != nil {
		return nil, nil, err
	}
	records, err := submit.Records(dir)
	if err != nil {
		return nil, nil, err
	}
	at := slices.IndexFunc(records, func(r submit.Record) bool { return r.JobID == id && r.Err == nil })
	if at < 0 {
		return nil, nil, nil
	}
	q, err := readQuote(keptQuote(dir, records[at].Submission))
	var unread *plan.Refusal
	if errors.Is(err, fs.ErrNotExist) || errors.As(err, &unread) {
		return &records[at], nil, nil
	}
	return &records[at], q, err
}
