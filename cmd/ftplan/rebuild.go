package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"runtime"
	"strconv"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
	"github.com/ftplan/ftplan/plan"
	"github.com/ftplan/ftplan/plan/catalog"
)

// A rebuilt is what became of making a saved quote again.
type rebuilt struct {
	files    map[string]plan.FileRef // that are there, as they are, by role
	problems []*plan.Refusal         // that keep the saved quote from being believed, changed files apart
}

// rebuild makes a quote again from its choices and the files as they are. Where a file is missing or changed, that says
// enough, and the rest is not compared.
func (c *common) rebuild(ctx context.Context, q *plan.Quote, at moment, f launchFiles) (rebuilt, error) {
	r := rebuilt{files: map[string]plan.FileRef{}}
	training, validation := f.locate(q.Choices.Training), ""
	if q.Choices.Validation != "" {
		validation = f.locate(q.Choices.Validation)
	}
	for _, path := range []string{training, validation} {
		if _, err := os.Stat(path); path != "" && errors.Is(err, fs.ErrNotExist) {
			return r, nil
		}
	}
	known, pass, err := c.passFor(q.Choices, at.catalog, f)
	if r.problems, err = asProblem(err, "quote"); err != nil || len(r.problems) > 0 {
		return r, err
	}
	t, v, err := c.surveyFiles(ctx, pass, training, validation)
	if err != nil {
		return r, err
	}
	again, err := r.remake(q, t, v, known)
	if err == nil && again != nil {
		err = q.Holds(again, requote(q, f.quote))
	}
	r.problems, err = asProblem(err, "quote")
	return r, err
}

// passFor returns how a quote's files are gone over, and the catalog that counts with the user's vocabulary where the
// quote does.
func (c *common) passFor(choices plan.Choices, known *catalog.Catalog, f launchFiles) (*catalog.Catalog, *plan.Pass, error) {
	if v := choices.Vocabulary; v != nil {
		own := vocabulary{path: f.locate(v.File), pattern: v.Pattern, chat: v.Chat}
		counting, err := own.counting(c.cache)
		if err != nil {
			return nil, nil, err
		}
		if known, err = known.WithCounting(choices.Model, counting); err != nil {
			return nil, nil, unbelieved(err)
		}
	}
	pass, err := plan.NewPass(known, choices.Settings())
	if err != nil {
		return nil, nil, unbelieved(err)
	}
	pass.Keep, pass.Jobs = 1, runtime.GOMAXPROCS(0)
	return known, pass, nil
}

// unbelieved turns the error about a choice that makes no sense into the refusal of the quote that holds it.
func unbelieved(err error) error {
	var invalid *catalog.Invalid
	if !errors.As(err, &invalid) {
		return err
	}
	return &plan.Refusal{Reason: "the quote cannot be made again: its choices make no sense: " + invalid.Reason, Hint: "make a new quote with ftplan quote"}
}

// remake notes the files and makes the quote again, where they are those of the quote; nil where one is not.
func (r *rebuilt) remake(q *plan.Quote, training, validation *plan.Result, known *catalog.Catalog) (*plan.Quote, error) {
	noteAllowed(training)
	t := &training.Training[0]
	t.File.Name = q.Choices.Training
	r.files[plan.TrainingFile] = t.File
	var v *plan.Survey
	if validation != nil {
		v = &validation.Training[0]
		v.File.Name = q.Choices.Validation
		r.files[plan.ValidationFile] = v.File
	}
	for _, quoted := range q.Files {
		if now := r.files[quoted.Role]; now.SHA256 != quoted.SHA256 || now.Size != quoted.Size {
			return nil, nil
		}
	}
	return plan.Rebuild(q, t, v, program(), known)
}

// surveyFiles goes over a training file and, where there is one, over the validation file for it.
func (c *common) surveyFiles(ctx context.Context, pass *plan.Pass, training, validation string) (t, v *plan.Result, err error) {
	in, err := c.rereadable(training, "a quote")
	if err != nil {
		return nil, nil, err
	}
	defer in.close() // not before the validation file has been compared with it
	if t, err = in.survey(ctx, pass); err != nil || validation == "" {
		return t, nil, err
	}
	v, err = c.surveyValidation(ctx, pass, t, validation)
	return t, v, err
}

// surveyValidation goes over the validation file for a training file, whose findings count like that one's.
func (c *common) surveyValidation(ctx context.Context, pass *plan.Pass, training *plan.Result, file string) (*plan.Result, error) {
	other := *pass
	other.Lint.Format, other.Lint.Limits.MinExamples, other.Against = training.Format, 0, training.Summary
	return c.surveyFile(ctx, &other, file, "a quote")
}

// requote is the command that makes a quote anew, over the file that holds it.
func requote(q *plan.Quote, file string) string {
	c := q.Choices
	words := []string{"ftplan", "quote", "--model", c.Model, "--provider", c.Provider, "--method", string(c.Method)}
	add := func(flag, value string) {
		if value != "" {
			words = append(words, flag, value)
		}
	}
	number := func(flag string, n *int64) {
		if n != nil && (*n > 0 || flag == "--seed") {
			add(flag, strconv.FormatInt(*n, 10))
		}
	}
	number("--epochs", &c.Epochs)
	for _, name := range sortedKeys(c.Hyperparameters) {
		add("--set", name+"="+c.Hyperparameters[name])
	}
	add("--base-url", c.BaseURL)
	add("--suffix", c.Suffix)
	number("--seed", c.Seed)
	number("--hours", c.Hours)
	add("--validation", c.Validation)
	if v := c.Vocabulary; v != nil {
		add("--vocab", v.File)
		add("--pattern", v.Pattern)
		add("--chat", v.Chat)
	}
	if c.AllowErrors {
		words = append(words, "--allow-errors")
	}
	if len(c.Grader) > 0 {
		words = append(words, "--grader", "GRADER.json")
	}
	if p, err := catalog.Builtin().Provider(c.Provider); err != nil || p.Sheet != c.Prices {
		add("--prices", c.Prices)
	}
	return view.Command(append(words, "--force", "-o", file, c.Training)...)
}
