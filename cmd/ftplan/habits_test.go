package main

import (
	"strings"
	"testing"
)

func TestHushedLeavesNextStepsOut(t *testing.T) {
	tests := []struct{ text, want string }{
		{"", ""},
		{"fine\nnext: ftplan quote a\n", "fine\n"},
		{"next: a\nnext: b\nthe end\n", "the end\n"},
		{"what is next: this\n", "what is next: this\n"},
		{" next: x\nnext\nnex\nnext:\n\n", " next: x\nnext\nnex\nnext:\n\n"},
	}
	for _, tt := range tests {
		for size := 1; size <= max(len(tt.text), 1); size++ {
			var got strings.Builder
			h := &hushed{w: &got}
			for text := tt.text; text != ""; {
				piece := text[:min(size, len(text))]
				if n, err := h.Write([]byte(piece)); n != len(piece) || err != nil {
					t.Fatalf("%q: wrote %d bytes with the error %v", piece, n, err)
				}
				text = text[len(piece):]
			}
			if got.String() != tt.want {
				t.Errorf("%q in pieces of %d: got %q, want %q", tt.text, size, got.String(), tt.want)
			}
		}
	}
}

func TestProxyIsShownWithoutItsPassword(t *testing.T) {
	tests := []struct{ value, want string }{
		{"", "none"},
		{"http://proxy:3128", "proxy:3128, from $HTTPS_PROXY"},
		{"http://me:secret@proxy:3128/", "proxy:3128, from $HTTPS_PROXY"},
		{"me:secret@proxy", "an address that cannot be read, from $HTTPS_PROXY"},
	}
	for _, tt := range tests {
		c := &common{world: plainWorld()}
		c.getenv = func(name string) string { return map[string]string{"HTTPS_PROXY": tt.value}[name] }
		if got := c.proxy().Text; got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.value, got, tt.want)
		}
	}
}
