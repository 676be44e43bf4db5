package submit

import (
	"context"
	"io"
	"net/http"
)

// Content returns the bytes of a file that the service holds, such as a result
// file of a job: at most 64 MiB.
func (c *Client) Content(ctx context.Context, id string) ([]byte, error) {
	if !isRemoteID(id) {
		return nil, &Error{Class: ClassLocal, Message: inQuotes(id) + " is not a file's id"}
	}
	d := *c.doer
	d.content = true
	return retry(ctx, c, func(ctx context.Context) ([]byte, error) {
		req, err := c.request(ctx, http.MethodGet, "/files/"+id+"/content", nil, nil)
		if err != nil {
			return nil, err
		}
		resp, err := d.Do(req)
		if err != nil {
			return nil, err
		}
		return io.ReadAll(resp.Body)
	})
}
