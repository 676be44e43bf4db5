package rules

import (
	"strings"
	"testing"
)

// Padding is added where nothing else is missing: a picture that was cut stays as it is.
func TestPaddingIsAddedToWholePictures(t *testing.T) {
	for _, rule := range Rules() {
		if rule.Name != "broken-image" {
			continue
		}
		bad, _ := rule.Examples()
		if got := fixed(t, rule, bad[0]); got != rule.Fixed {
			t.Errorf("got %s, want %s", got, rule.Fixed)
		}
		cut := strings.Replace(bad[0], "AAAABJRU5ErkJggg", "AAA", 1) // ends inside the picture, and lacks padding as well
		if got := fixed(t, rule, cut); cut == bad[0] || got != cut {
			t.Errorf("a picture that was cut became %s", got)
		}
		half := strings.Replace(rule.Fixed, "gg==", "gg=", 1)
		if got := fixed(t, rule, half); half == rule.Fixed || got != rule.Fixed {
			t.Errorf("half of the padding became %s", got)
		}
	}
}
