package plan

import (
	"bytes"
	"errors"
	"fmt"

	"golang.org/x/crypto/ssh"

	"github.com/ftplan/ftplan/plan/catalog"
	"github.com/ftplan/ftplan/plan/sshsig"
)

// signatureNamespace is what a signature is for, as ssh-keygen -n takes it.
const signatureNamespace = "ftplan-approval"

// Statement is what a second person signs: the saved approval without a signature. The same bytes can be signed with
// ssh-keygen -Y sign -n ftplan-approval.
func (a *Approval) Statement() ([]byte, error) {
	plain := *a
	plain.Signature = ""
	return plain.Bytes()
}

// Sign returns the approval with a signature by an ed25519 key, beside those of other keys that it has.
func (a *Approval) Sign(key ssh.Signer) (*Approval, error) {
	if key.PublicKey().Type() != ssh.KeyAlgoED25519 {
		return nil, catalog.Invalidf("make one with ssh-keygen -t ed25519", "an approval is signed with an ed25519 key, not %s", key.PublicKey().Type())
	}
	statement, err := a.Statement()
	if err != nil {
		return nil, err
	}
	signature, err := sshsig.Sign(key, signatureNamespace, statement)
	if err != nil {
		return nil, fmt.Errorf("sign the approval: %w", err)
	}
	return a.add(signature)
}

// WithSignature returns the approval with a signature over its [Approval.Statement] that was made elsewhere, in the form
// that ssh-keygen writes. A signature that does not fit is an [*catalog.Invalid].
func (a *Approval) WithSignature(text string) (*Approval, error) {
	signed, err := a.add(sshsig.Rewrap(text))
	if err != nil {
		return nil, catalog.Invalidf("sign the statement with ssh-keygen -Y sign -n "+signatureNamespace, "the signature does not fit: %v", err)
	}
	return signed, nil
}

// add returns the approval with one signature more; one of a key that signed before changes nothing.
func (a *Approval) add(signature string) (*Approval, error) {
	signed := *a
	signed.Signature += signature
	keys, err := signed.Signers()
	if err != nil {
		return nil, err
	}
	last := len(keys) - 1
	for _, key := range keys[:last] {
		if bytes.Equal(key.Marshal(), keys[last].Marshal()) {
			return a, nil
		}
	}
	return &signed, nil
}

// Signers verifies the signatures and returns the public keys that made them, in their order. No signature is an error, and
// so is one that does not fit.
func (a *Approval) Signers() ([]ssh.PublicKey, error) {
	if a.Signature == "" {
		return nil, errors.New("there is none")
	}
	statement, err := a.Statement()
	if err != nil {
		return nil, err
	}
	var keys []ssh.PublicKey
	for _, signature := range sshsig.Split(a.Signature) {
		key, err := sshsig.Verify(signature, signatureNamespace, statement)
		if err != nil {
			return nil, err
		}
		keys = append(keys, key)
	}
	return keys, nil
}

// SignedBy reports whether one of the allowed people signed. Allowed are lines as in authorized_keys ("ssh-ed25519
// AAAA… name"). An unsigned approval, a signature that does not fit and keys that are not listed are a [*Refusal]; a
// line that is no key is an [*catalog.Invalid].
func (a *Approval) SignedBy(allowed []string) error {
	const hint = "let one of the listed people sign it with ftplan approve --sign-with KEY"
	var keys []ssh.PublicKey
	for i, line := range allowed {
		key, _, _, _, err := ssh.ParseAuthorizedKey([]byte(line))
		if err != nil {
			return catalog.Invalidf("write it as ssh-ed25519 AAAA… name", "allowed key %d is no ssh public key", i+1)
		}
		keys = append(keys, key)
	}
	if a.Signature == "" {
		return refuse(hint, "the approval of %s is not signed, and a second person's signature is asked for", a.By)
	}
	signers, err := a.Signers()
	if err != nil {
		return refuse(hint, "the approval's signature does not fit: %v", err)
	}
	for _, key := range keys {
		for _, signer := range signers {
			if bytes.Equal(key.Marshal(), signer.Marshal()) {
				return nil
			}
		}
	}
	return refuse(hint, "the approval is signed with a key that is not listed (%s)", ssh.FingerprintSHA256(signers[len(signers)-1]))
}
