package plan

import (
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/ftplan/ftplan/plan/catalog"
	"github.com/ftplan/ftplan/plan/money"
)

// QuoteVersion is the version of the quote's JSON that this program writes and reads.
const QuoteVersion = 2

// Quote says what one fine-tuning job will cost, of which bytes, with which settings, until when, and on which
// assumptions. It is complete: the job can be created from it and nothing else. Saved, it is a claim: whoever uses it makes
// it again from its choices, see [Quote.Differences]. Its JSON only grows.
type Quote struct {
	Version         int                      `json:"version"`
	Program         string                   `json:"program"`
	Created         time.Time                `json:"created"` // UTC, whole seconds
	Expires         time.Time                `json:"expires"`
	Choices         Choices                  `json:"choices"`             // from which everything else follows
	Model           string                   `json:"model"`               // the snapshot
	Continues       string                   `json:"continues,omitempty"` // the fine-tune that training goes on from
	Provider        string                   `json:"provider"`
	BaseURL         string                   `json:"base_url"`
	Launchable      bool                     `json:"launchable"` // the provider speaks the protocol, and still trains the model
	Method          catalog.Method           `json:"method"`
	Epochs          int64                    `json:"epochs"`
	Hyperparameters []catalog.Hyperparameter `json:"hyperparameters"`
	Suffix          string                   `json:"suffix,omitempty"`
	Seed            *int64                   `json:"seed,omitzero"`
	Files           []QuotedFile             `json:"files"`
	Split           *Split                   `json:"split,omitzero"`
	Encoding        string                   `json:"encoding"`
	Training        Training                 `json:"training"`
	PerEpoch        []EpochCost              `json:"per_epoch"`
	Validation      *Validation              `json:"validation,omitzero"`
	Items           []LineItem               `json:"items"`
	Total           Total                    `json:"total"`
	Anatomy         []Share                  `json:"anatomy,omitempty"`
	Dearest         []LineCost               `json:"dearest,omitempty"`
	Prices          PriceSource              `json:"prices"`
	Lifetime        catalog.Lifetime         `json:"lifetime"`
	Lengths         Lengths                  `json:"lengths"`
	ExampleLimit    *int64                   `json:"example_limit"` // tokens of the longest example; nil = not stated
	OverLimit       int64                    `json:"over_limit"`
	Lint            LintSummary              `json:"lint"` // of all files
	Assumptions     []string                 `json:"assumptions"`
	Warnings        []string                 `json:"warnings,omitempty"`
	Body            jsontext.Value           `json:"body"` // of the job to create; see [Quote.JobBody]
}

// Trains is the model that the job trains, as the request names it: the fine-tune that it goes on from, or the snapshot.
func (q *Quote) Trains() string {
	if q.Continues != "" {
		return q.Continues
	}
	return q.Model
}

// The roles of files in a job.
const (
	TrainingFile   = "training"
	ValidationFile = "validation"
)

// QuotedFile is a file and what the job uses it for.
type QuotedFile struct {
	Role string `json:"role"` // [TrainingFile] or [ValidationFile]
	FileRef
}

// Split says how one file was divided into training and validation.
type Split struct {
	Source     FileRef `json:"source"` // the file that was divided
	Validation string  `json:"validation"`
	Seed       int64   `json:"seed"`
}

// Training is the charge for training. Low and high are left out when they equal the middle.
type Training struct {
	TokensPerEpoch  int64      `json:"tokens_per_epoch"` // billed, by the provider's counting
	TrainedPerEpoch int64      `json:"trained_per_epoch"`
	BilledTokens    *int64     `json:"billed_tokens"` // for all epochs; nil when hours are billed, or only the least is known
	BilledLow       *int64     `json:"billed_low,omitzero"`
	BilledHigh      *int64     `json:"billed_high,omitzero"`
	Hours           *int64     `json:"hours,omitzero"`
	Unit            money.Unit `json:"unit"`
	PricePerMillion *money.USD `json:"price_per_million"` // nil: unknown, a range, or not sold by tokens
	PricePerHour    *money.USD `json:"price_per_hour,omitzero"`
	PriceLow        *money.USD `json:"price_low,omitzero"`
	PriceHigh       *money.USD `json:"price_high,omitzero"`
	Cost            *money.USD `json:"cost"`
	CostLow         *money.USD `json:"cost_low,omitzero"`
	CostHigh        *money.USD `json:"cost_high,omitzero"`
	MinimumCharge   *money.USD `json:"minimum_charge,omitzero"` // of a job, where there is one; the costs hold it
	CapPerJob       *money.USD `json:"cap_per_job,omitzero"`    // the most that a job costs, where there is such a bound
	Basis           string     `json:"basis"`                   // exact, estimate

	// Format is the file's, ExactExamples those whose count bills or recorded counts confirm in every part, and Constructs
	// what the file holds, see [Survey.Constructs]: with them a bill tells which way of counting it confirms.
	Format        string   `json:"format,omitempty"`
	ExactExamples int64    `json:"exact_examples,omitzero"`
	Constructs    []string `json:"constructs,omitempty"`
}

