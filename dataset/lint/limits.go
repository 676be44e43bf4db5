package lint

import (
	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/dataset/grader"
)

// Limits are what the model and the service allow, as plain numbers. Zero stands for "no limit known".
type Limits struct {
	MinExamples   int              // in one file
	ExampleTokens int              // of one example; longer ones are cut at their end
	Functions     int              // declared in one example
	Images        int              // in one example
	ImageBytes    int              // of one image, decoded
	ImageExamples int              // examples with images in one file
	FileBytes     int64            // of one file uploaded at once
	UploadBytes   int64            // of one file uploaded in parts
	Formats       []dataset.Format // that the model is open to; nil where that is not known
	NoImages      bool
	WantsBOM      bool     // Azure asks for a byte-order mark, OpenAI's service trips over it
	Weights       bool     // any message may have a weight, and the example a number between 0 and 1
	Reasoning     bool     // reasoning may stand beside an answer
	Prompts       bool     // lines of prompt and completion are taken beside messages
	Text          bool     // and lines of text alone
	Alternating   bool     // two messages in a row from the assistant are refused
	GraderModels  []string // that may judge answers; nil where no list is known
}

// The largest file in one request and in parts, which the service states as 512 MB and 8 GB. No source says whether it
// means powers of ten or of two; here they are powers of ten, which no reading refuses. A file in between is sent in parts,
// or refused here, where the service might have taken it.
const (
	FormBytes   = 512_000_000
	UploadBytes = 8_000_000_000
)

// OpenAI returns the limits of OpenAI's service that hold for every model.
// Source: the fine-tuning guide and the API's schema, 2026-08-21.
func OpenAI() Limits {
	return Limits{MinExamples: 10, Functions: 128, Images: 10, ImageBytes: 10 << 20,
		ImageExamples: 50_000, FileBytes: FormBytes, UploadBytes: UploadBytes}
}

// Settings are what a file is judged against.
type Settings struct {
	Format   dataset.Format // that the training method wants; every line has to have it
	Limits   Limits
	ShowText bool           // findings may quote the data
	Grader   *grader.Grader // of a reinforcement job; nil where it is not known
}

// Lengths are the tokens of one example, counted by whoever knows the model. The zero value stands for "not counted".
type Lengths struct {
	Tokens   int   // of the whole example
	Messages []int // of each message in order, with what surrounds it
}
