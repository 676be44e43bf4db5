package service

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// canaryKey must turn up in no output.
const canaryKey = "sk-canary-4f9a1c7e2b8d6053-ftplan"

func testKey() Key {
	key := canaryKey
	return Key{secret: &key}
}

// leak says that a text holds a piece of the key.
func leak(where, text string) error {
	for i := 0; i+pieceLength <= len(canaryKey); i++ {
		if strings.Contains(text, canaryKey[i:i+pieceLength]) {
			return fmt.Errorf("%s holds a piece of the key: %s", where, text)
		}
	}
	return nil
}

func TestTheKeyIsNeverPrinted(t *testing.T) {
	type holder struct {
		name string
		key  Key
	}
	key := testKey()
	text, err := json.Marshal(key)
	if err != nil {
		t.Fatal(err)
	}
	h := holder{"x", key}
	for _, shown := range []string{
		fmt.Sprint(key), fmt.Sprintf("%v %+v %#v %s %q %x", key, key, key, key, key, key),
		fmt.Sprintf("%v %+v %#v", h, &h, h), string(text),
	} {
		if err := leak("a print", shown); err != nil {
			t.Error(err)
		}
	}
}

func TestMask(t *testing.T) {
	key := testKey()
	short := "abc"
	for _, test := range []struct {
		key        Key
		text, want string
	}{
		{key, "nothing here", "nothing here"},
		{key, "key " + canaryKey + ".", "key [key]."},
		{key, canaryKey + canaryKey, "[key][key]"},
		{key, "sk-canar", "[key]"},
		{key, "sk-cana", "sk-cana"},
		{key, "a " + canaryKey[5:14] + " b " + canaryKey[20:] + " c", "a [key] b [key] c"},
		{Key{secret: &short}, "xabcx", "x[key]x"},
		{Key{}, "text", "text"},
	} {
		if got := test.key.Mask(test.text); got != test.want {
			t.Errorf("Mask(%q) = %q, want %q", test.text, got, test.want)
		}
	}
}

func TestKeySources(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string, mode os.FileMode) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), mode); err != nil {
			t.Fatal(err)
		}
		return path
	}
	env := func(values map[string]string) func(string) string {
		return func(name string) string { return values[name] }
	}
	for _, test := range []struct {
		name string
		read func() (Key, error)
		want string // "" = an error
	}{
		{"environment", func() (Key, error) { return KeyFromEnv(env(map[string]string{"B": "k2"}), "A", "B") }, "k2"},
		{"empty environment", func() (Key, error) { return KeyFromEnv(env(nil), "A", "B") }, ""},
		{"two words", func() (Key, error) { return KeyFromEnv(env(map[string]string{"A": "k k"}), "A") }, ""},
		{"file", func() (Key, error) { return KeyFromFile(t.Context(), write("a", "k3\nrest", 0o600)) }, "k3"},
		{"no file", func() (Key, error) { return KeyFromFile(t.Context(), filepath.Join(dir, "none")) }, ""},
		{"empty file", func() (Key, error) { return KeyFromFile(t.Context(), write("b", "\n", 0o600)) }, ""},
		{"input", func() (Key, error) { return KeyFromReader(strings.NewReader("  k4\r\n")) }, "k4"},
		{"control characters", func() (Key, error) { return KeyFromReader(strings.NewReader("k\x1b[1m\n")) }, ""},
	} {
		key, err := test.read()
		if got := key.reveal(); got != test.want || (err != nil) != (test.want == "") {
			t.Errorf("%s: %q, %v; want %q", test.name, got, err, test.want)
		}
		if err != nil && ClassOf(err) != ClassKey {
			t.Errorf("%s: %v has class %d, want ClassKey", test.name, err, ClassOf(err))
		}
	}
	open := write("open", "k", 0o600)
	if err := os.Chmod(open, 0o640); err != nil {
		t.Fatal(err)
	}
	if _, err := KeyFromFile(t.Context(), open); runtime.GOOS != "windows" && ClassOf(err) != ClassKey {
		t.Errorf("a file that others may read: %v, want an error", err)
	}
}

func TestEndpointURLs(t *testing.T) {
	for to, ok := range map[string]bool{
		"https://api.openai.com/v1":       true,
		"https://api.openai.com/v1/":      true,
		"http://127.0.0.1:8080/v1":        true,
		"http://[::1]/v1":                 true,
		"http://localhost/v1":             true,
		"http://api.openai.com/v1":        false,
		"http://127.0.0.1.evil.example/v": false,
		"ftp://127.0.0.1/":                false,
		"https://user:pass@host/v1":       false,
		"https://host/v1?x=1":             false,
		"/v1":                             false,
		"":                                false,
	} {
		if _, err := NewCaller(Endpoint{URL: to}, testKey(), Settings{}, Dialect{}); (err == nil) != ok {
			t.Errorf("%q: %v, want accepted %v", to, err, ok)
		}
	}
}

func TestTheProxyIsNamed(t *testing.T) {
	proxy, err := url.Parse("http://proxy.example:3128")
	if err != nil {
		t.Fatal(err)
	}
	c, err := NewCaller(Endpoint{URL: "https://api.openai.com/v1"}, testKey(), Settings{
		Transport: &http.Transport{Proxy: http.ProxyURL(proxy)},
	}, Dialect{})
	if err != nil || c.Proxy() != "proxy.example:3128" {
		t.Errorf("got %q, %v", c.Proxy(), err)
	}
}
