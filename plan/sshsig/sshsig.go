// Package sshsig makes and checks signatures in OpenSSH's format (PROTOCOL.sshsig): what ssh-keygen -Y sign writes and -Y
// verify reads, for ed25519 keys and SHA-512. What is signed is the caller's business.
package sshsig

import (
	"bytes"
	"crypto/rand"
	"crypto/sha512"
	"encoding/pem"
	"errors"
	"fmt"

	"golang.org/x/crypto/ssh"

	"github.com/ftplan/ftplan/plan/document"
)

const (
	magic     = "SSHSIG"
	blockType = "SSH SIGNATURE"
	hash      = "sha512"
)

// blob is a signature behind the magic.
type blob struct {
	Version   uint32
	PublicKey string
	Namespace string
	Reserved  string
	Hash      string
	Signature string
}

// signed is what is signed, behind the magic.
type signed struct {
	Namespace string
	Reserved  string
	Hash      string
	Digest    string
}

// Sign signs a message for a purpose, the namespace, and returns the signature as ssh-keygen writes it.
func Sign(key ssh.Signer, namespace string, message []byte) (string, error) {
	signature, err := key.Sign(rand.Reader, toSign(namespace, message))
	if err != nil {
		return "", err
	}
	return armour(ssh.Marshal(blob{1, string(key.PublicKey().Marshal()), namespace, "", hash, string(ssh.Marshal(signature))})), nil
}

// armour wraps a blob in text, as ssh-keygen does.
func armour(blob []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: blockType, Bytes: append([]byte(magic), blob...)}))
}

func toSign(namespace string, message []byte) []byte {
	sum := sha512.Sum512(message)
	return append([]byte(magic), ssh.Marshal(signed{namespace, "", hash, string(sum[:])})...)
}

// Rewrap breaks the lines of a signature as they are written here. What is no signature is returned as it is.
func Rewrap(text string) string {
	block, _ := pem.Decode([]byte(text))
	if block == nil {
		return text
	}
	return armour(bytes.TrimPrefix(block.Bytes, []byte(magic)))
}

// Split divides a text that holds several signatures, one behind the other. What is behind the last one is a part too.
func Split(text string) []string {
	var parts []string
	for text != "" {
		block, rest := pem.Decode([]byte(text))
		if block == nil {
			return append(parts, text)
		}
		parts = append(parts, text[:len(text)-len(rest)])
		text = string(rest)
	}
	return parts
}

// Verify checks a signature over a message and returns the public key that made it. It refuses every form but the one that
// [Sign] writes.
func Verify(text, namespace string, message []byte) (ssh.PublicKey, error) {
	key, signature, err := parse(text, namespace)
	if err != nil {
		return nil, err
	}
	if err := key.Verify(toSign(namespace, message), signature); err != nil {
		return nil, errors.New("it is not over this approval")
	}
	return key, nil
}

// parse takes a signature apart.
func parse(text, namespace string) (ssh.PublicKey, *ssh.Signature, error) {
	block, rest := pem.Decode([]byte(text))
	if block == nil || block.Type != blockType || len(rest) > 0 {
		return nil, nil, errors.New("it is no armoured ssh signature")
	}
	if text != armour(bytes.TrimPrefix(block.Bytes, []byte(magic))) {
		return nil, nil, errors.New("its lines are not broken as they are written here")
	}
	inner, found := bytes.CutPrefix(block.Bytes, []byte(magic))
	var outer blob
	if err := ssh.Unmarshal(inner, &outer); !found || err != nil {
		return nil, nil, errors.New("it is no ssh signature")
	}
	if outer.Version != 1 || outer.Namespace != namespace || outer.Reserved != "" || outer.Hash != hash {
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
