package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os/user"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
	"github.com/ftplan/ftplan/plan"
	"github.com/ftplan/ftplan/plan/catalog"
	"github.com/ftplan/ftplan/plan/document"
)

// A trust is what whoever runs a command says there and then about the approval and the address.
type trust struct {
	signers  []string // public keys, or files that hold them
	unsigned bool
	baseURL  string
}

func (t *trust) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringArrayVar(&t.signers, "signer", nil, "take an approval that this public key signed: a file or the key itself; may be repeated")
	f.BoolVar(&t.unsigned, "unsigned", false, "take an approval that was neither given on this machine nor signed, for the provider's own address only")
	f.StringVar(&t.baseURL, "base-url", "", "the address that the key may go to, where it is not the provider's own")
}

// A consent is why an approval counts.
type consent string

const (
	consentHere     consent = "given on this machine"
	consentSigner   consent = "signed by a key that the user named"
	consentTeam     consent = "signed by a key that " + configName + " names"
	consentUnsigned consent = "unsigned, at the word of whoever ran the command"
)

// ownWord reports whether the user vouches for the approval, not a folder that may come from elsewhere.
func (c consent) ownWord() bool { return c == consentHere || c == consentSigner }

// judge lists what keeps an approval from counting here, and from sending the key where the quote says. The teams are
// those whose rules hold for the quote; each has to be met.
func (t *trust) judge(c *common, q *plan.Quote, a *plan.Approval, p *catalog.Provider, teams []config, file string) (consent, []*plan.Refusal, error) {
	var list []*plan.Refusal
	for _, team := range teams {
		problems, err := asProblem(a.SignedBy(team.signers), "approval")
		if err != nil {
			return "", nil, fmt.Errorf("%s: %w", team.path, err)
		}
		for _, problem := range problems {
			problem.Reason = fmt.Sprintf("%s: %s", team.path, problem.Reason)
		}
		list = append(list, problems...)
	}
	own, err := c.userConfig()
	if err != nil {
		return "", nil, err
	}
	why, err := t.counts(c, a, own, len(teams) > 0 && len(list) == 0)
	if err != nil {
		return "", nil, err
	}
	switch {
	case why != "":
		list = append(list, t.address(q, p, why, own)...)
	case len(list) == 0:
		list = append(list, c.stranger(a, file))
	}
	return why, list, nil
}

// counts returns why an approval counts, "" where it does not.
func (t *trust) counts(c *common, a *plan.Approval, own config, teamSigned bool) (consent, error) {
	record, err := c.givenHere(a)
	if err != nil {
		return "", err
	}
	if record != nil {
		return consentHere, nil
	}
	signers, err := t.keys()
	if err != nil {
		return "", err
	}
	if signers = append(signers, own.signers...); len(signers) > 0 && a.Signature != "" {
		problems, err := asProblem(a.SignedBy(signers), "approval")
		if err != nil {
			return "", err
		}
		if len(problems) == 0 {
			return consentSigner, nil
		}
	}
	switch {
	case teamSigned:
		return consentTeam, nil
	case t.unsigned:
		return consentUnsigned, nil
	}
	return "", nil
}

// keys are the public keys that were named: as they are, or by files of them.
func (t *trust) keys() ([]string, error) {
	var list []string
	for _, signer := range t.signers {
		if strings.HasPrefix(signer, "ssh-") {
			list = append(list, signer)
			continue
		}
		data, err := readDocument(signer, "public key")
		if err != nil {
			return nil, err
		}
		for line := range strings.Lines(string(data)) {
			if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
				list = append(list, line)
			}
		}
	}
	return list, nil
}

// stranger refuses an approval that nobody vouches for. What was changed in one that was given here is named.
func (c *common) stranger(a *plan.Approval, file string) *plan.Refusal {
	r := &plan.Refusal{About: "approval",
		Reason: fmt.Sprintf("the approval of %s was not given on this machine, and no key that you named signed it", a.By),
		Hint: "look at it and approve it here: " + view.Command("ftplan", "approve", "--force", file) +
			"; or name the key that signed it with --signer KEY.pub; a pipeline that trusts its folder says --unsigned"}
	if differ := c.changedSince(a); differ != nil {
		differ = slices.DeleteFunc(differ, func(d document.Difference) bool { return d.Member == "digest" })
		r.Differences = differ
		r.Reason = "the approval was changed after it was given on this machine"
	}
	return r
}

