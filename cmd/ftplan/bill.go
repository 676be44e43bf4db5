package main

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/lint/rules"
	"github.com/ftplan/ftplan/plan"
	"github.com/ftplan/ftplan/plan/bill"
	"github.com/ftplan/ftplan/plan/catalog"
)

type billOptions struct {
	file, job, model, provider, format string

	billed quantity
	epochs int64
	jobs   target
}

func newBill(c *common) *cobra.Command {
	var o billOptions
	cmd := &cobra.Command{
		Use:   "bill FILE (--job JOB.json | --billed TOKENS)",
		Short: "Compare a bill with the file that it is for",
		Long: "bill counts a training file as the service bills it and compares the count with a bill: the job as the service's\n" +
			"API tells it, or the number of tokens. Where they differ it looks for what explains the difference to the token:\n" +
			"other epochs, rounding, Azure's way to count, prompts or tools that count otherwise, cut tails, another file. It\n" +
			"ends with one line of figures that names no file and no text, and can be shared. It asks no service.",
		Example: "  ftplan bill testdata/support.jsonl --billed 69873 --epochs 3",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.file = args[0]
			return compareBill(cmd.Context(), c, o)
		},
	}
	cmd.Flags().StringVar(&o.job, "job", "", "the finished job as the service's API answers it, in a file")
	cmd.Flags().Var(&o.billed, "billed", "the tokens that were billed, in all epochs")
	cmd.Flags().Int64Var(&o.epochs, "epochs", 0, "the epochs of the job (default: the job's own, or what fits best)")
	cmd.Flags().StringVarP(&o.model, "model", "m", "", "the base model (default: the job's own, or "+defaultModel+")")
	cmd.Flags().StringVar(&o.provider, "provider", defaultProvider, "who billed it: openai, azure, nebius …")
	o.jobs.jobsFlag(cmd)
	formatFlag(cmd, &o.format, view.BillFormats())
	return cmd
}

// compareBill compares a bill with a file. A difference that nothing explains makes the command fail.
func compareBill(ctx context.Context, c *common, o billOptions) error {
	if err := checkFormat(o.format, view.BillFormats()); err != nil {
		return err
	}
	provider, err := catalog.Builtin().Provider(o.provider)
	if err != nil {
		return err
	}
	told, err := o.told(provider)
	if err != nil {
		return err
	}
	check, result, err := o.count(ctx, c, told)
	if err != nil {
		return err
	}
	if result.Format == dataset.Reinforcement {
		return usage("compare the hours of training instead", "reinforcement is billed by the hour, not by tokens")
	}
	if result.Source.Examples == 0 {
		return c.faulty(fmt.Errorf("%s holds no example", o.file))
	}
	check.Provider, check.Epochs, check.Billed = provider, told.epochs, *told.billed
	report := view.BillReport{File: o.file, Model: told.model, Known: bill.Known(told.model, result.Training[0].Encoding), Provider: provider.Name,
		Status: told.status, Survey: &result.Training[0],
		Bill: check.Explain()}
	if err := view.Bill(c.out, o.format, report, c.style()); err != nil {
		return err
	}
	if err := c.counted(ctx, o.file, result); err != nil {
		return err
	}
	if b := report.Bill; !b.Met() && !b.Within() && len(b.Explanations) == 0 {
		return errFindings
	}
	return nil
}

// count counts the file for the job's model and, to see whether the model is another one, with the other encoding of
// OpenAI's models.
func (o *billOptions) count(ctx context.Context, c *common, told *toldJob) (*bill.Check, *plan.Result, error) {
	own, _, err := catalog.Builtin().CountingFor(told.model)
	if err != nil {
		return nil, nil, err
	}
	in, err := c.open(o.file)
	if err != nil {
		return nil, nil, err
	}
	defer in.close()
	pass := plan.Pass{Name: o.file, Jobs: o.jobs.jobs, Rules: rules.Unreadable(), Count: append([]catalog.Counting{own}, others(own)...), Keep: 20}
	result, err := pass.Survey(ctx, in)
	if err != nil {
		return nil, nil, err
	}
	return &bill.Check{Surveys: result.Training, Lengths: result.Lengths[0], Limit: int64(own.Limit), Chat: own.Chat.Name}, result, nil
}

// others are the countings to try beside a model's own.
func others(own catalog.Counting) []catalog.Counting {
	var list []catalog.Counting
	for _, model := range []string{defaultModel, "gpt-3.5-turbo-0125"} {
		if other, _, err := catalog.Builtin().CountingFor(model); err == nil && own.Chat.Name == other.Chat.Name && other.Encoding != own.Encoding {
			list = append(list, other)
		}
	}
	return list
}

// A toldJob is what is known of a job and its bill.
type toldJob struct {
	model, status string
	epochs        int64 // 0 = not told
	billed        *int64
}

