package service

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"

	"github.com/ftplan/ftplan/dataset"
)

// Key is a secret for the service. However it is printed, it prints as
// "[key]"; the secret itself leaves only in the header of a request.
type Key struct{ secret *string }

// pieceLength is the shortest piece of a key, in bytes, that is masked.
const pieceLength = 8

const masked = "[key]"

// KeyFromEnv takes the first of the named variables that is not empty.
func KeyFromEnv(getenv func(string) string, names ...string) (Key, error) {
	for _, name := range names {
		if value := getenv(name); value != "" {
			return newKey(value, "$"+name)
		}
	}
	return Key{}, &Error{
		Class:   ClassKey,
		Message: "no key: $" + strings.Join(names, " or $") + " is not set",
		Hint:    "export it, or name a file of mode 0600 that holds it",
	}
}

// KeyFromFile reads a key from the first line of a file, which on Unix must be
// readable by its owner only. A named pipe is waited for as [dataset.Open] does.
func KeyFromFile(ctx context.Context, path string) (Key, error) {
	f, err := dataset.Open(ctx, path)
	if err != nil && ctx.Err() != nil {
		return Key{}, ctx.Err()
	}
	if err != nil {
		return Key{}, &Error{Class: ClassKey, Message: "cannot read the key file", Err: err}
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return Key{}, &Error{Class: ClassKey, Message: "cannot read the key file", Err: err}
	}
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return Key{}, &Error{
			Class:   ClassKey,
			Message: fmt.Sprintf("the key file has mode %04o, so others may read it", info.Mode().Perm()),
			Hint:    "chmod 600 " + dataset.ShellFile(path),
		}
	}
	key, err := readKey(f, "the key file")
	if ctx.Err() != nil {
		return Key{}, ctx.Err()
	}
	return key, err
}

// KeyFromReader reads a key from the first line, of standard input for
// example.
func KeyFromReader(r io.Reader) (Key, error) { return readKey(r, "the input") }

func readKey(r io.Reader, from string) (Key, error) {
	line, err := bufio.NewReader(io.LimitReader(r, 64<<10)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return Key{}, &Error{Class: ClassKey, Message: "cannot read the key", Err: err}
	}
	return newKey(line, from)
}

func newKey(text, from string) (Key, error) {
	text = strings.TrimSpace(text)
	odd := strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r > '~' })
	if text == "" || odd {
		return Key{}, &Error{Class: ClassKey, Message: from + " holds no key: one line of visible ASCII is expected"}
	}
	return Key{secret: &text}, nil
}

func (k Key) reveal() string {
	if k.secret == nil {
		return ""
	}
	return *k.secret
}

// String returns "[key]".
func (k Key) String() string { return masked }

// GoString returns "[key]".
func (k Key) GoString() string { return masked }

// MarshalText returns "[key]".
func (k Key) MarshalText() ([]byte, error) { return []byte(masked), nil }

// Mask replaces the key, and every piece of it of 8 bytes or more, by "[key]".
func (k Key) Mask(text string) string {
	pieces := map[string]bool{}
	secret := k.reveal()
	for i := 0; i+pieceLength <= len(secret); i++ {
		pieces[secret[i:i+pieceLength]] = true
	}
	if secret != "" && len(secret) < pieceLength {
		return strings.ReplaceAll(text, secret, masked)
	}
	return maskPieces(text, pieces)
}

func maskPieces(text string, pieces map[string]bool) string {
	var out strings.Builder
	kept, hidden := 0, 0 // text[:kept] is written; text[:hidden] is part of a piece
	for i := 0; i+pieceLength <= len(text); i++ {
		if !pieces[text[i:i+pieceLength]] {
			continue
		}
		if i >= hidden {
			out.WriteString(text[kept:i])
			out.WriteString(masked)
		}
		hidden = i + pieceLength
		kept = hidden
	}
	out.WriteString(text[kept:])
	return out.String()
}