// EpochCost is what training would cost with a number of epochs.
type EpochCost struct {
	Epochs       int64      `json:"epochs"`
	BilledTokens *int64     `json:"billed_tokens"`
	Cost         *money.USD `json:"cost"`
	CostLow      *money.USD `json:"cost_low,omitzero"`
	CostHigh     *money.USD `json:"cost_high,omitzero"`
}

// Validation is what the validation file adds.
type Validation struct {
	Examples       int64      `json:"examples"`
	TokensPerEpoch int64      `json:"tokens_per_epoch"`
	Billed         string     `json:"billed"` // billed, not billed, unknown
	Cost           *money.USD `json:"cost"`
}

// LineItem is one charge. A nil quantity or cost is unknown, never zero. Low and high are bounds where they differ from
// the cost; a nil high beside a nil cost means that nothing bounds it.
type LineItem struct {
	Name     string     `json:"name"`
	Unit     string     `json:"unit"`
	Quantity *int64     `json:"quantity"`
	Rate     money.Rate `json:"rate"`
	Cost     *money.USD `json:"cost"`
	Low      *money.USD `json:"low,omitzero"`
	High     *money.USD `json:"high,omitzero"`
	Note     string     `json:"note,omitempty"`
}

// Total is the sum of the line items.
type Total struct {
	Cost *money.USD `json:"cost"` // nil when an item is unknown
	Low  money.USD  `json:"low"`  // at least this; unknown items count nothing
	High *money.USD `json:"high"` // at most this; nil when nothing bounds it
}

// Known is a total without a doubt. The zero Total, by contrast, is one of which nothing is known.
func Known(u money.USD) Total { return fixed(u).total() }

// String is the total for people: "$0.018312", "$1.00 to $2.00", "at least $3.00", "unknown".
func (t Total) String() string {
	switch {
	case t.High == nil && t.Low.IsZero():
		return "unknown"
	case t.High == nil:
		return "at least " + t.Low.AtLeast()
	case t.Low.Equal(*t.High):
		return t.Low.Display()
	}
	return t.Low.AtLeast() + " to " + t.High.AtMost()
}

// Share is a part of the tokens of one epoch and what it costs in all epochs.
type Share struct {
	Part
	Cost *money.USD `json:"cost"`
}

// LineCost is a line of the training file, counted from 1, and what it costs in all epochs.
type LineCost struct {
	LineTokens
	Cost *money.USD `json:"cost"`
}

// PriceSource says where the prices come from.
type PriceSource struct {
	Sheet      string       `json:"sheet"`
	Source     string       `json:"source"`
	Checked    catalog.Date `json:"checked"`
	Confidence string       `json:"confidence,omitempty"`
	SHA256     string       `json:"sha256"` // of the sheet
	Note       string       `json:"note,omitempty"`
}

// Settings are what a person chose. Everything left out is resolved and pinned by [NewQuote].
type Settings struct {
	Model           string
	Provider        string         // "" = openai
	Method          catalog.Method // "" = what the file's format is for
	Epochs          int64          // 0 = automatic
	Hyperparameters map[string]string
	Sheet           string // "" = the provider's own
	BaseURL         string // "" = the provider's own
	Suffix          string
	Seed            *int64
	Grader          jsontext.Value // for reinforcement
	Hours           *int64         // of training, for methods billed by the hour; nil = unknown
	Validation      *Survey
	Split           *Split
	Vocabulary      *Vocabulary   // of the user's, where the catalog counts with one
	AllowErrors     bool          // quote a file that has findings of severity error
	PastTraining    bool          // price a job that can no longer be created, to compare it with its bill
	Lifespan        time.Duration // of the quote; 0 = 72 hours
	Program         string        // name and version of the program
	Evidence        []string      // how earlier quotes met their bills, in full sentences
}
