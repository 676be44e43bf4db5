package plan

import (
	"crypto/ed25519"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"github.com/ftplan/ftplan/plan/catalog"
	"github.com/ftplan/ftplan/plan/money"
)

// asQuoted are the files of a quote, unchanged.
func asQuoted(q *Quote) map[string]FileRef {
	files := map[string]FileRef{}
	for _, f := range q.Files {
		files[f.Role] = f.FileRef
	}
	return files
}

func TestApprovalCovers(t *testing.T) {
	tests := []struct {
		name   string
		limit  string
		after  time.Duration
		change func(q *Quote, a *Approval, files map[string]FileRef)
		reason string // "" = covered
		hint   string
	}{
		{name: "all is well", limit: "25", after: time.Hour},
		{name: "the limit is the total", limit: "4.65", after: time.Hour},
		{name: "a byte of the data changed", limit: "25", change: func(_ *Quote, _ *Approval, files map[string]FileRef) {
			f := files[TrainingFile]
			f.SHA256 = "00" + f.SHA256[2:]
			files[TrainingFile] = f
		}, reason: "stale quote: train.jsonl was changed: its sha256 is 00ababababab, the quote is for abababababab", hint: "new quote"},
		{name: "the validation file grew", limit: "25", change: func(_ *Quote, _ *Approval, files map[string]FileRef) {
			f := files[ValidationFile]
			f.Size++
			files[ValidationFile] = f
		}, reason: "stale quote: valid.jsonl has 4097 bytes, the quote is for 4096", hint: "new quote"},
		{name: "a file is missing", limit: "25", change: func(_ *Quote, _ *Approval, files map[string]FileRef) {
			delete(files, ValidationFile)
		}, reason: "the validation file valid.jsonl is missing", hint: "give the file"},
		{name: "a file too many", limit: "25", change: func(_ *Quote, _ *Approval, files map[string]FileRef) {
			files["test"] = FileRef{}
		}, reason: "there are 3 files, the quote is for 2", hint: "alone"},
		{name: "the quote was edited", limit: "25", change: func(q *Quote, _ *Approval, _ map[string]FileRef) {
			q.Suffix = "other"
		}, reason: "the approval is for another quote", hint: "ftplan approve"},
		{name: "over the limit", limit: "25", change: func(_ *Quote, a *Approval, _ map[string]FileRef) {
			a.Limit = money.USD{}
		}, reason: "the quote may cost $4.65, $4.65 over the limit of $0.00", hint: "a limit of $4.65 or more"},
		{name: "expired", limit: "25", after: 72 * time.Hour, reason: "the quote expired at 2026-11-25 09:00:00 UTC", hint: "ftplan quote"},
		{name: "the approval expired before the quote", limit: "25", after: time.Hour, change: func(_ *Quote, a *Approval, _ map[string]FileRef) {
			a.Expires = a.At.Add(time.Minute)
		}, reason: "the approval expired at 2026-11-22 09:01:00 UTC", hint: "ftplan approve"},
		{name: "the moment the approval expires", limit: "25", after: time.Hour, change: func(_ *Quote, a *Approval, _ map[string]FileRef) {
			a.Expires = a.At.Add(time.Hour)
		}, reason: "the approval expired at 2026-11-22 10:00:00 UTC", hint: "ftplan approve"},
		{name: "before the approval", limit: "25", after: time.Minute, change: func(_ *Quote, a *Approval, _ map[string]FileRef) {
			a.At = a.At.Add(time.Hour)
		}, reason: "the clock says 2026-11-22 09:01:00 UTC, the approval was given at 2026-11-22 10:00:00 UTC", hint: "clock"},
		{name: "another machine's clock", limit: "25", after: -5 * time.Minute},
		{name: "the clock is behind", limit: "25", after: -5*time.Minute - time.Second, reason: "the clock says 2026-11-22 08:54:59 UTC, the quote was made at 2026-11-22 09:00:00 UTC", hint: "clock"},
		{name: "a signature that is none", limit: "25", change: func(_ *Quote, a *Approval, _ map[string]FileRef) {
			a.Signature = "x"
		}, reason: "the approval's signature does not fit: it is no armoured ssh signature", hint: "sign again"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			q := fullQuote(t)
			a, err := Approve(q, usd(t, tt.limit), "Ada", today)
			if err != nil {
				t.Fatal(err)
			}
			files := asQuoted(q)
			if tt.change != nil {
				tt.change(q, a, files)
			}
			err = a.Covers(q, today.Add(tt.after), files)
			if tt.reason == "" {
				if err != nil {
					t.Errorf("got %v, want it covered", err)
				}
				return
			}
			reason, hint := explain(t, err, true)
			if !strings.Contains(reason, tt.reason) || !strings.Contains(hint, tt.hint) {
				t.Errorf("got %q (%q)\nwant %q (%q)", reason, hint, tt.reason, tt.hint)
			}
		})
	}
}

