package plan

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/ftplan/ftplan/plan/catalog"
	"github.com/ftplan/ftplan/plan/document"
	"github.com/ftplan/ftplan/plan/money"
)

// ApprovalVersion is the version of the approval's JSON that this program writes and reads.
const ApprovalVersion = 1

// Approval is a person's consent to one quote: to its exact content, up to a limit, until a time.
type Approval struct {
	Version   int       `json:"version"`
	Quote     string    `json:"quote"` // the quote's digest
	Limit     money.USD `json:"limit"` // the most that may be spent
	By        string    `json:"by"`
	At        time.Time `json:"at"`
	Expires   time.Time `json:"expires"`
	Signature string    `json:"signature,omitempty"` // of [Approval.Statement], armoured as ssh-keygen -Y writes it
}

// Approve makes a person's consent to the quote. It ends when the quote does. A total that the limit does not cover,
// or that nothing bounds, is a [*Refusal]; a missing name is an [*catalog.Invalid].
func Approve(q *Quote, limit money.USD, by string, now time.Time) (*Approval, error) {
	by = strings.TrimSpace(by)
	if by == "" || utf8.RuneCountInString(by) > 100 || !shows(by) || !isName(by) {
		return nil, catalog.Invalidf("give it with --by NAME", "an approval needs a name of 1 to 100 visible characters")
	}
	digest, err := q.Digest()
	if err != nil {
		return nil, err
	}
	a := &Approval{
		Version: ApprovalVersion, Quote: digest, Limit: limit, By: by,
		At: now.UTC().Truncate(time.Second), Expires: q.Expires,
	}
	if problems := slices.Concat(q.expired(now), a.withinLimit(q)); len(problems) > 0 {
		return nil, problems[0]
	}
	return a, nil
}

// clockSkew is how far the clocks of two machines may be apart.
const clockSkew = 5 * time.Minute

// shows reports whether a text can be shown as it is: UTF-8 without controls, invisible characters and those that turn
// the direction of writing, with which one amount or name can be made to look like another.
func shows(text string) bool {
	return utf8.ValidString(text) && !strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) || blank(r) })
}

// blank reports whether a character counts as printable and shows nothing: fillers of Hangul, the empty Braille pattern,
// joiners and selectors.
func blank(r rune) bool {
	return r == '\u2800' || unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
}

// isName reports whether a text shows at least one letter or digit.
func isName(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) })
}

// Bytes returns the approval as it is saved: one form for each value, its digest at the end.
func (a *Approval) Bytes() ([]byte, error) {
	sealed, _, err := document.Seal(a)
	return sealed, err
}

// ReadApproval reads a saved approval strictly, as [ReadQuote] does a quote.
func ReadApproval(data []byte) (*Approval, error) {
	var a Approval
	err := document.Open(data, ApprovalVersion, &a)
	if err == nil && (!shows(a.By) || !isName(a.By)) {
		err = errors.New("its name holds characters that cannot be shown")
	}
	if err != nil {
		return nil, refuse("approve the quote again with ftplan approve", "the approval cannot be used: %v", err)
	}
	return &a, nil
}

// Covers reports whether the approval allows the quote to be launched now with the files, given by role. It returns
// nil or the first of [Approval.Problems].
func (a *Approval) Covers(q *Quote, now time.Time, files map[string]FileRef) error {
	if problems := a.Problems(q, now, files); len(problems) > 0 {
		return problems[0]
	}
	return nil
}

// Problems lists everything that keeps the approval from covering the quote and the files, most telling first: another
// quote, a signature that does not fit, a time that is over, a limit that is too low, a file that was changed.
func (a *Approval) Problems(q *Quote, now time.Time, files map[string]FileRef) []*Refusal {
	return slices.Concat(
		about(aboutApproval, a.bound(q)), about(aboutApproval, a.signed()), about(aboutQuote, q.expired(now)),
		about(aboutApproval, a.expired(now)), about(aboutApproval, a.withinLimit(q)), q.launch(now), q.unchanged(files),
	)
}

// What a [Refusal] is about, beside the roles of files.
const (
	aboutQuote    = "quote"
	aboutApproval = "approval"
)

// Problems lists what keeps the quote from being launched now with the files, whoever approves it.
func (q *Quote) Problems(now time.Time, files map[string]FileRef) []*Refusal {
	return slices.Concat(about(aboutQuote, q.expired(now)), q.launch(now), q.unchanged(files))
}

// launch refuses what no service would start.
func (q *Quote) launch(now time.Time) []*Refusal {
	if ended := q.ended(now); ended != nil {
		return about(aboutQuote, ended) // wherever it would go
	}
	return about(aboutQuote, q.addressed())
}

// Until returns the approval with an earlier end. An end that is not after the approval, or later than it ends anyhow,
// is an [*catalog.Invalid]. It comes before [Approval.Sign].
func (a *Approval) Until(end time.Time) (*Approval, error) {
	end = end.UTC().Truncate(time.Second)
	if !end.After(a.At) || end.After(a.Expires) {
		return nil, catalog.Invalidf("choose an end between "+stamp(a.At)+" and "+stamp(a.Expires)+", when the quote expires",
			"an approval until %s is out of range", stamp(end))
	}
	shorter := *a
	shorter.Expires = end
	return &shorter, nil
}

