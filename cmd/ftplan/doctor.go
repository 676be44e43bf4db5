package main

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
	"github.com/ftplan/ftplan/plan/catalog"
	"github.com/ftplan/ftplan/submit"
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
	checks = append(checks, priceAges(catalog.Builtin(), now)...)
	checks = append(checks, c.keys(catalog.Builtin())...)
	return append(checks, c.proxy(), c.stateCheck(), teamConfig())
}

// published are the SHA-256 sums of the vocabularies' files as OpenAI publishes them.
// Source: OpenAI's tiktoken, openai_public.py.
var published = map[string]string{
	"cl100k_base": "223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7",
	"o200k_base":  "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d",
	"p50k_base":   "94b5ca7dff4d00767bc256fdd1b27e5b17361d7b8a5f968547f9f23eb70d2069",
	"r50k_base":   "306cd27f03c1a714eca7108e03d66b7dc042abe8c258b44c199a7ed9838dd930",
}

// vocabularies writes each vocabulary as its publisher does and compares the sums.
func vocabularies() []view.Check {
	var checks []view.Check
	for _, name := range slices.Sorted(maps.Keys(published)) {
		check := view.Check{Name: "vocabulary " + name}
		encoding, err := bpe.ByName(name)
		if err != nil {
			check.State, check.Text = view.Bad, err.Error()
			checks = append(checks, check)
			continue
		}
		tokens, sum := ranks(encoding)
		check.Text = fmt.Sprintf("%d tokens, sha256 %.12s as published", tokens, sum)
		if sum != published[name] {
			check.State = view.Bad
			check.Text = fmt.Sprintf("%d tokens, sha256 %s, and not %s: this copy of the program is damaged", tokens, sum, published[name])
		}
		checks = append(checks, check)
	}
	return checks
}

// highestToken is above every number of a token in the vocabularies.
const highestToken = 1 << 18

// ranks returns how many tokens an encoding has, and the SHA-256 of its file: a token in base64, a blank and its number to
// a line.
func ranks(encoding *bpe.Encoding) (tokens int, sum string) {
	h := sha256.New()
	var line []byte
	for id := range uint32(highestToken) {
		token := encoding.Token(id)
		if len(token) == 0 {
			continue
		}
		line = base64.StdEncoding.AppendEncode(line[:0], token)
		line = strconv.AppendUint(append(line, ' '), uint64(id), 10)
		h.Write(append(line, '\n'))
		tokens++
	}
	return tokens, hex.EncodeToString(h.Sum(nil))
}

// oldPrices is how many days a price sheet may be old before it is doubted.
const oldPrices = 30

func priceAges(cat *catalog.Catalog, now time.Time) []view.Check {
	var checks []view.Check
	for _, sheet := range cat.Sheets {
		days := sheet.Checked.Until(catalog.DateOf(now))
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
func (c *common) keys(cat *catalog.Catalog) []view.Check {
	var checks []view.Check
	for _, p := range cat.Providers {
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

// proxyNames are the variables that name a proxy for requests, in the order in which they are looked at.
var proxyNames = []string{"HTTPS_PROXY", "https_proxy"}

// proxy says which proxy requests would go through, without a password that its address may hold.
func (c *common) proxy() view.Check {
	name, host, err := c.proxyHost()
	switch {
	case err != nil:
		return view.Check{Name: "proxy", State: view.Bad, Text: err.Error()}
	case name == "":
		return view.Check{Name: "proxy", Text: "none"}
	}
	return view.Check{Name: "proxy", Text: host + ", from $" + name}
}

// proxyHost returns the host of the proxy and the variable that names it, "" without one. One that cannot be read is an
// error: requests would go around it.
func (c *common) proxyHost() (name, host string, err error) {
	for _, name := range proxyNames {
		value := c.getenv(name)
		if value == "" {
			continue
		}
		address := value
		if !strings.Contains(value, "://") {
			address = "http://" + value
		}
		u, err := url.Parse(address)
		if err != nil || u.Hostname() == "" || !slices.Contains([]string{"http", "https", "socks5", "socks5h"}, u.Scheme) {
			return "", "", usage("write it as http://host:port", "$%s holds no address of a proxy, and requests would go around it", name)
		}
		return name, u.Host, nil
	}
	return "", "", nil
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
		return check
	}
	records, err := submit.Records(dir)
	for _, r := range records {
		err = errors.Join(err, r.Err)
	}
	if err != nil {
		check.State, check.Text = view.Bad, fmt.Sprintf("%v; %s", err, hintOf(err))
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

// teamConfig says whether a team's choices lie in the folder of the files here, and whether they can be read.
func teamConfig() view.Check {
	c, err := configBeside(configName)
	switch {
	case err != nil:
		return view.Check{Name: "config", State: view.Bad, Text: strings.TrimSpace(err.Error())}
	case c.path == "":
		return view.Check{Name: "config", Text: "no " + configName + " in this folder: the defaults hold"}
	}
	return view.Check{Name: "config", Text: configName + " holds for the files of this folder"}
}
