// Command gen makes the prepared tables of package bpe: one file for each vocabulary, from the rank files that
// tiktoken-go-loader carries, and the table of character classes, from unicode16.txt. Run it by go generate.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/ftplan/ftplan/tokenize/bpe/gen/tables"
)

func main() {
	if err := write("tables"); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

// write makes every table and writes it to the folder.
func write(folder string) error {
	for _, table := range tables.All() {
		data, err := table.Make()
		if err != nil {
			return fmt.Errorf("%s: %w", table.File, err)
		}
		if err := os.WriteFile(filepath.Join(folder, table.File), data, 0o644); err != nil {
			return err
		}
	}
	return nil
}
