package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/rules"
	"github.com/ftplan/ftplan/plan"
)

// configName is the file beside the data that holds a team's choices.
const configName = ".ftplan.yaml"

// configMax is how long such a file may be, in bytes.
const configMax = 1 << 20

// A config is what a team chose. What it leaves out is nil or "".
type config struct {
	path                    string // "" where there is no such file
	allow, only             []string
	strict                  *bool
	limit                   *int
	model, provider, method string
	baseline                string   // beside the config where it is no absolute path
	signers                 []string // public keys, one of which has to sign every approval
	addresses               []string // that the key may go to, in the user's own configuration
}

// A configKey reads the value of one key.
type configKey func(*config, *yaml.Node) error

// configKeys are the sections, their keys, and what each does with its value.
var configKeys = map[string]map[string]configKey{
	"lint": {
		"allow":    func(c *config, n *yaml.Node) error { return readRules(n, &c.allow) },
		"only":     func(c *config, n *yaml.Node) error { return readRules(n, &c.only) },
		"strict":   func(c *config, n *yaml.Node) error { return readBool(n, &c.strict) },
		"limit":    func(c *config, n *yaml.Node) error { return readLimit(n, &c.limit) },
		"model":    func(c *config, n *yaml.Node) error { return readText(n, &c.model) },
		"provider": func(c *config, n *yaml.Node) error { return readText(n, &c.provider) },
		"method":   func(c *config, n *yaml.Node) error { return readText(n, &c.method) },
		"baseline": func(c *config, n *yaml.Node) error { return readText(n, &c.baseline) },
	},
	"approval": {
		"signers": func(c *config, n *yaml.Node) error { return readTexts(n, &c.signers) },
	},
}

// userKeys are those of the user's own configuration: whose signatures count, and which addresses the key may go to beside
// the providers' own.
var userKeys = map[string]map[string]configKey{
	"approval": {
		"signers": func(c *config, n *yaml.Node) error { return readTexts(n, &c.signers) },
	},
	"service": {
		"addresses": func(c *config, n *yaml.Node) error { return readTexts(n, &c.addresses) },
	},
}

// configBeside reads the choices that lie beside a file: none where there is no such file.
func configBeside(file string) (config, error) {
	dir := "."
	if file != "-" {
		dir = filepath.Dir(file)
	}
	name := filepath.Join(dir, configName)
	if err := notLinked(name); err != nil {
		return config{}, err
	}
	text, err := readAtMost(name, configMax)
	if errors.Is(err, fs.ErrNotExist) {
		return config{}, nil
	}
	if err != nil {
		return config{}, err
	}
	c, err := parseConfig(name, text, configKeys)
	c.path = name
	if c.baseline != "" && !filepath.IsAbs(c.baseline) {
		c.baseline = filepath.Join(dir, c.baseline)
	}
	return c, err
}

// notLinked refuses a symbolic link in place of a folder's choices: what it leads to may be anybody's, and an error about
// its content would show it.
func notLinked(name string) error {
	info, err := os.Lstat(name)
	if err == nil && info.Mode()&fs.ModeSymlink != 0 {
		return &plan.Refusal{Reason: name + " is a symbolic link; the rules of a folder are a file in it",
			Hint: "put the file itself there, or take the link away"}
	}
	return nil
}

// readAtMost reads a file that may not be longer than limit bytes.
func readAtMost(name string, limit int64) ([]byte, error) {
	f, err := openDocument(name, "config")
	if err != nil {
		return nil, err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err == nil && int64(len(text)) > limit {
		err = fmt.Errorf("%s is longer than %d bytes", name, limit)
	}
	return text, err
}

// parseConfig reads the choices strictly: an unknown key, one that is there twice, or a value of another kind is an error
// that names the line.
func parseConfig(name string, text []byte, known map[string]map[string]configKey) (config, error) {
	var (
		c    config
		root yaml.Node
	)
	documents := yaml.NewDecoder(bytes.NewReader(text))
	if err := documents.Decode(&root); errors.Is(err, io.EOF) {
		return c, nil
	} else if err != nil {
		return c, usage("", "%s: %s", name, strings.TrimPrefix(err.Error(), "yaml: "))
	}
	if err := documents.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		return c, usage("take out the line ---", "%s: one document is wanted, and there is more", name)
	}
	err := eachKey(root.Content[0], sortedKeys(known), func(name string, section *yaml.Node) error {
		keys := known[name]
		return eachKey(section, sortedKeys(keys), func(key string, value *yaml.Node) error { return keys[key](&c, value) })
	})
	var fault configFault
	if errors.As(err, &fault) {
		return c, usage(fault.hint, "%s:%d: %s", name, fault.line, fault.reason)
	}
	return c, err
}

// A configFault is what is wrong with one line of a config.
type configFault struct {
	line         int
	reason, hint string
}

