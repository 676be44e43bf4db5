package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
	"github.com/ftplan/ftplan/cmd/ftplan/internal/view/costs"
	"github.com/ftplan/ftplan/cmd/ftplan/internal/view/runs"
	"github.com/ftplan/ftplan/plan"
	"github.com/ftplan/ftplan/plan/catalog"
	"github.com/ftplan/ftplan/submit/service"
	"github.com/ftplan/ftplan/submit/service/openai"
)

// A connection is how a command reaches the service. The key comes from the environment, a file or standard input; there
// is no flag for the key itself, because other users of a machine can read those.
type connection struct {
	keyFile  string
	keyStdin bool
	debug    bool
	poll     pause
	given    []string // the flags that say where the service and its key are, as words of a command line
}

func (o *connection) flags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&o.keyFile, "key-file", "", "read the key from this file, which only you may read")
	cmd.Flags().BoolVar(&o.keyStdin, "key-stdin", false, "read the key from standard input")
	o.poll = pause{10 * time.Second}
	cmd.Flags().Var(&o.poll, "poll", "the pause between looks at a job that is watched")
	cmd.Flags().BoolVar(&o.debug, "debug", false, "say each request and answer, without key, headers and bodies")
}

// ofTheService reports whether a flag says where the service or its key is.
func ofTheService(flag string) bool {
	return slices.Contains([]string{"provider", "base-url", "key-file", "key-stdin"}, flag)
}

// jobs is a command about jobs that comes to the same service.
func (o *connection) jobs(words ...string) string {
	return view.Command(slices.Concat([]string{"ftplan", "jobs"}, words, o.given)...)
}

// key returns the key for a provider.
func (o *connection) key(w world, provider string) (service.Key, error) {
	switch {
	case o.keyFile != "" && o.keyStdin:
		return service.Key{}, usage("choose one", "--key-file and --key-stdin exclude each other")
	case o.keyFile != "":
		return service.KeyFromFile(w.stopping(), o.keyFile)
	case o.keyStdin:
		key, err := service.KeyFromReader(w.in)
		if errors.Is(err, context.Canceled) { // no fault of the key's
			err = context.Canceled
		}
		return key, err
	}
	return service.KeyFromEnv(w.getenv, keyNames(provider)...)
}

// keyNames are the environment variables in which a provider's key is looked for. A key of one provider is never sent to
// another.
func keyNames(provider string) []string {
	base, _, _ := strings.Cut(provider, "-")
	return []string{"FTPLAN_API_KEY", strings.ToUpper(base) + "_API_KEY"}
}

// client returns a client for an endpoint, which says on the world's err what goes on.
func (o *connection) client(c *common, endpoint service.Endpoint) (*service.Client, error) {
	if _, _, err := c.proxyHost(); err != nil {
		return nil, err
	}
	key, err := o.key(c.world, endpoint.Name)
	if err != nil {
		return nil, err
	}
	settings := c.settings
	settings.Poll, settings.Now = o.poll.Duration, c.now
	settings.Report = runs.Notices(c.err, c.style())
	if o.debug {
		settings.Debug = func(line string) { fmt.Fprintln(c.err, line) }
	}
	client, err := openai.New(endpoint, key, settings)
	if err != nil {
		return nil, err
	}
	c.destination(endpoint)
	if proxy := client.Proxy(); proxy != "" {
		fmt.Fprintf(c.err, "requests go through the proxy %s\n", proxy)
	}
	return client, nil
}

// destination says where the key and the requests go, and where that is none of the provider's own hosts.
func (c *common) destination(e service.Endpoint) {
	foreign := ""
	if p, err := catalog.Builtin().Provider(e.Name); err == nil && !p.Owns(e.URL) {
		foreign = p.Title
	}
	costs.Destination(c.err, e.Name, e.URL, foreign, c.style())
}

// stateFolder is where journals and the ledger live. A relative XDG_STATE_HOME is ignored, as its specification says: it
// would be another folder for every folder that one stands in.
func (w world) stateFolder() (string, error) {
	if dir := w.getenv("XDG_STATE_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "ftplan"), nil
	}
	if dir := w.getenv("LOCALAPPDATA"); runtime.GOOS == "windows" && filepath.IsAbs(dir) {
		return filepath.Join(dir, "ftplan"), nil
	}
	if home := w.getenv("HOME"); filepath.IsAbs(home) {
		return filepath.Join(home, ".local", "state", "ftplan"), nil
	}
	return "", errors.New("no folder for the state: set XDG_STATE_HOME or HOME")
}

// launchFiles are the quote and the approval of a launch.
type launchFiles struct {
	quote, approval string
}

// read reads both, strictly.
func (f launchFiles) read() (*plan.Quote, *plan.Approval, error) {
	q, err := readQuote(f.quote)
	if err != nil {
		return nil, nil, err
	}
	name := f.approval
	if name == "" {
		name = approvalPath(f.quote)
	}
	a, err := readApproval(name)
	if err == nil && a == nil {
		err = &plan.Refusal{Reason: fmt.Sprintf("%s is not approved: there is no %s", f.quote, name), Hint: view.Command("ftplan", "approve", f.quote)}
	}
	return q, a, err
}

// locate finds a quoted file: as it was named, or beside the quote.
func (f launchFiles) locate(name string) string {
	if _, err := os.Stat(name); err != nil {
		if beside := filepath.Join(filepath.Dir(f.quote), name); !filepath.IsAbs(name) {
			if _, err := os.Stat(beside); err == nil {
				return beside
			}
		}
	}
	return name
}
