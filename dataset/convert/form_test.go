package convert

import (
	"strings"
	"testing"
)

// Lines of which the first ones are broken are lines; an object over several lines is one, whatever stands in it.
func TestBrokenLinesAreLines(t *testing.T) {
	const cut, whole = `{"messages": [{"role": "user", "content": "a"},`, `{"messages": [{"role": "user", "content": "b"}, {"role": "assistant", "content": "c"}]}`
	for _, test := range []struct{ text, want string }{
		{cut + "\n" + cut + "\n" + whole + "\n", "JSON lines"},
		{cut + "\n" + cut + "\n" + cut + "\n" + whole + "\n", "JSON lines"},
		{cut + "\n" + whole + "\n", "JSON lines"},
		{"{\"messages\": [\n{\"role\": \"user\", \"content\": \"a\"},\n{\"role\": \"assistant\", \"content\": \"b\"}\n]}\n", "JSON objects over several lines"},
		{strings.ReplaceAll(whole, " ", "\n "), "JSON objects over several lines"},
	} {
		if got := jsonForm([]byte(test.text)); got.Name != test.want {
			t.Errorf("%q: got %s, want %s", test.text, got.Name, test.want)
		}
	}
}