func TestApprovalEndsWithTheModel(t *testing.T) {
	lastDay := time.Date(2027, 1, 6, 23, 0, 0, 0, time.UTC)
	q := mustQuote(t, Settings{Model: "gpt-4.1"}, chat("o200k_base", 100, 1000), lastDay)
	a, err := Approve(q, usd(t, "25"), "Ada", lastDay)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Covers(q, lastDay.Add(59*time.Minute), asQuoted(q)); err != nil {
		t.Errorf("on the last day: %v", err)
	}
	reason, _ := explain(t, a.Covers(q, lastDay.Add(time.Hour), asQuoted(q)), true)
	if !strings.Contains(reason, "its last training day was 2027-01-06") {
		t.Errorf("the day after: got %q", reason)
	}
}

func TestAClosedModelIsNotCovered(t *testing.T) {
	q := mustQuote(t, Settings{Model: "gpt-4.1"}, chat("o200k_base", 100, 1000), today)
	q.Lifetime.Closed = "the base model was shut down in 2024"
	a, err := Approve(q, usd(t, "25"), "Ada", today)
	if err != nil {
		t.Fatal(err)
	}
	reason, _ := explain(t, a.Covers(q, today, asQuoted(q)), true)
	if want := "gpt-4.1-2025-04-14 can no longer be trained at openai: the base model was shut down in 2024"; reason != want {
		t.Errorf("got %q, want %q", reason, want)
	}
}

func TestAPriceForComparisonIsNotLaunchable(t *testing.T) {
	late := time.Date(2027, 1, 7, 9, 0, 0, 0, time.UTC)
	q := mustQuote(t, Settings{Model: "gpt-4.1", PastTraining: true}, chat("o200k_base", 100, 1000), late)
	if q.Launchable {
		t.Error("it is launchable")
	}
	problems := q.Problems(late, asQuoted(q))
	if len(problems) != 1 || !strings.Contains(problems[0].Reason, "its last training day was 2027-01-06") {
		t.Errorf("got the problems %v, want that the time is over and no other", problems)
	}
	for _, c := range Compare(Settings{}, surveys(1000), []int64{1}, catalog.Builtin(), late) {
		if c.Provider == "openai" && c.Launchable {
			t.Errorf("%s is launchable at openai after the last training day", c.Model)
		}
	}
}

func TestApproveRefuses(t *testing.T) {
	q := fullQuote(t)
	unknown := mustQuote(t, Settings{Model: "gpt-4.1", Provider: "azure"}, chat("o200k_base", 100, 1000), today)
	tests := []struct {
		name    string
		quote   *Quote
		limit   string
		by      string
		now     time.Time
		refusal bool
		reason  string
	}{
		{"a limit below the total", q, "4.64", "Ada", today, true, "the quote may cost $4.65, $0.01 over the limit of $4.64"},
		{"a total that nothing bounds", unknown, "1000000", "Ada", today, true, "nothing bounds its total (unknown)"},
		{"an expired quote", q, "25", "Ada", today.AddDate(0, 0, 3), true, "the quote expired"},
		{"nobody", q, "25", " ", today, false, "needs a name"},
		{"control characters", q, "25", "Ada\x1b[2J", today, false, "needs a name"},
		{"a long name", q, "25", strings.Repeat("a", 101), today, false, "needs a name"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Approve(tt.quote, usd(t, tt.limit), tt.by, tt.now)
			reason, _ := explain(t, err, tt.refusal)
			if !strings.Contains(reason, tt.reason) {
				t.Errorf("got %q, want %q", reason, tt.reason)
			}
		})
	}
}

func TestAnotherProtocolIsNotCovered(t *testing.T) {
	q := mustQuote(t, Settings{Model: "gpt-oss-20b", Provider: "together", Epochs: 1}, chat("o200k_harmony", 100, 1000), today)
	a, err := Approve(q, usd(t, "25"), "Ada", today)
	if err != nil {
		t.Fatal(err)
	}
	reason, _ := explain(t, a.Covers(q, today, asQuoted(q)), true)
	if want := "together does not speak the protocol: its quote cannot be launched"; reason != want {
		t.Errorf("got %q, want %q", reason, want)
	}
}

func TestAnIncompleteAddressIsNotCovered(t *testing.T) {
	for _, tt := range []struct{ url, reason string }{
		{"", `the quote's address "https://<resource>.openai.azure.com/openai/v1" is not complete`},
		{"https://ours.openai.azure.com/openai/v1/", ""},
	} {
		q := mustQuote(t, Settings{Model: "gpt-4.1-nano", Provider: "azure", BaseURL: tt.url}, chat("o200k_base", 100, 1000), today)
		a, err := Approve(q, usd(t, "25"), "Ada", today)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if err := a.Covers(q, today, asQuoted(q)); err != nil {
			got = err.Error()
		}
		if got != tt.reason {
			t.Errorf("got %q, want %q", got, tt.reason)
		}
	}
}