func (a *Approval) bound(q *Quote) []*Refusal {
	digest, err := q.Digest()
	if err == nil && digest == a.Quote {
		return nil
	}
	return []*Refusal{refuse("approve this quote with ftplan approve", "the approval is for another quote: it holds %s, the quote is %s", short(a.Quote), short(digest))}
}

// short is enough of a digest to tell it from another.
func short(digest string) string {
	hex := strings.TrimPrefix(digest, "sha256:")
	return document.Clip(hex[:min(12, len(hex))])
}

// signed refuses a signature that is there and does not fit.
func (a *Approval) signed() []*Refusal {
	if a.Signature == "" {
		return nil
	}
	if _, err := a.Signers(); err != nil {
		return []*Refusal{refuse("let the second person sign again", "the approval's signature does not fit: %v", err)}
	}
	return nil
}

func (a *Approval) expired(now time.Time) []*Refusal {
	const hint = "approve the quote again with ftplan approve"
	switch {
	case now.Before(a.At.Add(-clockSkew)):
		return []*Refusal{refuse("set the clock right", "the clock says %s, the approval was given at %s", stamp(now), stamp(a.At))}
	case !now.Before(a.Expires):
		return []*Refusal{refuse(hint, "the approval expired at %s", stamp(a.Expires))}
	}
	return nil
}

// withinLimit refuses a total above the limit, and one that no limit can hold.
func (a *Approval) withinLimit(q *Quote) []*Refusal {
	high := q.Total.High
	switch {
	case high == nil:
		return []*Refusal{refuse("make a quote without unknown items: give prices with --prices FILE, or hours",
			"no limit can hold this quote: nothing bounds its total (%s)", q.Total)}
	case high.Cmp(a.Limit) > 0:
		return []*Refusal{refuse("approve it again with a limit of "+high.AtMost()+" or more, or make a cheaper quote",
			"the quote may cost %s, %s over the limit of %s", high.AtMost(), high.Sub(a.Limit).AtMost(), a.Limit.Display())}
	}
	return nil
}

func (q *Quote) expired(now time.Time) []*Refusal {
	switch {
	case now.Before(q.Created.Add(-clockSkew)):
		return []*Refusal{refuse("set the clock right", "the clock says %s, the quote was made at %s", stamp(now), stamp(q.Created))}
	case !now.Before(q.Expires):
		return []*Refusal{refuse("make a new quote with ftplan quote", "the quote expired at %s", stamp(q.Expires))}
	}
	return nil
}

// ended refuses a launch after the model's last training day.
func (q *Quote) ended(now time.Time) []*Refusal {
	o := catalog.Offer{LastTrainingDay: q.Lifetime.LastTrainingDay, Shutdown: q.Lifetime.Shutdown, Closed: q.Lifetime.Closed}
	if why := o.Ended(catalog.DateOf(now)); why != "" {
		return []*Refusal{refuse("choose another model: ftplan models lists those that are open", "%s can no longer be trained at %s: %s", q.Model, q.Provider, why)}
	}
	return nil
}

// addressed refuses a provider of another protocol, and a base URL with a part that the user was to fill in.
func (q *Quote) addressed() []*Refusal {
	if !q.Launchable {
		return []*Refusal{refuse("quote it for a provider that does; ftplan quote --compare shows them", "%s does not speak the protocol: its quote cannot be launched", q.Provider)}
	}
	if strings.ContainsAny(q.BaseURL, "<>") || q.BaseURL == "" {
		return []*Refusal{refuse("quote again with --base-url", "the quote's address %q is not complete", q.BaseURL)}
	}
	return nil
}

// unchanged compares the quote's files with those at hand.
func (q *Quote) unchanged(files map[string]FileRef) []*Refusal {
	var list []*Refusal
	for _, f := range q.Files {
		got, ok := files[f.Role]
		list = append(list, about(f.Role, f.changed(got, ok))...)
	}
	if len(files) > len(q.Files) {
		list = append(list, refuse("launch with the quoted files alone", "there are %d files, the quote is for %d", len(files), len(q.Files)))
	}
	return list
}

// changed compares a quoted file with the one at hand, if there is one.
func (f QuotedFile) changed(got FileRef, there bool) []*Refusal {
	const hint = "restore the file, or make a new quote of the one that is there"
	switch {
	case !there:
		return []*Refusal{refuse("give the file that was quoted", "the %s file %s is missing", f.Role, f.Name)}
	case got.Size != f.Size:
		return []*Refusal{refuse(hint, "stale quote: %s has %d bytes, the quote is for %d", f.Name, got.Size, f.Size)}
	case got.SHA256 != f.SHA256:
		return []*Refusal{refuse(hint, "stale quote: %s was changed: its sha256 is %s, the quote is for %s", f.Name, short(got.SHA256), short(f.SHA256))}
	}
	return nil
}

// Submission is the identity of one launch: the first 32 hexadecimal digits of the SHA-256 over the saved quote and
// the saved approval.
func Submission(q *Quote, a *Approval) (string, error) {
	quote, err := q.Bytes()
	if err != nil {
		return "", fmt.Errorf("quote: %w", err)
	}
	approval, err := a.Bytes()
	if err != nil {
		return "", fmt.Errorf("approval: %w", err)
	}
	return document.Digest(append(quote, approval...))[:32], nil
}

// stamp is a moment for messages, to the second in UTC.
func stamp(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05 UTC") }
