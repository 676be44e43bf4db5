// Command peer counts the tokens of a chat file in the plain way: encoding/json, then tiktoken-go, line after line. The
// bench beside it compares ftplan with it. Without a file it opens the encoding and ends.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/pkoukk/tiktoken-go"
	tiktoken_loader "github.com/pkoukk/tiktoken-go-loader"
)

type example struct {
	Messages []struct {
		Role    string `json:"role"`
		Content string `json:"content"`
	} `json:"messages"`
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "peer:", err)
		os.Exit(1)
	}
}

func run(files []string) error {
	tiktoken.SetBpeLoader(tiktoken_loader.NewOfflineLoader())
	encoding, err := tiktoken.GetEncoding("o200k_base")
	if err != nil || len(files) == 0 {
		return err
	}
	f, err := os.Open(files[0])
	if err != nil {
		return err
	}
	defer f.Close()
	billed, err := count(f, encoding)
	if err == nil {
		fmt.Println(billed)
	}
	return err
}

// count returns the tokens that OpenAI bills for one epoch.
func count(in io.Reader, encoding *tiktoken.Tiktoken) (billed int, err error) {
	lines := bufio.NewReader(in)
	for {
		line, end := lines.ReadBytes('\n')
		if end != nil && (!errors.Is(end, io.EOF) || len(line) > 0) {
			return billed, fmt.Errorf("the last line is cut short: %w", end)
		}
		if end != nil {
			return billed, nil
		}
		var e example
		if err := json.Unmarshal(line, &e); err != nil {
			return billed, err
		}
		billed++
		for _, m := range e.Messages {
			billed += 3 + len(encoding.EncodeOrdinary(m.Role)) + len(encoding.EncodeOrdinary(m.Content))
		}
	}
}
