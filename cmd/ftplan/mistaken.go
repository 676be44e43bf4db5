package main

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"

	"github.com/ftplan/ftplan/cmd/ftplan/internal/view"
	"github.com/ftplan/ftplan/dataset"
)

// mistaken returns an error of usage where what should be a quote is a training file or an approval; otherwise nil.
func mistaken(path string, data []byte) error {
	line, _, _ := bytes.Cut(bytes.TrimSpace(data), []byte("\n"))
	var r dataset.Record
	r.Decode(dataset.Line{Number: 1, Text: line})
	if r.Err == nil && r.Format != dataset.UnknownFormat {
		return usage("quote it first: "+view.Command("ftplan", "quote", path, "-o", dataset.FreeName("quote.json")), "%s is a training file, and a quote is wanted here", path)
	}
	if documentOf(data) == "approval" {
		return usage("name the quote beside it, "+strings.TrimSuffix(path, ".approval.json")+".json", "%s is an approval, and a quote is wanted here", path)
	}
	return nil
}

// documentOf tells the documents of this program by their members: "quote", "approval", or "" for anything else.
func documentOf(data []byte) string {
	var members struct {
		Program, Model, Provider, Expires, Quote, By, Limit any
	}
	if json.Unmarshal(data, &members) != nil {
		return ""
	}
	switch {
	case members.Quote != nil && members.By != nil && members.Limit != nil:
		return "approval"
	case members.Program != nil && members.Model != nil && members.Provider != nil && members.Expires != nil:
		return "quote"
	}
	return ""
}

// documentStart is how this program's own documents start.
var documentStart = []byte("{\n  \"version\": ")

// noTrainingFile returns an error of usage where a training file is wanted and a quote or an approval is there.
func noTrainingFile(f *os.File, path string) error {
	start := make([]byte, len(documentStart))
	if n, _ := f.ReadAt(start, 0); !bytes.Equal(start[:n], documentStart) {
		return nil
	}
	if info, err := f.Stat(); err != nil || info.Size() >= maxDocument {
		return nil
	}
	data, err := readDocument(path, "quote")
	if err != nil {
		return nil
	}
	switch documentOf(data) {
	case "quote":
		return usage(view.Command("ftplan", "verify", path)+" judges a quote", "%s is a quote, and a training file is wanted here", path)
	case "approval":
		return usage("name the file that was quoted", "%s is an approval, and a training file is wanted here", path)
	}
	return nil
}