func (f configFault) Error() string { return f.reason }

func faultAt(n *yaml.Node, hint, format string, args ...any) error {
	return configFault{line: n.Line, reason: fmt.Sprintf(format, args...), hint: hint}
}

// eachKey hands the members of a mapping, which may only be known ones and each once, to take.
func eachKey(n *yaml.Node, known []string, take func(key string, value *yaml.Node) error) error {
	if n.Kind == yaml.ScalarNode && n.Tag == "!!null" {
		return nil
	}
	if n.Kind != yaml.MappingNode {
		return faultAt(n, "", "keys and values are wanted here: %s", strings.Join(known, ", "))
	}
	seen := map[string]bool{}
	for i := 0; i < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		switch {
		case !slices.Contains(known, key.Value):
			return unknownKey(key, known)
		case seen[key.Value]:
			return faultAt(key, "", "the key %s is there twice", key.Value)
		}
		seen[key.Value] = true
		if err := take(key.Value, value); err != nil {
			return err
		}
	}
	return nil
}

func unknownKey(key *yaml.Node, known []string) error {
	hint := "known are " + strings.Join(known, ", ")
	if near := lint.Nearest(key.Value, known); near != "" {
		hint = "did you mean " + near + "?"
	} else if section := sectionOf(key.Value); section != "" {
		hint = "write it below " + section + ":"
	}
	return faultAt(key, hint, "unknown key %s", lint.Quote([]byte(key.Value)))
}

// sectionOf returns the section that has a key of that name, "" where none has.
func sectionOf(key string) string {
	for section, keys := range configKeys {
		if _, ok := keys[key]; ok {
			return section
		}
	}
	return ""
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// teamsOf reads the rules about money that hold for a quote: those of its folder and of every folder above it up to the
// root of the file system, nearest first. They add up, so a file that names nobody lifts nothing. The folder is the one that
// the quote lies in and, where that is reached by a link, the one that it really is as well.
func teamsOf(quote string) ([]config, error) {
	dir, err := filepath.Abs(filepath.Dir(quote))
	if err != nil {
		return nil, fmt.Errorf("cannot look for %s: %w", configName, err)
	}
	folders := above(dir)
	if file, err := filepath.EvalSymlinks(quote); err == nil {
		if real, err := filepath.Abs(filepath.Dir(file)); err == nil {
			folders = append(folders, above(real)...)
		}
	}
	if real, err := filepath.EvalSymlinks(dir); err == nil {
		folders = append(folders, above(real)...)
	}
	var teams []config
	asked := map[string]bool{}
	for _, folder := range folders {
		if asked[folder] {
			continue
		}
		asked[folder] = true
		c, err := configBeside(filepath.Join(folder, configName))
		if err != nil {
			return nil, err
		}
		if len(c.signers) > 0 {
			teams = append(teams, c)
		}
	}
	return teams, nil
}

// above lists a folder and those above it.
func above(dir string) []string {
	list := []string{dir}
	for up := filepath.Dir(dir); up != dir; up = filepath.Dir(up) {
		dir = up
		list = append(list, dir)
	}
	return list
}

func readText(n *yaml.Node, to *string) error {
	if n.Kind != yaml.ScalarNode || n.Tag == "!!null" {
		return faultAt(n, "", "a word is wanted here")
	}
	*to = n.Value
	return nil
}

// readTexts reads a text or a list of texts.
func readTexts(n *yaml.Node, to *[]string) error {
	for _, item := range itemsOf(n) {
		var text string
		if err := readText(item, &text); err != nil {
			return err
		}
		*to = append(*to, text)
	}
	return nil
}

// itemsOf returns the items of a list; what is no list is its own one item.
func itemsOf(n *yaml.Node) []*yaml.Node {
	if n.Kind == yaml.SequenceNode {
		return n.Content
	}
	return []*yaml.Node{n}
}

func readBool(n *yaml.Node, to **bool) error {
	*to = new(bool)
	if n.Tag != "!!bool" || n.Decode(*to) != nil {
		return faultAt(n, "", "true or false is wanted here")
	}
	return nil
}

func readLimit(n *yaml.Node, to **int) error {
	*to = new(int)
	if n.Tag != "!!int" || n.Decode(*to) != nil || **to < 0 {
		return faultAt(n, "", "a number of findings is wanted here, 0 for all")
	}
	return nil
}

// readRules reads a rule or a list of rules.
func readRules(n *yaml.Node, to *[]string) error {
	for _, item := range itemsOf(n) {
		var word string
		if err := readText(item, &word); err != nil {
			return faultAt(item, "", "codes or names of rules are wanted here")
		}
		if _, err := lint.Select(rules.Rules(), nil, []string{word}); err != nil {
			return faultAt(item, "", "%s", err.Error())
		}
		*to = append(*to, word)
	}
	return nil
}
