package document

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/go-json-experiment/json"
)

// A saved document is its value in the form of [Encode], with one member more at the end: the SHA-256 of the document
// without that member. Each value has exactly one such form, so a document that differs in any byte is refused.
const (
	sealBefore = ",\n  \"digest\": \"sha256:"
	sealAfter  = "\"\n}\n"
	bodyEnd    = "\n}\n"
	sealLength = len(sealBefore) + 64 + len(sealAfter)
)

// Seal writes v as a document with its digest, which is "sha256:" and hexadecimal digits.
func Seal[T any](v T) (sealed []byte, digest string, err error) {
	body, err := Encode(v)
	if err != nil {
		return nil, "", err
	}
	digest = Digest(body)
	sealed = append(bytes.TrimSuffix(body, []byte(bodyEnd)), sealBefore+digest+sealAfter...)
	return sealed, "sha256:" + digest, nil
}

var (
	errDamaged = errors.New("it was changed after it was written: its digest does not fit its content")
	errForm    = errors.New("it is not in the form that this program writes")
)

// otherForm is [errForm], with the members that a document has too many or lacks.
func otherForm(data, sealed []byte) error {
	differ := Compare(data, sealed)
	differ = slices.DeleteFunc(differ, func(d Difference) bool { return d.Member == "digest" })
	if len(differ) == 0 {
		return errForm
	}
	return fmt.Errorf("%w: it differs in %s", errForm, Members(differ))
}

// Open reads a document of a version that [Seal] wrote, and nothing else, into v. The digest comes first: what does not fit it is
// not looked at.
func Open[T any](data []byte, version int, v *T) error {
	if len(data) > Max {
		return TooLarge(len(data))
	}
	cut := len(data) - sealLength
	if cut < 0 || !bytes.HasPrefix(data[cut:], []byte(sealBefore)) {
		return cmp.Or(checkVersion(data, version), errDamaged)
	}
	body := append(bytes.Clone(data[:cut]), bodyEnd...)
	if string(data[cut:]) != sealBefore+Digest(body)+sealAfter {
		return errDamaged
	}
	if err := checkVersion(body, version); err != nil {
		return err
	}
	if err := Decode(body, v); err != nil {
		return err
	}
	sealed, _, err := Seal(*v)
	if err != nil {
		return err
	}
	if !bytes.Equal(sealed, data) {
		return otherForm(data, sealed)
	}
	return nil
}

// checkVersion reads nothing but the version, so that a newer document is named as such instead of by its new fields.
func checkVersion(data []byte, want int) error {
	if err := CheckDepth(data); err != nil {
		return err
	}
	var head struct {
		Version *int   `json:"version"`
		Program string `json:"program"` // of a quote
	}
	if err := json.Unmarshal(data, &head); err != nil {
		return err
	}
	if head.Version == nil {
		return errors.New("it has no version")
	}
	if *head.Version != want {
		reader := "an older ftplan"
		if *head.Version > want {
			reader = "a newer ftplan"
		}
		if head.Program != "" && !strings.ContainsFunc(head.Program, func(r rune) bool { return !unicode.IsPrint(r) }) {
			reader = Clip(head.Program)
		}
		return fmt.Errorf("its version is %d, this program reads %d; it was written by %s, which reads it", *head.Version, want, reader)
	}
	return nil
}
