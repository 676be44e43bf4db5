package tokenize_test

import (
	"fmt"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/tokenize"
	"github.com/ftplan/ftplan/tokenize/bpe"
)

// An example costs its texts, three tokens and the role for each message, and one more.
func ExampleMeter() {
	chat, err := tokenize.ChatNamed("openai")
	if err != nil {
		fmt.Println(err)
		return
	}
	meter := tokenize.NewMeter(bpe.O200kBase().NewCounter(), chat, tokenize.StandardImages)
	var record dataset.Record
	record.Decode(dataset.Line{Text: []byte(
		`{"messages": [{"role": "user", "content": "Is it in stock?"}, {"role": "assistant", "content": "Yes, two of them."}]}`)})
	tokens := meter.Count(&record)
	fmt.Println(tokens.Billed(), "billed,", tokens.Trained(), "trained")
	// Output: 20 billed, 6 trained
}
