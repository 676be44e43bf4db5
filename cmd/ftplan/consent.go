package main

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"golang.org/x/crypto/ssh"

	"github.com/ftplan/ftplan/plan"
)

// approvalPath is where the approval of a quote lies: beside it.
func approvalPath(quote string) string { return strings.TrimSuffix(quote, ".json") + ".approval.json" }

// readApproval reads the approval at path, nil where there is none; the error names the file.
func readApproval(path string) (*plan.Approval, error) {
	data, err := readDocument(path, "approval")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	a, err := plan.ReadApproval(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return a, nil
}

// A flusher holds back what it is given until it is flushed.
type flusher interface{ Flush() error }

// ask prints what was written so far and a question, and returns the line that is typed. The reader is left behind when
// the context ends first: the program ends with it.
func (w world) ask(ctx context.Context, question string) (string, error) {
	if out, ok := w.out.(flusher); ok {
		if err := out.Flush(); err != nil {
			return "", err
		}
	}
	fmt.Fprint(w.err, question)
	type typed struct {
		line string
		err  error
	}
	answer := make(chan typed, 1)
	go func() {
		line, err := bufio.NewReader(w.in).ReadString('\n')
		answer <- typed{line, err}
	}()
	select {
	case <-ctx.Done():
		return "", ctx.Err()
	case t := <-answer:
		if t.err != nil && !errors.Is(t.err, io.EOF) {
			return "", fmt.Errorf("cannot read the answer: %w", t.err)
		}
		return strings.TrimRight(t.line, "\r\n"), nil
	}
}

// consent asks for the word yes and takes nothing else for it.
func (w world) consent(ctx context.Context, question string) error {
	answer, err := w.ask(ctx, question)
	if err != nil {
		return err
	}
	if answer != "yes" {
		return &plan.Refusal{Reason: "not approved: the answer was not the word yes; nothing was written",
			Hint: "run it again and type yes to approve"}
	}
	return nil
}

// user is the name that the person goes by on this machine, or "".
func (w world) user() string {
	return cmp.Or(w.getenv("USER"), w.getenv("LOGNAME"), w.getenv("USERNAME"), osUser())
}

// signer reads a private key, whose passphrase is asked for where there is one.
func (w world) signer(ctx context.Context, path string) (ssh.Signer, error) {
	data, err := readDocument(path, "key")
	if err != nil {
		return nil, err
	}
	key, err := ssh.ParsePrivateKey(data)
	var locked *ssh.PassphraseMissingError
	if errors.As(err, &locked) {
		if w.secret == nil {
			return nil, usage("sign on a terminal, where the passphrase can be asked for", "the key %s has a passphrase", path)
		}
		return w.unlock(path, data)
	}
	if err != nil {
		return nil, usage("name the private key that ssh-keygen -t ed25519 makes, not the .pub beside it", "%s is no private key: %v", path, err)
	}
	return key, ctx.Err()
}

func (w world) unlock(path string, data []byte) (ssh.Signer, error) {
	fmt.Fprintf(w.err, "Passphrase of %s: ", path)
	passphrase, err := w.secret()
	fmt.Fprintln(w.err)
	if err != nil {
		return nil, fmt.Errorf("cannot read the passphrase: %w", err)
	}
	key, err := ssh.ParsePrivateKeyWithPassphrase(data, passphrase)
	if err != nil {
		return nil, usage("try again", "the passphrase does not open %s", path)
	}
	return key, nil
}
