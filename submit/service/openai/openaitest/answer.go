package openaitest

import (
	"encoding/json"
	"net/http"
	"strconv"
	"time"
)

// answer is a status with either a JSON body or the members of an error.
type answer struct {
	status              int
	body                []byte
	kind, code, message string
	retryAfter          string
}

func result[T any](v T) answer {
	body, err := json.Marshal(v)
	if err != nil {
		return refusal(http.StatusInternalServerError, "server_error", err.Error())
	}
	return answer{status: http.StatusOK, body: body}
}

func refusal(status int, kind, message string) answer {
	return answer{status: status, kind: kind, message: message}
}

// lost is the answer of a call that had no effect.
func lost() answer { return refusal(http.StatusInternalServerError, "server_error", "simulated") }

func missing(what, id string) answer {
	return refusal(http.StatusNotFound, "invalid_request_error", "No such "+what+": "+id)
}

func invalid(message string) answer {
	return refusal(http.StatusBadRequest, "invalid_request_error", message)
}

type envelope struct {
	Error struct {
		Message string  `json:"message"`
		Type    string  `json:"type"`
		Param   *string `json:"param"`
		Code    *string `json:"code"`
	} `json:"error"`
}

// text is the body as sent: the error envelope, when there is no other.
func (a answer) text() []byte {
	if a.body != nil {
		return a.body
	}
	var e envelope
	e.Error.Message, e.Error.Type = a.message, a.kind
	if a.code != "" {
		e.Error.Code = &a.code
	}
	text, err := json.Marshal(e)
	if err != nil {
		return []byte("{}")
	}
	return text
}

func (s *Service) send(w http.ResponseWriter, a answer) {
	text := a.text()
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(text)))
	w.Header().Set("Date", time.Now().UTC().Format(http.TimeFormat))
	if a.retryAfter != "" {
		w.Header().Set("Retry-After", a.retryAfter)
	}
	w.WriteHeader(a.status)
	w.Write(text)
}

type listing[T any] struct {
	Object  string  `json:"object"`
	Data    []T     `json:"data"`
	FirstID *string `json:"first_id,omitempty"`
	LastID  *string `json:"last_id,omitempty"`
	HasMore bool    `json:"has_more"`
}

// page cuts one page out of all, which has the newest first: those behind the
// entry named after, at most limit of them.
func page[T any](all []T, id func(T) string, after, limit string) (listing[T], error) {
	size, err := pageSize(limit)
	if err != nil {
		return listing[T]{}, err
	}
	if after != "" {
		for i, v := range all {
			if id(v) == after {
				all = all[i+1:]
				break
			}
		}
	}
	list := listing[T]{Object: "list", Data: all[:min(size, len(all))], HasMore: len(all) > size}
	first, last := "", ""
	if n := len(list.Data); n > 0 {
		first, last = id(list.Data[0]), id(list.Data[n-1])
	} else {
		list.Data = []T{}
	}
	list.FirstID, list.LastID = &first, &last
	return list, nil
}

func pageSize(limit string) (int, error) {
	if limit == "" {
		return 20, nil
	}
	return strconv.Atoi(limit)
}