func TestProblemsAreAllNamed(t *testing.T) {
	q := fullQuote(t)
	a, err := Approve(q, usd(t, "25"), "Ada", today)
	if err != nil {
		t.Fatal(err)
	}
	a.Limit = usd(t, "1")
	var got []string
	for _, p := range a.Problems(q, today.AddDate(0, 1, 20), nil) {
		got = append(got, p.Reason)
	}
	want := []string{
		"the quote expired at 2026-11-25 09:00:00 UTC", "the approval expired at 2026-11-25 09:00:00 UTC",
		"the quote may cost $4.65, $3.65 over the limit of $1.00", "gpt-4.1-2025-04-14 can no longer be trained",
		"the training file train.jsonl is missing", "the validation file valid.jsonl is missing",
	}
	if len(got) != len(want) {
		t.Fatalf("got %q", got)
	}
	for i := range want {
		if !strings.HasPrefix(got[i], want[i]) {
			t.Errorf("got %q, want %q", got[i], want[i])
		}
	}
}

func TestSubmissionIsBoundToBoth(t *testing.T) {
	q := fullQuote(t)
	a, err := Approve(q, usd(t, "25"), "Ada", today)
	if err != nil {
		t.Fatal(err)
	}
	first, err := Submission(q, a)
	if err != nil || len(first) != 32 || strings.Trim(first, "0123456789abcdef") != "" {
		t.Fatalf("got %q, %v", first, err)
	}
	if again, _ := Submission(q, a); again != first {
		t.Errorf("the same pair: got %s and %s", first, again)
	}
	b := *a
	b.By = "Bob"
	if other, _ := Submission(q, &b); other == first {
		t.Error("another approval has the same identity")
	}
	r := *q
	r.Suffix = "x"
	if other, _ := Submission(&r, a); other == first {
		t.Error("another quote has the same identity")
	}
}

// sshApproval was signed with ssh-keygen -Y sign -n ftplan-approval by the key bobKey.
var sshApproval = Approval{
	Version: 1, Quote: "sha256:00", By: "Ada", At: today, Expires: today.Add(72 * time.Hour),
}

const (
	bobKey             = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKhLcsRrGlouFMRj/45Z7kOsafnrjreFi6jHbUmbngkZ bob"
	eveKey             = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPD69Zb+jQcxXHtv1SqxMrVBNin9OLDY8AP5c7Xe/foi eve"
	sshKeygenSignature = `-----BEGIN SSH SIGNATURE-----
U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAgqEtyxGsaWi4UxGP/jlnuQ6xp+e
uOt4WLqMdtSZueCRkAAAAPZnRwbGFuLWFwcHJvdmFsAAAAAAAAAAZzaGE1MTIAAABTAAAA
C3NzaC1lZDI1NTE5AAAAQGZaP6ByjBAxW+3BfXKupvFMkg5nYK0VOFUPGkqyb7lFiteFbf
j0U/ecvHs4WwrB3LIAE774ZVXb4loZQUOPkAI=
-----END SSH SIGNATURE-----
`
)

func TestSignatureOfSSHKeygen(t *testing.T) {
	a := sshApproval
	a.Limit = usd(t, "25")
	signed, err := a.WithSignature(sshKeygenSignature)
	if err != nil {
		t.Fatal(err)
	}
	if err := signed.SignedBy([]string{eveKey, bobKey}); err != nil {
		t.Errorf("signed by bob: %v", err)
	}
	reason, _ := explain(t, signed.SignedBy([]string{eveKey}), true)
	if !strings.Contains(reason, "a key that is not listed (SHA256:hS4yU59CpWwOZ0+RNUzTH8//EuMbn64pX9bwfz+3KIM)") {
		t.Errorf("not listed: got %q", reason)
	}
	reason, _ = explain(t, a.SignedBy([]string{bobKey}), true)
	if want := "the approval of Ada is not signed, and a second person's signature is asked for"; reason != want {
		t.Errorf("unsigned: got %q, want %q", reason, want)
	}
	explain(t, signed.SignedBy([]string{"ssh-ed25519 nonsense"}), false)
	signed.Limit = usd(t, "2500")
	reason, _ = explain(t, signed.SignedBy([]string{bobKey}), true)
	if want := "the approval's signature does not fit: it is not over this approval"; reason != want {
		t.Errorf("changed afterwards: got %q, want %q", reason, want)
	}
	a.By = "Eve"
	_, err = a.WithSignature(sshKeygenSignature)
	explain(t, err, false)
}

