// Package document reads and writes the small JSON documents that this program keeps: price sheets, quotes, approvals.
// Reading is strict and bounded, writing has one form for each value. What a document means is not known here.
package document

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Max is how many bytes one JSON document may have.
const Max = 1 << 20

// maxDepth is how deep objects and arrays may nest in it.
const maxDepth = 32

// Decode reads one JSON document into v and nothing else: an unknown or repeated name, text that is not UTF-8, a
// document above 1 MiB or nested deeper than 32 is an error.
func Decode[T any](data []byte, v *T) error {
	if len(data) > Max {
		return TooLarge(len(data))
	}
	if err := CheckDepth(data); err != nil {
		return err
	}
	return json.Unmarshal(data, v, json.RejectUnknownMembers(true))
}

// TooLarge is the error about a document of n bytes, which are more than [Max].
func TooLarge(n int) error {
	return fmt.Errorf("%d bytes are more than the 1 MiB such a file may have", n)
}

// CheckDepth reads the tokens of a document and refuses what is no JSON or is nested deeper than 32.
func CheckDepth(data []byte) error {
	dec := jsontext.NewDecoder(bytes.NewReader(data))
	for {
		_, err := dec.ReadToken()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if dec.StackDepth() > maxDepth {
			return fmt.Errorf("nested deeper than %d", maxDepth)
		}
	}
}

// Encode writes v in the one form a saved document has: two spaces of indentation, object names in a fixed order, a
// newline at the end.
func Encode[T any](v T) ([]byte, error) {
	data, err := json.Marshal(v, json.Deterministic(true), jsontext.WithIndent("  "))
	if err != nil {
		return nil, err
	}
	return append(data, '\n'), nil
}

// Digest is the SHA-256 of data in hexadecimal.
func Digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// Clip shortens text from outside for a message to at most 40 bytes.
func Clip(text string) string {
	const limit = 40
	if len(text) <= limit {
		return text
	}
	return text[:limit] + "…"
}
