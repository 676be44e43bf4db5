package detect

import (
	"bytes"
	"encoding/base64"
)

// A secretKind is a kind of key that can be told by how it is written.
type secretKind struct {
	name   string
	prefix string
	body   *byteSet // what the rest is made of
	min    int      // length of the rest
	max    int      // 0: the same as min
	check  func(body []byte) bool
}

var (
	capitals  = newByteSet(func(c byte) bool { return IsDigit(c) || 'A' <= c && c <= 'Z' })
	alnum     = newByteSet(isAlnum)
	lowHex    = newByteSet(func(c byte) bool { return IsDigit(c) || 'a' <= c && c <= 'f' })
	wordByte  = newByteSet(func(c byte) bool { return isAlnum(c) || c == '_' })
	dottedRun = newByteSet(func(c byte) bool { return isAlnum(c) || c == '_' || c == '-' || c == '.' })
	base64Set = newByteSet(func(c byte) bool { return isAlnum(c) || c == '+' || c == '/' || c == '=' })
)

const long = 4096 // no key is longer

// secretKinds are the keys that are made of [tokenByte] bytes and start with a prefix of their own. A longer prefix stands
// before a shorter one that it starts with.
var secretKinds = []secretKind{
	{"an AWS access key id", "AKIA", &capitals, 16, 0, nil},
	{"an AWS session key id", "ASIA", &capitals, 16, 0, nil},
	{"a GitHub token", "ghp_", &alnum, 36, 0, nil},
	{"a GitHub token", "gho_", &alnum, 36, 0, nil},
	{"a GitHub token", "ghu_", &alnum, 36, 0, nil},
	{"a GitHub token", "ghs_", &alnum, 36, 0, nil},
	{"a GitHub token", "ghr_", &alnum, 36, 255, nil},
	{"a GitHub token", "github_pat_", &wordByte, 80, 100, nil},
	{"a GitLab token", "glpat-", &tokenByte, 20, 64, nil},
	{"a Slack token", "xoxb-", &tokenByte, 24, 255, nil},
	{"a Slack token", "xoxp-", &tokenByte, 24, 255, nil},
	{"a Slack token", "xoxa-", &tokenByte, 24, 255, nil},
	{"a Slack token", "xoxr-", &tokenByte, 24, 255, nil},
	{"a Slack token", "xapp-", &tokenByte, 24, 255, nil},
	{"a Stripe key", "sk_live_", &alnum, 24, 255, nil},
	{"a Stripe key", "rk_live_", &alnum, 24, 255, nil},
	{"a Google API key", "AIza", &tokenByte, 35, 0, nil},
	{"a Google client secret", "GOCSPX-", &tokenByte, 28, 0, nil},
	{"an Anthropic key", "sk-ant-", &tokenByte, 32, 255, nil},
	{"an OpenAI key", "sk-proj-", &tokenByte, 40, 255, nil},
	{"an OpenAI key", "sk-svcacct-", &tokenByte, 40, 255, nil},
	{"an OpenRouter key", "sk-or-v1-", &lowHex, 64, 0, nil},
	{"an OpenAI key", "sk-", &alnum, 48, 0, nil},
	{"an npm token", "npm_", &alnum, 36, 0, nil},
	{"a PyPI token", "pypi-AgEIcHlwaS5vcmc", &tokenByte, 50, long, nil},
	{"a Hugging Face token", "hf_", &alnum, 34, 40, nil},
	{"a Twilio key", "SK", &lowHex, 32, 0, nil},
	{"a DigitalOcean token", "dop_v1_", &lowHex, 64, 0, nil},
	{"a Docker token", "dckr_pat_", &tokenByte, 27, 40, nil},
	{"a Shopify token", "shpat_", &lowHex, 32, 0, nil},
	{"a Databricks token", "dapi", &lowHex, 32, 0, nil},
	{"a Groq key", "gsk_", &alnum, 52, 0, nil},
	{"a Grafana token", "glsa_", &wordByte, 41, 0, nil},
}

// A dottedKind is a key of parts with points between them.
var dottedKinds = []secretKind{
	{"a SendGrid key", "SG.", &dottedRun, 66, 0, sendGrid},
	{"a Google token", "ya29.", &tokenByte, 40, long, nil},
	{"a JSON web token", "eyJ", &dottedRun, 40, long, webToken},
}

