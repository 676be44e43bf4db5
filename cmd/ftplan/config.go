package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"go.yaml.in/yaml/v3"
)

// configName is the file in which a team says what holds for everybody.
const configName = ".ftplan.yaml"

// A config is what a team's file says. An unknown name in it is an error, so that a slip does not pass for consent.
type config struct {
	path     string // "" where there is none
	Approval struct {
		Signers []string `yaml:"signers"` // public keys, one of which has to sign every approval
	} `yaml:"approval"`
}

// readConfig reads the team's file of the working folder, or of the nearest folder above it, at most up to the one that
// holds the repository. Where there is none, nothing is demanded.
func readConfig() (config, error) {
	dir, err := os.Getwd()
	if err != nil {
		return config{}, fmt.Errorf("cannot look for %s: %w", configName, err)
	}
	for {
		path := filepath.Join(dir, configName)
		if _, err := os.Lstat(path); err == nil {
			return parseConfig(path)
		} else if !errors.Is(err, fs.ErrNotExist) {
			return config{}, fmt.Errorf("cannot look for %s: %w", configName, err)
		}
		_, err := os.Lstat(filepath.Join(dir, ".git"))
		if above := filepath.Dir(dir); err == nil || above == dir {
			return config{}, nil
		} else {
			dir = above
		}
	}
}

func parseConfig(path string) (config, error) {
	data, err := readDocument(path, "configuration")
	if err != nil {
		return config{}, err
	}
	c := config{path: path}
	if len(data) == maxDocument {
		return c, fmt.Errorf("%s: it is larger than 1 MiB", path)
	}
	d := yaml.NewDecoder(bytes.NewReader(data))
	d.KnownFields(true)
	if err := d.Decode(&c); err != nil && !errors.Is(err, io.EOF) {
		return c, usage("it takes approval: signers: [ssh-ed25519 AAAA… name]", "%s: %v", path, err)
	}
	var more config
	if err := d.Decode(&more); !errors.Is(err, io.EOF) {
		return c, usage("leave one document in it", "%s: there is more than one document", path)
	}
	return c, nil
}
