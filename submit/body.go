package submit

import (
	"encoding/json"
	"strconv"
)

// quoted is text as JSON. Text from this package is always valid UTF-8.
func quoted(text string) json.RawMessage {
	b, err := json.Marshal(text)
	if err != nil {
		return json.RawMessage(`""`)
	}
	return b
}

func number(n int64) json.RawMessage { return strconv.AppendInt(nil, n, 10) }