// A secret is a place in a text that holds a key.
type secret struct {
	Name       string
	Start, End int
}

// FindSecret returns the first key in a text at or after from, and whether there is one.
func FindSecret(text []byte, from int) (secret, bool) {
	var best secret
	for _, find := range [...]func([]byte, int) (secret, bool){findToken, findPrivateKey, findAfterKeyword, findPassword} {
		s, ok := find(text, from)
		if ok && (best.End == 0 || s.Start < best.Start) {
			best = s
		}
	}
	return best, best.End > 0
}

// findToken returns the first key that can be told by its prefix.
func findToken(text []byte, from int) (secret, bool) {
	for i := from; ; {
		start := nextRun(text, i, &tokenByte, keyRun)
		if start < 0 {
			return secret{}, false
		}
		for start > from && tokenByte[text[start-1]] {
			start--
		}
		if s, ok := tokenAt(text, start); ok {
			return s, true
		}
		if start >= 3 && bytes.HasPrefix(text[start-3:], []byte("SG.")) || start >= 5 && bytes.HasPrefix(text[start-5:], []byte("ya29.")) {
			start = bytes.LastIndexAny(text[:start-1], "Sy")
			if s, ok := dottedAt(text, start); ok {
				return s, true
			}
		}
		i = max(runEnd(text, start, &tokenByte)+1, i+1)
	}
}

// tokenAt returns the key that starts at an offset where a run of token bytes starts.
func tokenAt(text []byte, start int) (secret, bool) {
	run := text[start:runEnd(text, start, &tokenByte)]
	for i := range secretKinds {
		if k := &secretKinds[i]; bytes.HasPrefix(run, []byte(k.prefix)) && k.matches(run[len(k.prefix):]) {
			return secret{k.name, start, start + len(run)}, true
		}
	}
	return dottedAt(text, start)
}

func dottedAt(text []byte, start int) (secret, bool) {
	if start < 0 || text[start] != 'S' && text[start] != 'y' && text[start] != 'e' {
		return secret{}, false
	}
	for i := range dottedKinds {
		k := &dottedKinds[i]
		if !bytes.HasPrefix(text[start:], []byte(k.prefix)) {
			continue
		}
		run := text[start:min(start+len(k.prefix)+max(k.min, k.max)+2, len(text))]
		run = bytes.TrimRight(run[:runEnd(run, 0, &dottedRun)], ".")
		if k.matches(run[len(k.prefix):]) {
			return secret{k.name, start, start + len(run)}, true
		}
	}
	return secret{}, false
}

// matches reports whether the rest of a run behind the prefix is the body of such a key and looks random.
func (k *secretKind) matches(rest []byte) bool {
	n := runEnd(rest, 0, k.body)
	most := max(k.max, k.min)
	return n == len(rest) && n >= k.min && n <= most && random(rest) && (k.check == nil || k.check(rest))
}

// placeholders are what examples write where a key would stand, in lower case.
var placeholders = []string{"example", "xxxx", "****", "....", "your", "placeholder", "dummy", "sample", "secret", "redacted", "changeme",
	"00000", "11111", "12345", "abcdef", "aaaa", "test", "fake", "insert", "replace", "here", "password", "token"}

// distinctMin is how many different characters a random key of 16 characters or more nearly always has.
const distinctMin = 8

// random reports whether a key's body looks as if drawn at random, not like what people write in examples.
func random(body []byte) bool {
	var seen byteSet
	distinct, digits := 0, 0
	for _, c := range body {
		if !seen[c] {
			seen[c] = true
			distinct++
		}
		if IsDigit(c) {
			digits++
		}
	}
	return distinct >= distinctMin && digits > 0 && digits < len(body) && !placeholder(body)
}

func placeholder(body []byte) bool {
	lower := bytes.ToLower(body[:min(len(body), 200)])
	for _, p := range placeholders {
		if bytes.Contains(lower, []byte(p)) {
			return true
		}
	}
	return false
}

// sendGrid reports whether the body of a SendGrid key has its two parts.
func sendGrid(body []byte) bool { return len(body) == 66 && body[22] == '.' }

