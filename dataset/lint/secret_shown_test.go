package lint

import (
	"strings"
	"testing"
)

// The value of a key is in no message, also where text of the data may be shown.
func TestSecretsAreNotShown(t *testing.T) {
	for name, key := range keys() {
		for _, f := range judge(t, chatLine("Use "+key, "Thanks."), Settings{ShowText: true, Limits: OpenAI()}, Rules()) {
			if f.Rule == secretKey && (strings.Contains(f.Message, key[4:]) || strings.Contains(f.Snippet, key[8:16])) {
				t.Errorf("%s shows the key: %q %q", name, f.Message, f.Snippet)
			}
		}
	}
}
