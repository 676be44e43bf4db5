package detect

import (
	"encoding/base64"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/ftplan/ftplan/dataset/lint/rules/samples"
)

// drawn returns n characters of an alphabet that look random and are the same each time.
func drawn(n int, alphabet string, seed uint64) string {
	r := rand.New(rand.NewPCG(seed, 7))
	b := make([]byte, n)
	for i := range b {
		b[i] = alphabet[r.IntN(len(alphabet))]
	}
	return string(b)
}

const (
	upperDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
	allLetters  = upperDigits + "abcdefghijklmnopqrstuvwxyz"
	hexDigits   = "0123456789abcdef"
)

// keys returns a text for every kind of key that is looked for, with the key's name.
func keys() map[string]string {
	token := func(head, claims string) string {
		enc := base64.RawURLEncoding.EncodeToString
		return enc([]byte(head)) + "." + enc([]byte(claims)) + "." + drawn(43, allLetters, 5)
	}
	list := map[string]string{
		"a SendGrid key":   "SG." + drawn(22, allLetters, 1) + "." + drawn(43, allLetters, 2),
		"a Google token":   "ya29." + drawn(60, allLetters, 3),
		"a JSON web token": token(`{"alg":"HS256","typ":"JWT"}`, `{"sub":"u-7731","exp":1790000000}`),
		"a private key": "-----BEGIN RSA PRIVATE KEY-----\n" + drawn(64, allLetters, 8) + "\n" + drawn(64, allLetters, 9) +
			"\n-----END RSA PRIVATE KEY-----",
		"an Azure storage key":       "AccountName=shop;AccountKey=" + drawn(86, allLetters+"+/", 10) + "==;EndpointSuffix=core.windows.net",
		"an AWS secret key":          "aws_secret_access_key = " + drawn(40, allLetters+"+/", 11),
		"a Slack webhook":            "https://hooks.slack.com/services/T" + drawn(8, upperDigits, 1) + "/B" + drawn(8, upperDigits, 2) + "/" + drawn(24, allLetters, 3),
		"an address with a password": "mongodb+srv://shop:k3mPl-9xWq@cluster0.mongo.net/orders",
	}
	for i, k := range secretKinds {
		alphabet := ""
		for c := range 128 {
			if k.body[c] && c != '-' && c != '_' {
				alphabet += string(rune(c))
			}
		}
		list[k.name+" "+k.prefix] = k.prefix + drawn(k.min, alphabet, uint64(i))
	}
	return list
}

func TestSecrets(t *testing.T) {
	for name, key := range keys() {
		t.Run(name, func(t *testing.T) {
			for _, text := range []string{key, "Use " + key + " here.", "KEY=\"" + key + "\"", "line\n" + key + "\nline", "(" + key + ")"} {
				s, ok := FindSecret([]byte(text), 0)
				if !ok || !strings.HasPrefix(name, s.Name) {
					t.Errorf("%q: found %v %v, want %s", text, s, ok, name)
				} else if s.Start < 0 || s.End > len(text) || s.Start >= s.End {
					t.Errorf("%q: found at %d to %d", text, s.Start, s.End)
				}
				line := []byte(samples.Chat(text, "Thanks."))
				if Look(line)&(LongRun|Password) == 0 {
					t.Errorf("%q shows no sign of a key", line)
				}
			}
		})
	}
}

// The form of a key is not enough: what examples and manuals write is passed over.
func TestNoSecrets(t *testing.T) {
	for _, text := range []string{
		"AKIAIOSFODNN7EXAMPLE", "AKIAXXXXXXXXXXXXXXXX", "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "sk-your-api-key-goes-here-please",
		"sk-proj-your_openai_key_here_0000000000000000000000000", "ghp_abcdefghijklmnopqrstuvwxyz0123456789", "sk_test_" + drawn(24, allLetters, 1),
		"sk_live_example_key_1234567890ab", "task-force-with-a-long-hyphenated-name-12", "d41d8cd98f00b204e9800998ecf8427e",
		"550e8400-e29b-41d4-a716-446655440000", "the_quick_brown_fox_jumps_over_the_lazy_dog", "SKU" + drawn(30, hexDigits, 2),
		"sha256:" + drawn(64, hexDigits, 3), "https://example.com/a/very/long/path/to/a/page-with-words", "aws_secret_access_key = <your key>",
		"aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "-----BEGIN PUBLIC KEY-----\n" + drawn(64, allLetters, 4),
		"-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----", "-----BEGIN CERTIFICATE-----\n" + drawn(64, allLetters, 5),
		"postgres://user:password@localhost:5432/db", "postgres://shop:$PASSWORD@db.larkspur.io/shop", "https://user:pass@example.com/",
		"http://example.com:8080/a@b", "redis://:{secret}@cache.larkspur.io", "mailto:kim@larkspur.io", "https://medium.com/@kim/post",
		"eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c",
		"eyJjdXJzb3IiOiAxMjM0NTY3fQ", "https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX", "AIzaSyYOUR_API_KEY_GOES_IN_THIS_PLACE00",
		"npm_config_registry_is_a_setting_of_npm", "hf_" + strings.Repeat("x", 34), "Donaudampfschifffahrtsgesellschaftskapitaen",
		"data-testid-very-long-attribute-name-1", "AccountKey=...", "SG.1234.5678",
	} {
		if s, ok := FindSecret([]byte(text), 0); ok {
			t.Errorf("%q is taken for %s", text, s.Name)
		}
	}
}

func FuzzSecrets(f *testing.F) {
	for _, key := range keys() {
		f.Add(key)
	}
	f.Fuzz(func(t *testing.T, s string) {
		text, from := []byte(s), 0
		for range 100 {
			found, ok := FindSecret(text, from)
			if !ok {
				return
			}
			if Look(text)&(LongRun|Password) == 0 {
				t.Fatalf("%q holds a key and shows no sign of it", s)
			}
			if found.Start < 0 || found.End > len(text) || found.End <= from {
				t.Fatalf("%q: %v after %d", s, found, from)
			}
			from = found.End
		}
	})
}
