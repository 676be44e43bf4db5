package catalog

import (
	"strings"
	"testing"
)

func TestAutoEpochs(t *testing.T) {
	tests := []struct{ examples, want int64 }{
		{1, 25}, {3, 25}, {4, 25}, {5, 20}, {10, 10}, {11, 9}, {14, 7}, {16, 6}, {20, 5}, {25, 4},
		{33, 3}, {34, 3}, {100, 3}, {172, 3}, {8333, 3}, {8334, 2}, {12500, 2}, {12501, 1}, {25000, 1}, {1_000_000, 1},
	}
	for _, tt := range tests {
		if got := AutoEpochs(tt.examples); got != tt.want {
			t.Errorf("%d examples: got %d epochs, want %d", tt.examples, got, tt.want)
		}
	}
}

func TestEpochsAreResolvedByTheProvider(t *testing.T) {
	tests := []struct {
		provider string
		asked    int64
		want     int64 // 0 = refused
	}{
		{"openai", 0, 10}, {"openai", 7, 7}, {"openai", 50, 50}, {"openai", 51, 0}, {"openai", -1, 0},
		{"azure", 0, 10}, {"litellm", 0, 10},
		{"nebius", 0, 3}, {"nebius", 20, 20}, {"nebius", 21, 0},
		{"zhipu", 0, 0}, {"zhipu", 4, 4}, {"zhipu", 1001, 0}, {"together", 0, 0}, {"mistral", 3, 0},
	}
	for _, tt := range tests {
		p, err := Builtin().Provider(tt.provider)
		if err != nil {
			t.Fatal(err)
		}
		got, why, err := p.PinEpochs(Supervised, tt.asked, 10)
		if got != tt.want || (err == nil) == (tt.want == 0) {
			t.Errorf("%s, %d asked: got %d, %v; want %d", tt.provider, tt.asked, got, err, tt.want)
		}
		if err == nil && (why == "") == (tt.asked == 0) {
			t.Errorf("%s, %d asked: said %q", tt.provider, tt.asked, why)
		}
	}
}

// The rule is known from supervised jobs: no other method gets its ten epochs for ten examples.
func TestAutoEpochsOfOtherMethods(t *testing.T) {
	p, err := Builtin().Provider("openai")
	if err != nil {
		t.Fatal(err)
	}
	for method, want := range map[Method]int64{Supervised: 10, DPO: 3, Reinforcement: 3} {
		got, why, err := p.PinEpochs(method, 0, 10)
		if err != nil || got != want || strings.Contains(why, "is not known") != (method != Supervised) {
			t.Errorf("%s: got %d, %q, %v, want %d", method, got, why, err, want)
		}
	}
}

func TestParametersHaveRanges(t *testing.T) {
	tests := []struct {
		provider string
		method   Method
		name     string
		yes, no  []string
	}{
		{"openai", Supervised, "batch_size", []string{"auto", "1", "256"}, []string{"0", "257", "1.5", "-1", "01", "x", "", "1e2", "AUTO"}},
		{"openai", Supervised, "learning_rate_multiplier", []string{"auto", "0.1", "2"}, []string{"0", "-0.1", "1e-4", "00.1", "0."}},
		{"openai", DPO, "beta", []string{"auto", "0.1", "2"}, []string{"0", "2.01"}},
		{"openai", Reinforcement, "compute_multiplier", []string{"auto", "0.00002", "10"}, []string{"0.00001", "10.1"}},
		{"openai", Reinforcement, "reasoning_effort", []string{"default", "high"}, []string{"auto", "highest", "1"}},
		{"nebius", Supervised, "batch_size", []string{"1", "64"}, []string{"auto", "65"}},
		{"nebius", Supervised, "lora", []string{"true", "false"}, []string{"yes", "1", "auto"}},
		{"nebius", Supervised, "lora_r", []string{"8", "128"}, []string{"7", "129"}},
		{"nebius", Supervised, "context_length", []string{"8192", "131072"}, []string{"4096", "200000"}},
	}
	for _, tt := range tests {
		p, err := Builtin().Provider(tt.provider)
		if err != nil {
			t.Fatal(err)
		}
		for _, value := range tt.yes {
			if err := p.checkParameter(tt.method, tt.name, value); err != nil {
				t.Errorf("%s %s=%q: %v", tt.provider, tt.name, value, err)
			}
		}
		for _, value := range tt.no {
			if err := p.checkParameter(tt.method, tt.name, value); err == nil {
				t.Errorf("%s %s=%q was accepted", tt.provider, tt.name, value)
			}
		}
	}
}
