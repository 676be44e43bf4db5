package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"

	"go.yaml.in/yaml/v3"
)

// What other tools read of this project is at least YAML and a script.
func TestKitCanBeRead(t *testing.T) {
	root := filepath.Join("..", "..")
	for _, name := range []string{".goreleaser.yaml", ".pre-commit-hooks.yaml", ".gitlab/ftplan.yml", ".github/actions/ftplan/action.yml"} {
		text, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		var node yaml.Node
		if err := yaml.Unmarshal(text, &node); err != nil || len(node.Content) != 1 {
			t.Errorf("%s: got %d documents and the error %v, want one document", name, len(node.Content), err)
		}
	}
	bash, err := exec.LookPath("bash")
	if err != nil || runtime.GOOS == "windows" {
		t.Skip("scripts are for bash")
	}
	for _, name := range []string{".ci/run", ".ci/cross", ".github/actions/ftplan/check", ".github/actions/ftplan/comment"} {
		path := filepath.Join(root, name)
		if out, err := exec.Command(bash, "-n", path).CombinedOutput(); err != nil {
			t.Errorf("%s: %s", name, out)
		}
		if info, err := os.Stat(path); err != nil || info.Mode()&0o111 == 0 {
			t.Errorf("%s cannot be run", name)
		}
	}
}
