package rules

import (
	"strings"
	"testing"

	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/dataset/lint/detect"
)

// The value of a key is in no message, also where text of the data may be shown.
func TestSecretsAreNotShown(t *testing.T) {
	bad, _ := rule("FT808").Examples()
	for _, file := range bad {
		secret, ok := detect.FindSecret([]byte(file), 0)
		if !ok {
			t.Fatalf("%s holds no key", file)
		}
		key, seen := file[secret.Start:secret.End], false
		for _, f := range judge(t, file, lint.Settings{ShowText: true, Limits: lint.OpenAI()}, Rules()) {
			seen = seen || f.Rule == rule("FT808")
			if f.Rule == rule("FT808") && (strings.Contains(f.Message, key[4:]) || strings.Contains(f.Snippet, key[8:16])) {
				t.Errorf("%s: the key is shown: %q %q", secret.Name, f.Message, f.Snippet)
			}
		}
		if !seen {
			t.Errorf("%s is not found", secret.Name)
		}
	}
}
