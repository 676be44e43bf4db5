package openai

import (
	"encoding/json"
	"strconv"
)

// jsonText is text as JSON. Text from this package is always valid UTF-8.
func jsonText(text string) json.RawMessage {
	b, err := json.Marshal(text)
	if err != nil {
		return json.RawMessage(`""`)
	}
	return b
}

func jsonNumber(n int64) json.RawMessage { return strconv.AppendInt(nil, n, 10) }