// told puts together what the job says and what the flags say, which count for more.
func (o *billOptions) told(provider *catalog.Provider) (*toldJob, error) {
	told := &toldJob{}
	if o.job == "" && !o.billed.set {
		return nil, usage("give --job JOB.json, the job as the service's API answers it, or --billed TOKENS", "there is no bill to compare with")
	}
	if o.job != "" {
		data, err := readDocument(o.job, "job")
		if err != nil {
			return nil, err
		}
		if told, err = readJob(data, provider); err != nil {
			return nil, fmt.Errorf("job %s: %w", o.job, err)
		}
	}
	if o.model != "" {
		told.model = o.model
	}
	if told.model == "" {
		told.model = defaultModel
	}
	told.model = baseOf(told.model)
	if o.epochs != 0 {
		told.epochs = o.epochs
	}
	if o.billed.set {
		told.billed = &o.billed.n
	}
	return told, told.check(provider)
}

// check refuses a bill that nothing can be said of.
func (t *toldJob) check(provider *catalog.Provider) error {
	switch {
	case t.billed == nil && provider.Base == "azure":
		return usage("put the job's events into the file under \"events\", or give --billed TOKENS",
			"what was billed is not known: at %s it is the event \"Training tokens billed\", not trained_tokens", provider.Title)
	case t.billed == nil:
		return usage("wait until it has ended, or give --billed TOKENS", "the job does not say how many tokens were trained")
	case *t.billed < 1 || *t.billed > bill.MaxTokens:
		return usage("give the number on the bill, such as 69873", "%d billed tokens are out of range", *t.billed)
	case t.epochs < 0 || t.epochs > bill.MostEpochs:
		return usage(fmt.Sprintf("give 1 to %d", bill.MostEpochs), "%d epochs are out of range", t.epochs)
	}
	return nil
}

// baseOf is the model that a fine-tuned one was made of: "ft:gpt-4.1-…:org::id" is gpt-4.1-….
func baseOf(model string) string {
	if tuned, ok := strings.CutPrefix(model, "ft:"); ok {
		model, _, _ = strings.Cut(tuned, ":")
	}
	return model
}

// jobObject is a job as APIs of OpenAI's kind answer it, and what ftplan jobs show prints of it. Events may be beside it.
type jobObject struct {
	Model           string                     `json:"model"`
	Status          string                     `json:"status"`
	TrainedTokens   *int64                     `json:"trained_tokens"`
	Epochs          *int64                     `json:"epochs"`
	Hyperparameters epochsObject               `json:"hyperparameters"`
	Method          map[string]json.RawMessage `json:"method"`
	Events          json.RawMessage            `json:"events"`
	Data            json.RawMessage            `json:"data"` // a list of events alone
}

type epochsObject struct {
	Epochs any `json:"n_epochs"` // a number or "auto"
}

type eventObject struct {
	Message string `json:"message"`
}

// readJob reads a job. At Azure the bill is an event; elsewhere it is trained_tokens.
func readJob(data []byte, provider *catalog.Provider) (*toldJob, error) {
	var o jobObject
	if err := json.Unmarshal(data, &o); err != nil {
		return nil, fmt.Errorf("is no job as an API answers it: %w", err)
	}
	told := &toldJob{model: o.Model, status: o.Status, epochs: o.epochs(), billed: o.billedByEvent()}
	if told.billed == nil && provider.Base != "azure" {
		told.billed = o.TrainedTokens
	}
	if told.billed == nil && told.model == "" {
		return nil, fmt.Errorf("is no job as an API answers it: it has neither model nor trained_tokens")
	}
	return told, nil
}

// epochs finds the number that a job was run with, in the method's hyperparameters or in the older place; 0 where none is
// told.
func (o *jobObject) epochs() int64 {
	places := []epochsObject{o.Hyperparameters}
	for _, value := range o.Method {
		var method struct {
			Hyperparameters epochsObject `json:"hyperparameters"`
		}
		if json.Unmarshal(value, &method) == nil {
			places = append(places, method.Hyperparameters)
		}
	}
	for _, place := range places {
		if n, ok := place.Epochs.(float64); ok && n >= 1 && n <= float64(bill.MostEpochs) {
			return int64(n)
		}
	}
	if o.Epochs != nil {
		return *o.Epochs
	}
	return 0
}

var billedEvent = regexp.MustCompile(`(?i)training tokens billed:\s*([0-9][0-9,]*)`)

// billedByEvent finds the event that says what was billed; nil where there is none.
func (o *jobObject) billedByEvent() *int64 {
	for _, events := range slices.Concat(eventsIn(o.Events), eventsIn(o.Data)) {
		match := billedEvent.FindStringSubmatch(events.Message)
		if match == nil {
			continue
		}
		if n, err := strconv.ParseInt(strings.ReplaceAll(match[1], ",", ""), 10, 64); err == nil {
			return &n
		}
	}
	return nil
}

// eventsIn reads a list of events, or an object that holds one as data.
func eventsIn(data json.RawMessage) []eventObject {
	var list []eventObject
	if json.Unmarshal(data, &list) == nil {
		return list
	}
	var page struct {
		Data []eventObject `json:"data"`
	}
	if json.Unmarshal(data, &page) == nil {
		return page.Data
	}
	return nil
}
