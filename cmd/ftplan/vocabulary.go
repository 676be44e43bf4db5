package main

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ftplan/ftplan/dataset/lint"
	"github.com/ftplan/ftplan/plan/catalog"
	"github.com/ftplan/ftplan/tokenize"
	"github.com/ftplan/ftplan/tokenize/bpe"
	"github.com/ftplan/ftplan/tokenize/vocab"
)

// A vocabulary is a rank file of the user's, for a model whose vocabulary is not included.
type vocabulary struct {
	path, pattern, chat string
}

// patternNames are the patterns to choose from.
var patternNames = []string{bpe.O200k.String(), bpe.CL100k.String(), bpe.GPT2.String(), bpe.Llama3.String(), bpe.Qwen2.String()}

func (v *vocabulary) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&v.path, "vocab", "", "count with this vocabulary, a rank file as tiktoken reads it")
	f.StringVar(&v.pattern, "pattern", "", "how its tokenizer splits text: "+strings.Join(patternNames, ", ")+" (default: as the file's name tells)")
	f.StringVar(&v.chat, "chat", "", "what stands around messages: "+strings.Join(tokenize.ChatNames(), ", ")+" (default: what suits the pattern)")
}

// check refuses what is wrong before any file is read.
func (v *vocabulary) check() error {
	if v.path != "" {
		return nil
	}
	for _, flag := range []struct{ name, value string }{{"pattern", v.pattern}, {"chat", v.chat}} {
		if flag.value != "" {
			return usage("name its file with --vocab, or leave it out", "--%s is about a vocabulary of your own", flag.name)
		}
	}
	return nil
}

// given reports whether there is a vocabulary.
func (v *vocabulary) given() bool { return v.path != "" }

// counting opens the vocabulary, whose prepared tables are kept in the folder, and returns how to count with it. The notes
// say what was assumed.
func (v *vocabulary) counting(cache string) (catalog.Counting, error) {
	pattern, patternNote, err := v.choosePattern()
	if err != nil {
		return catalog.Counting{}, err
	}
	chat, chatNote, err := v.chooseChat(pattern)
	if err != nil {
		return catalog.Counting{}, err
	}
	opened, err := vocab.Open(v.path, pattern, cache)
	if err != nil {
		return catalog.Counting{}, err
	}
	name := lint.Printable(opened.Name)
	counting := catalog.Counting{
		Encoding: fmt.Sprintf("%s (sha256 %.12s)", name, opened.SHA256), Chat: chat, Images: tokenize.StandardImages,
		Counter: func() tokenize.Counter { return opened.Encoding.NewCounter() },
		Notes: []string{fmt.Sprintf("counted with the vocabulary %s, sha256 %s, pattern %s, chat format %s; that these are the model's is taken on trust",
			name, opened.SHA256, pattern, chat.Name)},
	}
	if pattern == bpe.Qwen2 {
		counting.Counter = func() tokenize.Counter { return tokenize.Composed(opened.Encoding.NewCounter()) }
		counting.Notes = append(counting.Notes, "text is brought into Unicode's composed form NFC before it is counted, as Qwen's tokenizers do")
	}
	for _, note := range []string{patternNote, chatNote} {
		if note != "" {
			counting.Notes = append(counting.Notes, note)
		}
	}
	return counting, nil
}

// choosePattern returns the pattern that was asked for, or the one that the file's name tells and a note that it does.
func (v *vocabulary) choosePattern() (pattern bpe.Pattern, note string, err error) {
	choices := strings.Join(patternNames, ", ")
	if v.pattern != "" {
		if pattern, err = bpe.ParsePattern(v.pattern); err != nil {
			err = usage("choose one of "+choices, "unknown pattern %q", v.pattern)
		}
		return pattern, "", err
	}
	pattern, ok := vocab.PatternOf(v.path)
	if !ok {
		return 0, "", usage("say it with --pattern, one of "+choices,
			"the name %q does not tell how the vocabulary's tokenizer splits text", filepath.Base(v.path))
	}
	return pattern, fmt.Sprintf("pattern %s is what the name %s stands for; --pattern chooses another", pattern, filepath.Base(v.path)), nil
}

// chatOf are the chat formats of the models whose tokenizers have the pattern.
var chatOf = map[bpe.Pattern]string{bpe.O200k: "openai", bpe.CL100k: "openai", bpe.GPT2: "none", bpe.Llama3: "llama3", bpe.Qwen2: "qwen3"}

// chooseChat returns the chat format that was asked for, or the one that suits the pattern and a note that it was taken.
func (v *vocabulary) chooseChat(pattern bpe.Pattern) (chat tokenize.Chat, note string, err error) {
	if v.chat != "" {
		if chat, err = tokenize.ChatNamed(v.chat); err != nil {
			err = usage("choose one of "+strings.Join(tokenize.ChatNames(), ", "), "unknown chat format %q", v.chat)
		}
		return chat, "", err
	}
	chat, err = tokenize.ChatNamed(chatOf[pattern])
	return chat, fmt.Sprintf("chat format %s is taken because of the pattern; --chat chooses another", chat.Name), err
}
