package plan

import (
	"bytes"
	"crypto/rand"
	"crypto/sha512"
	"encoding/pem"
	"errors"
	"fmt"

	"golang.org/x/crypto/ssh"

	"github.com/ftplan/ftplan/plan/catalog"
	"github.com/ftplan/ftplan/plan/document"
)

// The ssh signature format (PROTOCOL.sshsig of OpenSSH): what ssh-keygen -Y sign writes and -Y verify reads.
const (
	signatureNamespace = "ftplan-approval"
	signatureMagic     = "SSHSIG"
	signatureArmour    = "SSH SIGNATURE"
	signatureHash      = "sha512"
)

// sshSignature is the signature blob behind the magic.
type sshSignature struct {
	Version   uint32
	PublicKey string
	Namespace string
	Reserved  string
	Hash      string
	Signature string
}

// sshSigned is what is signed, behind the magic.
type sshSigned struct {
	Namespace string
	Reserved  string
	Hash      string
	Digest    string
}

// Statement is what a second person signs: the saved approval without a signature. The same bytes can be signed with
// ssh-keygen -Y sign -n ftplan-approval.
func (a *Approval) Statement() ([]byte, error) {
	plain := *a
	plain.Signature = ""
	return plain.Bytes()
}

// Sign returns the approval with a signature by an ed25519 key.
func (a *Approval) Sign(key ssh.Signer) (*Approval, error) {
	if key.PublicKey().Type() != ssh.KeyAlgoED25519 {
		return nil, catalog.Invalidf("make one with ssh-keygen -t ed25519", "an approval is signed with an ed25519 key, not %s", key.PublicKey().Type())
	}
	statement, err := a.Statement()
	if err != nil {
		return nil, err
	}
	signature, err := key.Sign(rand.Reader, signedBytes(statement))
	if err != nil {
		return nil, fmt.Errorf("sign the approval: %w", err)
	}
	blob := ssh.Marshal(sshSignature{
		1, string(key.PublicKey().Marshal()), signatureNamespace, "", signatureHash, string(ssh.Marshal(signature)),
	})
	signed := *a
	signed.Signature = armour(blob)
	return &signed, nil
}

// armour wraps the blob in text, as ssh-keygen does.
func armour(blob []byte) string {
	block := pem.EncodeToMemory(&pem.Block{Type: signatureArmour, Bytes: append([]byte(signatureMagic), blob...)})
	return string(block)
}

func signedBytes(statement []byte) []byte {
	sum := sha512.Sum512(statement)
	return append([]byte(signatureMagic), ssh.Marshal(sshSigned{signatureNamespace, "", signatureHash, string(sum[:])})...)
}

// WithSignature returns the approval with a signature over its [Approval.Statement] that was made elsewhere, in the form
// that ssh-keygen writes. A signature that does not fit is an [*catalog.Invalid].
func (a *Approval) WithSignature(text string) (*Approval, error) {
	signed := *a
	block, _ := pem.Decode([]byte(text))
	if block != nil {
		signed.Signature = armour(bytes.TrimPrefix(block.Bytes, []byte(signatureMagic)))
	}
	if _, err := signed.Signer(); err != nil {
		return nil, catalog.Invalidf("sign the statement with ssh-keygen -Y sign -n "+signatureNamespace, "the signature does not fit: %v", err)
	}
	return &signed, nil
}

// Signer verifies the signature and returns the public key that made it. No signature is an error too.
func (a *Approval) Signer() (ssh.PublicKey, error) {
	if a.Signature == "" {
		return nil, errors.New("there is none")
	}
	key, signature, err := parseSignature(a.Signature)
	if err != nil {
		return nil, err
	}
	statement, err := a.Statement()
	if err != nil {
		return nil, err
	}
	if err := key.Verify(signedBytes(statement), signature); err != nil {
		return nil, errors.New("it is not over this approval")
	}
	return key, nil
}

// parseSignature takes an armoured signature apart and refuses every form but the one that [Approval.Sign] writes.
func parseSignature(text string) (ssh.PublicKey, *ssh.Signature, error) {
	block, rest := pem.Decode([]byte(text))
	if block == nil || block.Type != signatureArmour || len(rest) > 0 {
		return nil, nil, errors.New("it is no armoured ssh signature")
	}
	if text != armour(bytes.TrimPrefix(block.Bytes, []byte(signatureMagic))) {
		return nil, nil, errors.New("its lines are not broken as they are written here")
	}
	blob, found := bytes.CutPrefix(block.Bytes, []byte(signatureMagic))
	var outer sshSignature
	if err := ssh.Unmarshal(blob, &outer); !found || err != nil {
		return nil, nil, errors.New("it is no ssh signature")
	}
	if outer.Version != 1 || outer.Namespace != signatureNamespace || outer.Reserved != "" || outer.Hash != signatureHash {
		return nil, nil, fmt.Errorf("it was not made for an approval (namespace %q, hash %q)", document.Clip(outer.Namespace), document.Clip(outer.Hash))
	}
	key, err := ssh.ParsePublicKey([]byte(outer.PublicKey))
	if err != nil || key.Type() != ssh.KeyAlgoED25519 {
		return nil, nil, errors.New("its key is not an ed25519 key")
	}
	var signature ssh.Signature
	if err := ssh.Unmarshal([]byte(outer.Signature), &signature); err != nil || signature.Format != ssh.KeyAlgoED25519 {
		return nil, nil, errors.New("it is not an ed25519 signature")
	}
	return key, &signature, nil
}

// SignedBy reports whether one of the allowed people signed. Allowed are lines as in authorized_keys ("ssh-ed25519
// AAAA… name"). An unsigned approval, a signature that does not fit and a key that is not listed are a [*Refusal]; a
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
	signer, err := a.Signer()
	if err != nil {
		return refuse(hint, "the approval's signature does not fit: %v", err)
	}
	for _, key := range keys {
		if bytes.Equal(key.Marshal(), signer.Marshal()) {
			return nil
		}
	}
	return refuse(hint, "the approval is signed with a key that is not listed (%s)", ssh.FingerprintSHA256(signer))
}
