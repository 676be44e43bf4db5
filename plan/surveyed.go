package plan

import "github.com/ftplan/ftplan/tokenize"

// FileRef binds a file by its content.
type FileRef struct {
	Name     string `json:"name"` // as the user wrote it
	SHA256   string `json:"sha256"`
	Size     int64  `json:"size"` // bytes
	Examples int64  `json:"examples"`
	Tokens   int64  `json:"tokens"` // billed in one epoch, as counted
}

// Survey is what one pass over one file found, counted with one encoding. It is small and holds no text of the file.
type Survey struct {
	File      FileRef     `json:"file"`
	Format    string      `json:"format"` // chat, preference, reinforcement, completion
	Encoding  string      `json:"encoding"`
	Tokens    TokenCounts `json:"tokens"`
	Lengths   Lengths     `json:"lengths"`
	OverLimit int64       `json:"over_limit"`       // examples longer than the model takes
	Images    int64       `json:"images"`           // images in the file
	Basis     string      `json:"basis"`            // exact, estimate
	Exact     int64       `json:"exact"`            // examples whose count bills or recorded counts confirm in every part
	Unknown   int64       `json:"unknown,omitzero"` // examples of which only the least is known

	// DataImages is how many images stand in the file itself, as data URLs.
	DataImages int64 `json:"data_images,omitzero"`

	Notes   []string             `json:"notes,omitempty"`
	Doubts  []string             `json:"doubts,omitempty"` // what makes it an estimate, in a few words each
	Lint    LintSummary          `json:"lint"`
	Dearest []LineTokens         `json:"dearest,omitempty"` // the lines with the most tokens, most first
	Tools   []tokenize.ToolShare `json:"tools,omitempty"`   // the dearest first
}

// TokenCounts are tokens in one epoch. Billed holds one token per example beside the messages, as OpenAI counts, or
// the whole harmony rendering; a provider that counts otherwise is the quote's business. Where the count is a range,
// Billed is the figure to expect, between Low and High.
type TokenCounts struct {
	Billed  int64  `json:"billed"`
	Trained int64  `json:"trained"` // of those, in answers that are trained on
	Low     int64  `json:"low"`     // Billed at the least and at the most; both equal Billed when the count is exact,
	High    int64  `json:"high"`    // and 0 means the same
	Parts   []Part `json:"parts,omitempty"`

	// Repeated are the tokens of the prompts of preference pairs, each of which Billed holds twice.
	Repeated int64 `json:"repeated,omitzero"`
}

// Part is a share of the billed tokens, such as system prompts, tool schemas, answers, overhead.
type Part struct {
	Name   string `json:"name"`
	Tokens int64  `json:"tokens"`
	Count  int64  `json:"count,omitzero"` // examples that hold some of it
}

// Lengths are exact statistics of the examples' tokens.
type Lengths struct {
	Min int64 `json:"min"`
	P50 int64 `json:"p50"`
	P90 int64 `json:"p90"`
	P95 int64 `json:"p95"`
	P99 int64 `json:"p99"`
	Max int64 `json:"max"`
}

// LintSummary counts findings by consequence, and names the codes that were found and let pass.
type LintSummary struct {
	Errors   int64    `json:"errors"`
	Warnings int64    `json:"warnings"`
	Infos    int64    `json:"infos"`
	Allowed  []string `json:"allowed,omitempty"`
}

// LineTokens is a line of the file, counted from 1, and its tokens in one epoch.
type LineTokens struct {
	Line   int   `json:"line"`
	Tokens int64 `json:"tokens"`
}

// Bounds are the billed tokens at the least and at the most.
func (t TokenCounts) Bounds() (low, high int64) {
	low, high = t.Low, t.High
	if low == 0 || low > t.Billed {
		low = t.Billed
	}
	return low, max(high, t.Billed)
}

// UnusedTools returns how many tools the file declares and never calls, and what leaving them out would save in an epoch.
func (s *Survey) UnusedTools() (tools int, perEpoch int64) {
	for i := range s.Tools {
		if s.Tools[i].Calls == 0 {
			tools++
			perEpoch += s.Tools[i].PerEpoch
		}
	}
	return tools, perEpoch
}

// Constructs are the kinds of text that a file holds, and then what makes its count an estimate, in a few words each.
func (s *Survey) Constructs() []string {
	var list []string
	for _, part := range s.Tokens.Parts {
		list = append(list, part.Name)
	}
	return append(list, s.Doubts...)
}
