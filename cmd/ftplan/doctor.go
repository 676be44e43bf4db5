package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
	"github.com/ftplan/ftplan/plan"
	"github.com/ftplan/ftplan/tokenize/bpe"
)

func newDoctor(c *common) *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Check the program and its surroundings: vocabularies, prices, keys, proxy, folders",
		Long: "doctor looks at what the other commands rest on. It touches no network, shows no key and leaves nothing behind.\n" +
			"It fails, with exit code 3, if something would keep a command from working; a warning is no failure.",
		Example: "  ftplan doctor\n  ftplan doctor --format json",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if err := checkFormat(format, view.DoctorFormats()); err != nil {
				return err
			}
			now, err := c.clock()
			if err != nil {
				return err
			}
			checks := c.examine(now)
			if err := view.Doctor(c.out, format, checks, c.style()); err != nil {
				return err
			}
			if slices.ContainsFunc(checks, func(check view.Check) bool { return check.State == view.Bad }) {
				return errors.New("something is wrong that keeps commands from working")
			}
			return nil
		},
	}
	formatFlag(cmd, &format, view.DoctorFormats())
	return cmd
}

// examine makes all checks.
func (c *common) examine(now time.Time) []view.Check {
	b := build()
	checks := []view.Check{{Name: "program", Text: fmt.Sprintf("ftplan %s, %s, %s", b.Version, b.Go, b.System)}}
	checks = append(checks, vocabularies()...)
	checks = append(checks, prices(plan.Builtin(), now)...)
	checks = append(checks, c.keys(plan.Builtin())...)
	return append(checks, c.proxy(), c.stateCheck(), teamConfig())
}

// tables are the SHA-256 sums of the prepared vocabularies.
var tables = map[string]string{
	"cl100k_base": "f6707851861aa6aefcd2e2e872139c7bdbf4d0176c78fc24c80a44c1ccec57a2",
	"o200k_base":  "dc87044f1a0b6fe0509a2010fddacaf78576de575073ab4292bc4e224d92fb6e",
	"p50k_base":   "2fa0c012faff8887e8929f6ea98fd97acb43fb14eb0921a64de72b55376f9f8f",
	"r50k_base":   "d9d3949835645ace9550c36e6844c16a8c0a00cc693df316f8307b5f44ff7bef",
}

// vocabularies checks that each vocabulary is as it was when it was made.
func vocabularies() []view.Check {
	var checks []view.Check
	for _, name := range slices.Sorted(maps.Keys(tables)) {
		check := view.Check{Name: "vocabulary " + name, Text: "as published"}
		sum := sha256.New()
		encoding, err := bpe.ByName(name)
		if err == nil {
			_, err = encoding.WriteTo(sum)
		}
		if err != nil {
			check.State, check.Text = view.Bad, err.Error()
		} else if got := hex.EncodeToString(sum.Sum(nil)); got != tables[name] {
			check.State, check.Text = view.Bad, "its tables have the sha256 "+got+", so this copy of the program is damaged"
		}
		checks = append(checks, check)
	}
	return checks
}

// oldPrices is how many days a price sheet may be old before it is doubted.
const oldPrices = 30

func prices(catalog *plan.Catalog, now time.Time) []view.Check {
	var checks []view.Check
	for _, sheet := range catalog.Sheets {
		days := sheet.Checked.Until(plan.DateOf(now))
		check := view.Check{Name: "prices " + sheet.Name, Text: fmt.Sprintf("checked %s, %d days ago", sheet.Checked, days)}
		if days > oldPrices {
			check.State = view.Doubtful
			check.Text += "; compare them with the provider's page, or quote with --prices FILE"
		}
		checks = append(checks, check)
	}
	return checks
}

// keys says for which providers there is a key, by the names of the variables.
func (c *common) keys(catalog *plan.Catalog) []view.Check {
	var checks []view.Check
	for _, p := range catalog.Providers {
		for _, name := range keyNames(p.Name) {
			if c.getenv(name) != "" {
				checks = append(checks, view.Check{Name: "key " + p.Name, Text: "in $" + name})
				break
			}
		}
	}
	if len(checks) == 0 {
		return []view.Check{{Name: "key", Text: "none: set FTPLAN_API_KEY or OPENAI_API_KEY to launch; all else works without one"}}
	}
	return checks
}

// proxy says which proxy requests would go through, without a password that its address may hold.
func (c *common) proxy() view.Check {
	for _, name := range []string{"HTTPS_PROXY", "https_proxy"} {
		if value := c.getenv(name); value != "" {
			host := "an address that cannot be read"
			if u, err := url.Parse(value); err == nil && u.Host != "" {
				host = u.Host
			}
			return view.Check{Name: "proxy", Text: host + ", from $" + name}
		}
	}
	return view.Check{Name: "proxy", Text: "none"}
}

// stateCheck says whether journals can be written.
func (c *common) stateCheck() view.Check {
	check := view.Check{Name: "state folder"}
	dir, err := c.stateFolder()
	if err != nil {
		check.State, check.Text = view.Bad, err.Error()
		return check
	}
	check.Text = dir + " can be written"
	if err := writable(dir); err != nil {
		check.State, check.Text = view.Bad, fmt.Sprintf("%s cannot be written: %v; set XDG_STATE_HOME to a folder that can", dir, err)
	}
	return check
}

// writable tries to write a file in a folder, or in the one where it would be made, and takes it away again.
func writable(dir string) error {
	for {
		info, err := os.Stat(dir)
		parent := filepath.Dir(dir)
		if errors.Is(err, fs.ErrNotExist) && parent != dir {
			dir = parent
			continue
		}
		if err != nil {
			return err
		}
		if !info.IsDir() {
			return fmt.Errorf("%s is no folder", dir)
		}
		f, err := os.CreateTemp(dir, ".ftplan-doctor-*")
		if err != nil {
			return err
		}
		return errors.Join(f.Close(), os.Remove(f.Name()))
	}
}

// teamConfig says whether a team's choices lie in the folder of the files here.
func teamConfig() view.Check {
	const name = ".ftplan.yaml"
	_, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return view.Check{Name: "config", Text: "no " + name + " in this folder: the defaults hold"}
	case err != nil:
		return view.Check{Name: "config", State: view.Doubtful, Text: strings.TrimSpace(err.Error())}
	}
	return view.Check{Name: "config", Text: name + " holds for the files of this folder"}
}
