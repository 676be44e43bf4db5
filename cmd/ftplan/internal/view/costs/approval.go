package costs

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/plan"
)

// An ApprovalReport is a quote and the consent to it.
type ApprovalReport struct {
	QuoteFile, File string // File holds the approval
	Prices          string // the sheet file that was given, for the next command
	Foreign         string // the provider whose own address the quote's is not; "" where it is
	Quote           *plan.Quote
	Approval        *plan.Approval
	Signers         int    // people of whom one has to sign; 0 = nobody
	Config          string // the file that says so
	Unsigned        error  // none of them did yet
}

var approvalFormats = map[string]func(io.Writer, ApprovalReport, view.Style) error{
	"text": approvalText,
	"json": approvalJSON,
}

// ApprovalFormats lists the formats of [Approval].
func ApprovalFormats() []string { return view.Names(approvalFormats) }

// Approval prints an approval that was just given.
func Approval(w io.Writer, format string, r ApprovalReport, s view.Style) error {
	return approvalFormats[format](w, r, s)
}

// ToPay prints what a quote's job is and what will be paid for it.
func ToPay(w io.Writer, r ApprovalReport, s view.Style) {
	q := r.Quote
	under := strings.Repeat(" ", 14)
	say := func(title, text string) { view.Wrap(w, text, fmt.Sprintf("  %-12s", title), under, s.Width) }
	fmt.Fprintf(w, "%s  %s for %s of %s at %s\n", s.Bold(lint.Printable(r.QuoteFile)), s.Bold(q.Total.String()),
		view.Count(q.Epochs, "epoch"), lint.Printable(q.Trains()), q.Provider)
	if r.Foreign != "" {
		view.Wrap(w, ForeignAddress(q.BaseURL, r.Foreign), "  "+s.Wrong("address")+"     ", under, s.Width)
	}
	for _, f := range q.Files {
		say(f.Role, fmt.Sprintf("%s, %s, %s, sha256 %.12s", lint.Printable(f.Name), view.Count(f.Examples, "example"), view.Count(f.Tokens, "token")+" an epoch", f.SHA256))
	}
	say("job", jobText(q))
	say("sent to", q.BaseURL)
	if request, err := q.Request(); err == nil {
		fmt.Fprintln(w, "  request")
		view.Wrap(w, lint.Printable(request), "    ", "    ", s.Width)
		view.Wrap(w, braces(request), "    ", "    ", s.Width)
	}
	if q.Lint.Errors > 0 {
		say("lint", s.Wrong(view.Count(q.Lint.Errors, "error"))+" that the service would refuse, let pass: "+strings.Join(q.Lint.Allowed, ", "))
	}
	say("prices", fmt.Sprintf("%s, checked %s", q.Prices.Sheet, q.Prices.Checked))
	say("lifetime", q.Lifetime.String())
	say("good until", view.Moment(q.Expires))
	for _, text := range q.Warnings {
		view.Wrap(w, text, "  "+s.Warn("warning")+"     ", under, s.Width)
	}
}

// braces says what will stand where a request holds names in braces.
func braces(request string) string {
	text := "in braces: ids that the service gives the files"
	if strings.Contains(request, `"{submission}"`) {
		text += ", the identity of this approval"
	}
	if strings.Contains(request, `"{quote}"`) {
		text += ", the digest of this quote"
	}
	return text
}

// ForeignAddress says that an address is not the provider's own.
func ForeignAddress(address, provider string) string {
	return lint.Printable(address) + " is NOT an address of " + provider + "'s own: the key and the data go there"
}

// Destination says where requests go, before the first one. Foreign is the provider whose own address it is not, or "".
func Destination(w io.Writer, provider, address, foreign string, s view.Style) {
	if foreign == "" {
		view.Wrap(w, "requests go to "+provider+" at "+lint.Printable(address), "", "  ", s.Width)
		return
	}
	view.Wrap(w, ForeignAddress(address, foreign), s.Warn("attention")+": ", "  ", s.Width)
}

// jobText is the method with every hyperparameter.
func jobText(q *plan.Quote) string {
	text := string(q.Method)
	for _, h := range q.Hyperparameters {
		text += ", " + h.Name + " " + h.Value
	}
	if q.Suffix != "" {
		text += ", suffix " + lint.Printable(q.Suffix)
	}
	return text
}

func approvalText(w io.Writer, r ApprovalReport, s view.Style) error {
	a := r.Approval
	fmt.Fprintf(w, "\n%s up to %s by %s, until %s\n", s.Good("Approved"), s.Bold(a.Limit.AtMost()), a.By, view.Moment(a.Expires))
	fmt.Fprintf(w, "%s\n", signedText(r))
	if r.Unsigned != nil {
		view.Next(w, "a second person runs ftplan approve --sign-with KEY %s", view.CommandLine(r.words()))
		return nil
	}
	view.Next(w, "ftplan submit %s", view.CommandLine(r.words()))
	return nil
}

