package openai

import (
	"context"

	"github.com/ftplan/ftplan/submit/service"
)

// Content returns the bytes of a file that the service holds, such as a result
// file of a job: at most 64 MiB.
func (a *adapter) Content(ctx context.Context, id string) ([]byte, error) {
	if !service.IsRemoteID(id) {
		return nil, &service.Error{Class: service.ClassLocal, Message: service.InQuotes(id) + " is not a file's id"}
	}
	return a.Download(ctx, "/files/"+id+"/content")
}
