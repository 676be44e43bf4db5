package plan

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

const (
	maxDocument = 1 << 20 // bytes of one JSON document
	maxDepth    = 32      // nested objects and arrays in it
)

// decode reads one JSON document into v and nothing else: an unknown or repeated name, text that is not UTF-8, a
// document above 1 MiB or nested deeper than 32 is an error.
func decode[T any](data []byte, v *T) error {
	if len(data) > maxDocument {
		return errSize(len(data))
	}
	if err := checkDepth(data); err != nil {
		return err
	}
	return json.Unmarshal(data, v, json.RejectUnknownMembers(true))
}

func errSize(n int) error {
	return fmt.Errorf("%d bytes are more than the 1 MiB such a file may have", n)
}

func checkDepth(data []byte) error {
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

// encode writes v in the one form a saved document has: two spaces of indentation, object names in a fixed order, a
// newline at the end.
func encode[T any](v T) ([]byte, error) {
	data, err := json.Marshal(v, json.Deterministic(true), jsontext.WithIndent("  "))
	if err != nil {
		return nil, err
	}
	return append(data, '\n'), nil
}

// digestOf is the SHA-256 of data in hexadecimal.
func digestOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