// words are the arguments of the next command about the quote.
func (r *ApprovalReport) words() []string {
	if r.Prices == "" {
		return []string{r.QuoteFile}
	}
	return []string{"--prices", r.Prices, r.QuoteFile}
}

func signedText(r ApprovalReport) string {
	text := "written to " + lint.Printable(r.File)
	if r.Approval.Signature != "" {
		text += ", signed"
	}
	if r.Unsigned != nil {
		text += fmt.Sprintf("; %s wants the signature of one of %s", lint.Printable(r.Config), view.Count(int64(r.Signers), "listed key"))
	}
	return text
}

// The JSON of approve only grows.
type approvalObject struct {
	Version        int            `json:"version"`
	Quote          string         `json:"quote"` // the files
	File           string         `json:"file"`
	Approval       *plan.Approval `json:"approval"`
	NeedsSignature bool           `json:"needs_signature"`
}

func approvalJSON(w io.Writer, r ApprovalReport, _ view.Style) error {
	return view.PrintJSON(w, approvalObject{1, lint.Printable(r.QuoteFile), lint.Printable(r.File), r.Approval, r.Unsigned != nil})
}

// A VerifyReport is what fits and what does not. Nil parts could not be read or are not there.
type VerifyReport struct {
	QuoteFile, ApprovalFile string
	Quote                   *plan.Quote
	Approval                *plan.Approval
	Files                   map[string]plan.FileRef // as they are now, by role
	Problems                []*plan.Refusal
	Launch                  []string // the arguments of the command that launches it
}

var verifyFormats = map[string]func(io.Writer, VerifyReport, view.Style) error{
	"text": verifyText,
	"json": verifyJSON,
}

// VerifyFormats lists the formats of [Verify].
func VerifyFormats() []string { return view.Names(verifyFormats) }

// Verify prints of a quote, its approval and its files whether they fit together.
func Verify(w io.Writer, format string, r VerifyReport, s view.Style) error {
	return verifyFormats[format](w, r, s)
}

// about lists the problems of one part.
func (r *VerifyReport) about(part string) []*plan.Refusal {
	return slices.DeleteFunc(slices.Clone(r.Problems), func(p *plan.Refusal) bool { return p.About != part })
}

func verifyText(w io.Writer, r VerifyReport, s view.Style) error {
	verifyPart(w, r.QuoteFile, quotePart(r.Quote), r.about("quote"), s)
	if r.Quote == nil {
		return nil
	}
	verifyPart(w, r.ApprovalFile, approvalPart(r.Approval), r.about("approval"), s)
	for _, f := range r.Quote.Files {
		said := fmt.Sprintf("%s, sha256 %.12s", view.Count(f.Size, "byte"), f.SHA256)
		verifyPart(w, f.Name, said, r.about(f.Role), s)
	}
	if len(r.Problems) == 0 {
		view.Next(w, "ftplan submit %s", view.CommandLine(r.Launch))
	}
	return nil
}

// verifyPart prints a part that fits in one line, and what keeps another from fitting.
func verifyPart(w io.Writer, name, said string, problems []*plan.Refusal, s view.Style) {
	name = lint.Printable(name)
	if len(problems) == 0 {
		view.Wrap(w, name+": "+said, s.Good("✓ "), "  ", s.Width)
	}
	for _, p := range problems {
		reason := strings.TrimPrefix(lint.Printable(p.Reason), name+": ")
		view.Wrap(w, name+": "+reason, s.Wrong("✗ "), "  ", s.Width)
		Differences(w, p.Differences, s)
	}
}

func quotePart(q *plan.Quote) string {
	if q == nil {
		return ""
	}
	return fmt.Sprintf("%s for %s of %s, good until %s", q.Total, view.Count(q.Epochs, "epoch"), lint.Printable(q.Trains()), view.Moment(q.Expires))
}

func approvalPart(a *plan.Approval) string {
	if a == nil {
		return ""
	}
	text := fmt.Sprintf("up to %s by %s, until %s", a.Limit.AtMost(), a.By, view.Moment(a.Expires))
	if a.Signature != "" {
		text += ", signed"
	}
	return text
}

// The JSON of verify only grows.
type verifyObject struct {
	Version  int                     `json:"version"`
	Fits     bool                    `json:"fits"`
	Quote    string                  `json:"quote"` // the files
	Approval string                  `json:"approval"`
	Files    map[string]plan.FileRef `json:"files"` // as they are now, by role
	Problems []*plan.Refusal         `json:"problems"`
}

func verifyJSON(w io.Writer, r VerifyReport, _ view.Style) error {
	problems := append([]*plan.Refusal{}, r.Problems...)
	return view.PrintJSON(w, verifyObject{1, len(problems) == 0, lint.Printable(r.QuoteFile), lint.Printable(r.ApprovalFile), r.Files, problems})
}
