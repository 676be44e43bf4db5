package dataset_test

import (
	"context"
	"fmt"
	"strings"

	"github.com/ftplan/ftplan/dataset"
)

// A bad line is a record like any other: it says what is wrong, and the lines behind it are read as usual.
func ExampleMap() {
	file := `{"messages": [{"role": "user", "content": "Is it in stock?"}, {"role": "assistant", "content": "Yes."}]}
{"messages": [{"role": "user"]}
{"prompt": "Is it in stock?", "completion": " Yes."}
`
	describe := func(r *dataset.Record) string {
		if r.Err != nil {
			return fmt.Sprintf("line %d, byte %d: %s", r.Number, r.Err.Offset, r.Err.Reason)
		}
		return fmt.Sprintf("line %d: %v, %d messages", r.Number, r.Format, len(r.Example.Messages))
	}
	reader := dataset.NewReader(strings.NewReader(file), 0)
	for text, err := range dataset.Map(context.Background(), reader, 2, describe) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(text)
	}
	// Output:
	// line 1: chat, 2 messages
	// line 2, byte 29: invalid character ']' after object value (expecting ',' or '}')
	// line 3: completion, 0 messages
}

// Every value knows its place, so that whoever finds fault can point at it.
func ExampleValue_Path() {
	value, _ := dataset.ParseValue([]byte(`{"messages": [{"role": "user", "content": "Hi"}]}`))
	for message := range value.Member("messages").Elements() {
		content := message.Member("content")
		fmt.Println(content.Path(), content.Start(), content.End())
	}
	// Output: /messages/0/content 42 46
}
