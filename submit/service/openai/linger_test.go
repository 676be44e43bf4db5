package openai

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/ftplan/ftplan/submit/service"
)

// abrupt answers every request with 413 as soon as its head is read, and
// closes with the body unread, which makes the system send a reset.
func abrupt(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			if _, err := http.ReadRequest(bufio.NewReader(conn)); err == nil {
				io.WriteString(conn, "HTTP/1.1 413 Too Large\r\nContent-Length: 9\r\n\r\ntoo large")
			}
			conn.Close()
		}
	}()
	return "http://" + listener.Addr().String()
}

func TestTooLargeIsSeenThroughAReset(t *testing.T) {
	f := writeData(t, []byte(strings.Repeat("{}\n", 4<<20)))
	c := loopbackClient(t, abrupt(t), quick())
	seen := 0
	for range 20 {
		_, err := c.uploadWhole(context.Background(), "x.jsonl", f)
		var failed *service.CallError
		if errors.As(err, &failed) && failed.Status == http.StatusRequestEntityTooLarge {
			seen++
		}
	}
	if seen < 19 {
		t.Errorf("413 was seen in %d of 20 uploads", seen)
	}
}