// TestSeveralPeopleSign holds the second signature to standing beside the first one, and each to its own list.
func TestSeveralPeopleSign(t *testing.T) {
	a := &sshApproval
	var lists [][]string
	for _, seed := range []string{"k", "l"} {
		key, err := ssh.NewSignerFromKey(ed25519.NewKeyFromSeed([]byte(strings.Repeat(seed, ed25519.SeedSize))))
		if err != nil {
			t.Fatal(err)
		}
		if a, err = a.Sign(key); err != nil {
			t.Fatal(err)
		}
		again, err := a.Sign(key)
		if err != nil || again.Signature != a.Signature {
			t.Errorf("the same key signs twice: %v", err)
		}
		lists = append(lists, []string{string(ssh.MarshalAuthorizedKey(key.PublicKey()))})
	}
	for i, list := range lists {
		if err := a.SignedBy(list); err != nil {
			t.Errorf("key %d: %v", i, err)
		}
	}
	explain(t, a.SignedBy([]string{bobKey}), true)
	for _, more := range []string{"x", "\n", sshKeygenSignature} {
		broken := *a
		broken.Signature += more
		if err := broken.SignedBy(lists[0]); err == nil {
			t.Errorf("taken with %.20q behind it", more)
		}
	}
	data, err := a.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ReadApproval(data); err != nil {
		t.Errorf("it is not read back: %v", err)
	}
}

func TestSignedApprovalIsCovered(t *testing.T) {
	key, err := ssh.NewSignerFromKey(ed25519.NewKeyFromSeed([]byte(strings.Repeat("k", ed25519.SeedSize))))
	if err != nil {
		t.Fatal(err)
	}
	q := fullQuote(t)
	a, err := Approve(q, usd(t, "25"), "Ada", today)
	if err != nil {
		t.Fatal(err)
	}
	signed, err := a.Sign(key)
	if err != nil {
		t.Fatal(err)
	}
	data, err := signed.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	again, err := ReadApproval(data)
	if err != nil {
		t.Fatal(err)
	}
	if err := again.Covers(q, today, asQuoted(q)); err != nil {
		t.Errorf("covers: %v", err)
	}
	if err := again.SignedBy([]string{string(ssh.MarshalAuthorizedKey(key.PublicKey()))}); err != nil {
		t.Errorf("signed by: %v", err)
	}
	rebroken := *signed
	rebroken.Signature = strings.Replace(signed.Signature, "\nU1NI", "\nU1N\nI", 1)
	if _, err := rebroken.Signers(); err == nil {
		t.Error("a signature with other line breaks was accepted, which gives one approval several identities")
	}
	for i := range signed.Signature {
		broken := *signed
		flipped := []byte(signed.Signature)
		flipped[i] ^= 1
		broken.Signature = string(flipped)
		if _, err := broken.Signers(); err == nil {
			t.Errorf("byte %d of the signature: %q accepted as %q", i, signed.Signature[i], flipped[i])
		}
	}
}

func TestApprovalUntil(t *testing.T) {
	q := fullQuote(t)
	a, err := Approve(q, usd(t, "25"), "Ada", today)
	if err != nil {
		t.Fatal(err)
	}
	shorter, err := a.Until(today.Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := shorter.Expires, today.Add(time.Hour); !got.Equal(want) || !a.Expires.Equal(q.Expires) {
		t.Errorf("got %s and %s, want %s and %s", got, a.Expires, want, q.Expires)
	}
	for _, end := range []time.Time{today, today.Add(-time.Hour), q.Expires.Add(time.Second)} {
		if _, err := a.Until(end); err == nil {
			t.Errorf("an approval until %s is accepted", end)
		}
	}
}

// TestProblemsNameThePart holds every problem to the part that it is about.
func TestProblemsNameThePart(t *testing.T) {
	q := fullQuote(t)
	a, err := Approve(q, usd(t, "25"), "Ada", today)
	if err != nil {
		t.Fatal(err)
	}
	a.Quote = "sha256:00"
	files := asQuoted(q)
	training := files[TrainingFile]
	training.Size++
	files[TrainingFile] = training
	delete(files, ValidationFile)
	late := q.Expires
	if got, want := abouts(a.Problems(q, late, files)), "approval quote approval training validation"; got != want {
		t.Errorf("the approval: got %q, want %q", got, want)
	}
	if got, want := abouts(q.Problems(late, files)), "quote training validation"; got != want {
		t.Errorf("the quote: got %q, want %q", got, want)
	}
}

func abouts(problems []*Refusal) string {
	var words []string
	for _, p := range problems {
		words = append(words, p.About)
	}
	return strings.Join(words, " ")
}
