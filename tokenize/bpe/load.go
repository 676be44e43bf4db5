package bpe

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strconv"
)

// Bounds on what Load accepts. The largest published vocabularies have about 200,000 tokens of at most 128 bytes in
// 4 MB.
const (
	maxFileSize    = 64 << 20 // bytes
	maxTokens      = none     // ids are below
	maxTokenLength = 1 << 10  // bytes
	maxLineLength  = 2 * maxTokenLength
)

// Load reads a vocabulary in the format of tiktoken, such as Llama 3's tokenizer.model or qwen.tiktoken: one token to a
// line, its bytes in base64, a blank, and its rank, which is its id. Ranks may leave gaps and lines come in any order.
// Every single byte must be a token. An error names the line it is about. Building the tables takes some hundred
// milliseconds; WriteTo saves them.
func Load(r io.Reader, pattern Pattern) (*Encoding, error) {
	if int(pattern) >= len(patternNames) {
		return nil, fmt.Errorf("unknown %v", pattern)
	}
	tokens, err := readRanks(r)
	if err != nil {
		return nil, err
	}
	image, err := buildImage(tokens, pattern)
	if err != nil {
		return nil, err
	}
	return &Encoding{image: image}, nil
}

// readRanks reads a rank file and returns the bytes of each token by rank.
func readRanks(r io.Reader) ([][]byte, error) {
	limited := &io.LimitedReader{R: r, N: maxFileSize + 1}
	lines := bufio.NewScanner(limited)
	lines.Buffer(make([]byte, 0, maxLineLength), maxLineLength)
	v := rankReader{lineOf: map[string]int{}}
	number := 0
	for lines.Scan() {
		number++
		err := v.add(lines.Bytes(), number)
		if limited.N == 0 {
			return nil, fmt.Errorf("vocabulary larger than %d MB", maxFileSize>>20) // this line may be cut short
		}
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", number, err)
		}
	}
	switch err := lines.Err(); {
	case errors.Is(err, bufio.ErrTooLong):
		return nil, fmt.Errorf("line %d: longer than %d bytes: is this a rank file?", number+1, maxLineLength)
	case err != nil:
		return nil, fmt.Errorf("read after line %d: %w", number, err)
	}
	return v.tokens, v.missingByte()
}

// A rankReader collects the lines of a rank file.
type rankReader struct {
	tokens [][]byte
	lineOf map[string]int // of each token
}

// add takes in one line. An empty line says nothing.
func (v *rankReader) add(line []byte, number int) error {
	if len(line) == 0 {
		return nil
	}
	encoded, decimal, ok := bytes.Cut(line, []byte(" "))
	if !ok {
		return errors.New("want a token in base64, a blank and a rank")
	}
	token, err := base64.StdEncoding.Strict().AppendDecode(nil, encoded)
	if err != nil || len(token) == 0 || bytes.ContainsAny(encoded, "\r\n") {
		return fmt.Errorf("%q is not a token in base64", encoded)
	}
	if len(token) > maxTokenLength {
		return fmt.Errorf("token of %d bytes, longer than %d", len(token), maxTokenLength)
	}
	rank, err := parseRank(decimal)
	if err != nil {
		return err
	}
	return v.put(token, rank, number)
}

// parseRank reads a rank in plain decimal digits.
func parseRank(decimal []byte) (int, error) {
	rank, err := strconv.ParseUint(string(decimal), 10, 32)
	if err != nil || strconv.FormatUint(rank, 10) != string(decimal) {
		return 0, fmt.Errorf("%q is not a rank", decimal)
	}
	if rank >= maxTokens {
		return 0, fmt.Errorf("rank %d is not below %d", rank, maxTokens)
	}
	return int(rank), nil
}

// put notes a token.
func (v *rankReader) put(token []byte, rank, number int) error {
	if first, ok := v.lineOf[string(token)]; ok {
		return fmt.Errorf("token %q is already on line %d", token, first)
	}
	for len(v.tokens) <= rank {
		v.tokens = append(v.tokens, nil)
	}
	if other := v.tokens[rank]; other != nil {
		return fmt.Errorf("rank %d is already on line %d", rank, v.lineOf[string(other)])
	}
	v.tokens[rank] = token
	v.lineOf[string(token)] = number
	return nil
}

// missingByte returns an error if some single byte is not a token.
func (v *rankReader) missingByte() error {
	for b := range 256 {
		if _, ok := v.lineOf[string([]byte{byte(b)})]; !ok {
			return fmt.Errorf("the single byte 0x%02x is no token: every byte must be one", b)
		}
	}
	return nil
}
