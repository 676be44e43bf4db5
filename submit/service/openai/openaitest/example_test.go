package openaitest_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"

	"github.com/ftplan/ftplan/submit/service/openai/openaitest"
)

// A client under test gets the service's URL as its base URL. Here the first
// create call makes a job, but its answer is lost.
func Example() {
	svc := openaitest.New(openaitest.Options{Key: "sk-test"})
	defer svc.Close()
	svc.Script(openaitest.Fault{
		Call: openaitest.CreateJob, Kind: openaitest.Reset, Moment: openaitest.After,
	})
	server := httptest.NewServer(svc)
	defer server.Close()

	resp, err := http.Get(server.URL + "/v1/models")
	if err != nil {
		fmt.Println(err)
		return
	}
	resp.Body.Close()
	fmt.Println(resp.StatusCode, "without the key;", svc.Pending(), "fault to come")
	// Output: 401 without the key; 1 fault to come
}
