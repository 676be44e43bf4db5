package openaitest_test

import (
	"bytes"
	"encoding/json"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/ftplan/ftplan/submit/service/openai/openaitest"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// schemas compiles the shapes of the API's published schema by name.
func schemas(t *testing.T) func(name string) *jsonschema.Schema {
	t.Helper()
	text, err := os.ReadFile("testdata/schema.json")
	if err != nil {
		t.Fatal(err)
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("api.json", document); err != nil {
		t.Fatal(err)
	}
	return func(name string) *jsonschema.Schema {
		schema, err := compiler.Compile("api.json#/$defs/" + name)
		if err != nil {
			t.Fatal(err)
		}
		return schema
	}
}

// peer sends requests to a service and returns the text of the answers.
type peer struct {
	t    *testing.T
	base string
}

func (p peer) send(method, path, kind string, body io.Reader) (int, string) {
	p.t.Helper()
	req, err := http.NewRequest(method, p.base+path, body)
	if err != nil {
		p.t.Fatal(err)
	}
	req.Header.Set("Content-Type", kind)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		p.t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return resp.StatusCode, string(text)
}

func (p peer) form(path, field, name, content string) (int, string) {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	if field == "file" {
		form.WriteField("purpose", "fine-tune")
	}
	part, err := form.CreateFormFile(field, name)
	if err != nil {
		p.t.Fatal(err)
	}
	io.WriteString(part, content)
	form.Close()
	return p.send("POST", path, form.FormDataContentType(), &body)
}

// id returns the member of that name of an answer.
func id(t *testing.T, text string) string {
	t.Helper()
	var v struct{ ID string }
	if err := json.Unmarshal([]byte(text), &v); err != nil || v.ID == "" {
		t.Fatalf("no id in %s: %v", text, err)
	}
	return v.ID
}

// checker returns a function that compares an answer with a shape and a status
// and returns the answer.
func checker(t *testing.T) func(shape string, want, status int, text string) string {
	t.Helper()
	schema := schemas(t)
	return func(shape string, want, status int, text string) string {
		t.Helper()
		instance, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
		if err == nil {
			err = schema(shape).Validate(instance)
		}
		if err != nil || status != want {
			t.Errorf("status %d, want %d; %s does not fit %s: %v", status, want, text, shape, err)
		}
		return text
	}
}

func TestAnswersFitTheSchema(t *testing.T) {
	svc := openaitest.New(openaitest.Options{})
	server := httptest.NewServer(svc)
	defer server.Close()
	check, p := checker(t), peer{t, server.URL + "/v1"}
	ask := func(name, method, path, body string) string {
		t.Helper()
		status, text := p.send(method, path, "application/json", strings.NewReader(body))
		return check(name, 200, status, text)
	}
	status, text := p.form("/files", "file", "a.jsonl", strings.Repeat("{}\n", 12))
	file := id(t, check("OpenAIFile", 200, status, text))
	ask("ListFilesResponse", "GET", "/files?purpose=fine-tune", "")
	ask("OpenAIFile", "GET", "/files/"+file, "")

	upload := id(t, ask("Upload", "POST", "/uploads", `{"filename":"b.jsonl","purpose":"fine-tune","bytes":6,"mime_type":"text/jsonl"}`))
	status, text = p.form("/uploads/"+upload+"/parts", "data", "part", "{}\n{}\n")
	part := id(t, check("UploadPart", 200, status, text))
	ask("Upload", "POST", "/uploads/"+upload+"/complete", `{"part_ids":["`+part+`"]}`)
	second := id(t, ask("Upload", "POST", "/uploads", `{"filename":"b.jsonl","purpose":"fine-tune","bytes":6,"mime_type":"text/jsonl"}`))
	ask("Upload", "POST", "/uploads/"+second+"/cancel", "")

	create := `{"model":"gpt-4.1-nano-2025-04-14","training_file":"` + file + `","seed":7,"metadata":{"k":"v"},` +
		`"method":{"type":"supervised","supervised":{"hyperparameters":{"n_epochs":4}}}}`
	job := id(t, ask("FineTuningJob", "POST", "/fine_tuning/jobs", create))
	for range 3 {
		ask("FineTuningJob", "GET", "/fine_tuning/jobs/"+job, "")
		svc.Advance()
	}
	ask("ListPaginatedFineTuningJobsResponse", "GET", "/fine_tuning/jobs?metadata[k]=v&limit=1", "")
	ask("ListFineTuningJobEventsResponse", "GET", "/fine_tuning/jobs/"+job+"/events", "")
	ask("ListFineTuningJobCheckpointsResponse", "GET", "/fine_tuning/jobs/"+job+"/checkpoints", "")
	other := id(t, ask("FineTuningJob", "POST", "/fine_tuning/jobs", create))
	svc.Advance()
	// The published schema does not know the status that pausing leads to.
	if status, text = p.send("POST", "/fine_tuning/jobs/"+other+"/pause", "", nil); status != 200 || !strings.Contains(text, `"paused"`) {
		t.Errorf("pause: %d %s", status, text)
	}
	ask("FineTuningJob", "POST", "/fine_tuning/jobs/"+other+"/resume", "")
	ask("FineTuningJob", "POST", "/fine_tuning/jobs/"+other+"/cancel", "")
	failed := id(t, ask("FineTuningJob", "POST", "/fine_tuning/jobs", create))
	svc.FailJob(failed, "invalid_training_file", "no role")
	ask("FineTuningJob", "GET", "/fine_tuning/jobs/"+failed, "")
	ask("ListModelsResponse", "GET", "/models", "")
	ask("Model", "GET", "/models/gpt-4.1-nano-2025-04-14", "")
	ask("DeleteFileResponse", "DELETE", "/files/"+file, "")
	for _, path := range []string{"/files/" + file, "/models/none", "/fine_tuning/jobs/ftjob-none", "/nowhere"} {
		status, text := p.send("GET", path, "", nil)
		check("Error", 404, status, text)
	}
}

func TestAdvanceLeadsToSuccessOrToTheReasonOfFailure(t *testing.T) {
	svc := openaitest.New(openaitest.Options{})
	server := httptest.NewServer(svc)
	defer server.Close()
	p := peer{t, server.URL}
	for _, test := range []struct {
		lines int
		want  string
	}{{10, "succeeded"}, {9, "failed"}} {
		_, text := p.form("/files", "file", "a.jsonl", strings.Repeat("{}\n", test.lines))
		_, text = p.send("POST", "/fine_tuning/jobs", "", strings.NewReader(
			`{"model":"gpt-4.1-nano-2025-04-14","training_file":"`+id(t, text)+`"}`))
		for range 4 {
			svc.Advance()
		}
		_, text = p.send("GET", "/fine_tuning/jobs/"+id(t, text), "", nil)
		if !strings.Contains(text, `"status":"`+test.want+`"`) {
			t.Errorf("%d lines: %s, want status %s", test.lines, text, test.want)
		}
	}
}

func TestACutFormIsNoFile(t *testing.T) {
	svc := openaitest.New(openaitest.Options{})
	server := httptest.NewServer(svc)
	defer server.Close()
	body := "--b\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nfine-tune\r\n" +
		"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.jsonl\"\r\n\r\n{}\n\r\n--b--\r\n"
	for n := range body {
		peer{t, server.URL}.send("POST", "/files", "multipart/form-data; boundary=b", strings.NewReader(body[:n]))
		// The form is whole when its closing boundary is, without the last CR LF.
		if got, whole := len(svc.Files()), n >= len(body)-2; got > 0 && !whole {
			t.Fatalf("%d of %d bytes made a file", n, len(body))
		}
	}
}