// webToken reports whether what follows eyJ makes a web token: three parts, the first two of which are JSON objects.
func webToken(rest []byte) bool {
	parts := bytes.Split(rest, []byte("."))
	if len(parts) != 3 || len(parts[2]) < 16 {
		return false
	}
	head, err := base64.RawURLEncoding.DecodeString("eyJ" + string(parts[0]))
	if err != nil || !bytes.Contains(head, []byte(`"alg"`)) {
		return false
	}
	claims, err := base64.RawURLEncoding.DecodeString(string(parts[1]))
	return err == nil && bytes.HasPrefix(claims, []byte("{")) && !bytes.Contains(claims, []byte("1234567890")) &&
		!bytes.Contains(bytes.ToLower(claims), []byte("john doe"))
}

// findPrivateKey returns the first private key in PEM whose body is there.
func findPrivateKey(text []byte, from int) (secret, bool) {
	for i := from; ; {
		at := bytes.Index(text[i:], []byte("-----BEGIN "))
		if at < 0 {
			return secret{}, false
		}
		start := i + at
		line := text[start+11 : min(start+60, len(text))]
		end := bytes.Index(line, []byte("-----"))
		if end >= 0 && bytes.HasSuffix(line[:end], []byte("PRIVATE KEY")) {
			body := bytes.TrimLeft(text[start+11+end+5:], "\r\n \\n")
			if n := runEnd(body, 0, &base64Set); n >= 32 && random(body[:n]) {
				return secret{"a private key", start, start + 11 + end + 5}, true
			}
		}
		i = start + 11
	}
}

// findAfterKeyword returns the first key that only the word before it tells.
func findAfterKeyword(text []byte, from int) (secret, bool) {
	for _, k := range [...]struct {
		keyword, name string
		min           int
	}{
		{"AccountKey=", "an Azure storage key", 86},
		{"aws_secret_access_key", "an AWS secret key", 40},
		{"AWS_SECRET_ACCESS_KEY", "an AWS secret key", 40},
		{"hooks.slack.com/services/", "a Slack webhook", 40},
	} {
		at := bytes.Index(text[from:], []byte(k.keyword))
		if at < 0 {
			continue
		}
		start := from + at + len(k.keyword)
		for start < len(text) && bytes.IndexByte([]byte(" =:\"'\\"), text[start]) >= 0 {
			start++
		}
		if n := runEnd(text, start, &base64Set); n-start >= k.min && random(text[start:n]) {
			return secret{k.name, start, n}, true
		}
	}
	return secret{}, false
}

// findPassword returns the first address that holds a password: scheme://user:password@host.
func findPassword(text []byte, from int) (secret, bool) {
	for i := from; ; {
		at := bytes.Index(text[i:], []byte("://"))
		if at < 0 {
			return secret{}, false
		}
		start := i + at + 3
		rest := text[start:min(start+200, len(text))]
		if end := bytes.IndexAny(rest, "/ \t\n\r\"'<>`?#"); end >= 0 {
			rest = rest[:end]
		}
		i = start
		host := bytes.LastIndexByte(rest, '@')
		colon := bytes.IndexByte(rest[:max(host, 0)], ':')
		if colon < 1 || !isPassword(rest[colon+1:host], rest[:colon]) || !isServer(rest[host+1:]) {
			continue
		}
		return secret{"an address with a password", start, start + host}, true
	}
}

// isPassword reports whether what stands between a user and a host could be a real password.
func isPassword(password, user []byte) bool {
	if len(password) < 6 || bytes.EqualFold(password, user) || bytes.ContainsAny(password, "${}<>[]*%") {
		return false
	}
	if placeholder(password) || bytes.Contains(bytes.ToLower(password), []byte("pass")) || bytes.Contains(password, []byte("@ss")) || bytes.Contains(password, []byte("pwd")) {
		return false
	}
	kinds := [3]bool{}
	for _, c := range password {
		kinds[0] = kinds[0] || IsDigit(c)
		kinds[1] = kinds[1] || IsLetter(c)
		kinds[2] = kinds[2] || !isAlnum(c)
	}
	return kinds[0] && kinds[1] || kinds[1] && kinds[2]
}

// isServer reports whether a host is one that somebody may reach, not one of documentation.
func isServer(host []byte) bool {
	name, _, _ := bytes.Cut(bytes.ToLower(host), []byte(":"))
	for _, none := range [...]string{"localhost", "127.0.0.1", "host", "hostname", "example.com", "example.org", "example.net", "db", "server", ""} {
		if string(name) == none || none != "" && bytes.HasSuffix(name, []byte("."+none)) && len(none) > 8 {
			return false
		}
	}
	return true
}
