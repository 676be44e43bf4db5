package main

import (
	"bytes"
	"fmt"
	"io"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// A safeWriter is what everything passes that is printed for people and for logs, once the program has started: what
// moves a cursor, hides, or turns the reading round is escaped, and so is what a CI runner would take for a command. Data
// goes beside it, through world.data.
type safeWriter struct {
	w      io.Writer
	runner bool // the log is read by a CI runner: ::command:: at the start of a line, ##[command] and ##vso[command] anywhere
	codes  bool // the program's own codes may pass: colours, and the line of progress that is drawn again

	held  []byte // an unfinished character or code
	line  int    // 0 at the start of a line, 1 behind a colon there, 2 further on
	sharp []byte // what has been printed of "##" and "##vso"
}

// runnerNames are variables that CI runners set which obey what they read in a log.
var runnerNames = []string{"GITHUB_ACTIONS", "TF_BUILD"}

func newSafeWriter(w io.Writer, getenv func(string) string, codes bool) *safeWriter {
	p := &safeWriter{w: w, codes: codes}
	for _, name := range runnerNames {
		p.runner = p.runner || getenv(name) != ""
	}
	return p
}

func (p *safeWriter) Write(text []byte) (int, error) {
	in := append(p.held, text...)
	out := make([]byte, 0, len(in)+16)
	for len(in) > 0 {
		if n := p.plain(in); n > 0 {
			out, in = append(out, in[:n]...), in[n:]
			continue
		}
		n := 0
		if out, n = p.next(out, in); n == 0 {
			break
		}
		in = in[n:]
	}
	p.held = append(p.held[:0:0], in...)
	if _, err := p.w.Write(out); err != nil {
		return 0, err
	}
	return len(text), nil
}

// plain returns how many bytes at the start of in are ASCII that nobody obeys.
func (p *safeWriter) plain(in []byte) int {
	if p.runner {
		return 0
	}
	for i, b := range in {
		if (b < ' ' || b > '~') && b != '\n' && b != '\t' {
			return i
		}
	}
	return len(in)
}

// Flush prints what was held back, and hands on what the writer behind holds back.
func (p *safeWriter) Flush() error {
	for _, b := range p.held {
		if _, err := fmt.Fprintf(p.w, `\x%02x`, b); err != nil {
			return err
		}
	}
	p.held = nil
	if behind, ok := p.w.(flusher); ok {
		return behind.Flush()
	}
	return nil
}

// next appends what is printed for the first character or code of in, and returns how many bytes that was: 0 where its end
// has not come yet.
func (p *safeWriter) next(out, in []byte) ([]byte, int) {
	if in[0] == '\x1b' || in[0] == '\r' {
		if n := p.code(in); n != len(in)+1 {
			if n > 0 {
				return append(out, in[:n]...), n
			}
		} else {
			return out, 0
		}
	}
	if !utf8.FullRune(in) {
		return out, 0
	}
	r, n := utf8.DecodeRune(in)
	switch {
	case r == utf8.RuneError && n == 1:
		out = fmt.Appendf(out, `\x%02x`, in[0])
	case r == '\n':
		out = append(out, '\n')
	case !unicode.IsPrint(r) && r != '\t':
		out = appendEscaped(out, r)
	case p.runner && p.obeyed(r):
		out = appendEscaped(out, r)
	default:
		out = append(out, in[:n]...)
	}
	p.note(r)
	return out, n
}

// ownCodes are the codes that the program prints itself: the beginning, and the letters that may end them.
var ownCodes = []struct{ begin, ends string }{{"\r\x1b[", "K"}, {"\x1b[", "m"}}

// code returns the length of a code of the program's own at the start of in; 0 where there is none, and more than in has
// where its end has not come yet.
func (p *safeWriter) code(in []byte) int {
	if !p.codes {
		return 0
	}
	for _, own := range ownCodes {
		if len(in) < len(own.begin) && bytes.HasPrefix([]byte(own.begin), in) {
			return len(in) + 1
		}
		rest, found := bytes.CutPrefix(in, []byte(own.begin))
		if !found {
			continue
		}
		digits := bytes.IndexFunc(rest, func(r rune) bool { return r != ';' && (r < '0' || r > '9') })
		if digits < 0 && len(rest) < 16 {
			return len(in) + 1
		}
		if digits >= 0 && digits < 16 && rest[digits] == own.ends[0] {
			return len(own.begin) + digits + 1
		}
	}
	return 0
}

// obeyed reports whether a character would complete what a runner obeys.
func (p *safeWriter) obeyed(r rune) bool {
	return r == ':' && p.line == 1 || r == '[' && (bytes.HasSuffix(p.sharp, []byte("##")) || bytes.HasSuffix(p.sharp, []byte("##vso")))
}

// note remembers what has been printed.
func (p *safeWriter) note(r rune) {
	switch {
	case r == '\n':
		p.line = 0
	case p.line == 0 && unicode.IsSpace(r):
	case p.line == 0 && r == ':':
		p.line = 1
	default:
		p.line = 2
	}
	if r < utf8.RuneSelf && bytes.IndexByte([]byte("#vsoVSO"), byte(r)) >= 0 {
		p.sharp = append(p.sharp[max(len(p.sharp)-4, 0):], byte(unicode.ToLower(r)))
	} else {
		p.sharp = p.sharp[:0]
	}
}

// appendEscaped appends a character as JSON and most languages write it.
func appendEscaped(out []byte, r rune) []byte {
	if r > 0xFFFF {
		high, low := utf16.EncodeRune(r)
		return fmt.Appendf(out, `\u%04x\u%04x`, high, low)
	}
	return fmt.Appendf(out, `\u%04x`, r)
}
