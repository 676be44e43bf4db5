package catalog

import (
	"strings"
	"testing"
	"time"
)

// A model that is named for images takes the method too.
func TestTakingImagesNamesModelsOfTheMethod(t *testing.T) {
	c, now := Builtin(), time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	for _, name := range []string{"openai", "azure", "together"} {
		p, err := c.Provider(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, method := range []Method{Supervised, DPO, Reinforcement} {
			hint := c.TakingImages(p, method, now)
			model, rest, named := strings.Cut(hint, " at ")
			if !named {
				if !strings.HasPrefix(hint, "no model") {
					t.Errorf("%s, %s: %s", name, method, hint)
				}
				continue
			}
			where, _, _ := strings.Cut(rest, " ")
			if _, _, offer, err := c.Find(model, where); err != nil || !offer.Images || !offer.Takes(method) || !offer.Open(now) {
				t.Errorf("%s, %s: %s: %v", name, method, hint, err)
			}
		}
		if p.Name == "openai" && !strings.Contains(c.TakingImages(p, Supervised, now), " at openai takes images for supervised") {
			t.Errorf("%s", c.TakingImages(p, Supervised, now))
		}
	}
}
