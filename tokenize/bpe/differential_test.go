package bpe_test

import (
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
	"time"
)

// differentialStrings is how many random strings each encoding is tried on: FTPLAN_DIFF_STRINGS, or a few thousand.
func differentialStrings(t *testing.T) int {
	value := os.Getenv("FTPLAN_DIFF_STRINGS")
	if value == "" {
		if testing.Short() {
			return 500
		}
		return 1000
	}
	n, err := strconv.Atoi(value)
	if err != nil {
		t.Fatalf("FTPLAN_DIFF_STRINGS: %v", err)
	}
	return n
}

func TestTrapsEqualReference(t *testing.T) {
	for _, e := range engines {
		t.Run(e.name, func(t *testing.T) {
			encoding := e.open()
			counter := encoding.NewCounter()
			for _, text := range traps {
				e.check(t, encoding, counter, text)
			}
		})
	}
}

func TestRandomStringsEqualReference(t *testing.T) {
	for _, e := range engines {
		t.Run(e.name, func(t *testing.T) {
			t.Parallel()
			encoding := e.open()
			counter := encoding.NewCounter()
			seed := uint64(1)
			if os.Getenv("FTPLAN_DIFF_STRINGS") != "" {
				seed = uint64(time.Now().UnixNano())
				t.Logf("seed %d", seed)
			}
			random := rand.New(rand.NewPCG(seed, 2))
			token := func() []byte { return encoding.Token(random.Uint32N(50000)) }
			for range differentialStrings(t) {
				e.check(t, encoding, counter, trapString(random, token))
				if t.Failed() {
					return
				}
			}
		})
	}
}