// address refuses to send key and data where only the quote says so.
func (t *trust) address(q *plan.Quote, p *catalog.Provider, why consent, own config) []*plan.Refusal {
	refuse := func(hint, format string, args ...any) []*plan.Refusal {
		return []*plan.Refusal{{About: "quote", Reason: fmt.Sprintf(format, args...), Hint: hint}}
	}
	given := catalog.ASCIIAddress(t.baseURL)
	switch {
	case given != "" && given != q.BaseURL:
		return refuse("leave --base-url out, or make a quote for that address", "the quote is for %s, not for %s", q.BaseURL, given)
	case p.Owns(q.BaseURL) || why == consentHere:
		return nil
	case !why.ownWord():
		return refuse("approve the quote on this machine, where its address is shown", "%s is not %s's own address, and the approval is %s", q.BaseURL, p.Title, why)
	case given == q.BaseURL || slices.Contains(own.addresses, q.BaseURL):
		return nil
	}
	return refuse("if you know the address, add --base-url "+q.BaseURL, "%s is not %s's own address: the key and the data would go there at the quote's word alone", q.BaseURL, p.Title)
}

// userConfigName is the user's own configuration below the folder for those.
const userConfigName = "config.yaml"

// userConfig reads the user's own configuration, which lies outside every folder of data.
func (w world) userConfig() (config, error) {
	dir := w.configFolder()
	if dir == "" {
		return config{}, nil
	}
	name := filepath.Join(dir, userConfigName)
	text, err := readAtMost(name, configMax)
	if errors.Is(err, fs.ErrNotExist) {
		return config{}, nil
	}
	if err != nil {
		return config{}, err
	}
	c, err := parseConfig(name, text, userKeys)
	c.path = name
	for i, address := range c.addresses {
		c.addresses[i] = catalog.ASCIIAddress(address)
	}
	return c, err
}

// configFolder is where the user's own configuration lies, "" where there is no such place.
func (w world) configFolder() string {
	if dir := w.getenv("XDG_CONFIG_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "ftplan")
	}
	if dir := w.getenv("APPDATA"); runtime.GOOS == "windows" && filepath.IsAbs(dir) {
		return filepath.Join(dir, "ftplan")
	}
	if home := w.getenv("HOME"); filepath.IsAbs(home) {
		return filepath.Join(home, ".config", "ftplan")
	}
	return ""
}

// osUser is the operating system's name of who runs the program, or "".
func osUser() string {
	u, err := user.Current()
	if err != nil {
		return ""
	}
	if _, name, domain := strings.Cut(u.Username, `\`); domain {
		return name
	}
	return u.Username
}

// A guarded is what the guards say of a quote and its approval.
type guarded struct {
	why      consent                 // the approval counts
	files    map[string]plan.FileRef // as they are, by role
	problems []*plan.Refusal         // that keep the job from being launched now, most telling first
}

// guards asks everything that can be asked of a quote and its approval without a key or a network: what is in them, whether
// they fit each other and the files, the time, the rules of the folders, and whose word they are. The approval may be nil.
func (t *trust) guards(ctx context.Context, c *common, at moment, f launchFiles, q *plan.Quote, a *plan.Approval) (g guarded, err error) {
	r, err := c.rebuild(ctx, q, at, f)
	if err != nil {
		return g, err
	}
	g.files = r.files
	if a == nil {
		g.problems = slices.Concat(r.problems, q.Problems(at.now, r.files))
		return g, nil
	}
	teams, err := teamsOf(f.quote)
	if err != nil {
		return g, err
	}
	provider, err := at.catalog.Provider(q.Provider)
	if problems, err := asProblem(unbelieved(err), "quote"); err != nil || len(problems) > 0 {
		g.problems = append(r.problems, problems...)
		return g, err
	}
	why, trusted, err := t.judge(c, q, a, provider, teams, f.quote)
	g.why, g.problems = why, slices.Concat(r.problems, filesFirst(a.Problems(q, at.now, r.files)), trusted)
	return g, err
}

// filesFirst puts what is wrong with a file before what is wrong with the quote and its approval: a quote that was edited
// to name another file is not merely a quote that nobody approved.
func filesFirst(list []*plan.Refusal) []*plan.Refusal {
	ofFile := func(r *plan.Refusal) bool { return r.About == plan.TrainingFile || r.About == plan.ValidationFile }
	files := slices.DeleteFunc(slices.Clone(list), func(r *plan.Refusal) bool { return !ofFile(r) })
	return append(files, slices.DeleteFunc(slices.Clone(list), ofFile)...)
}
