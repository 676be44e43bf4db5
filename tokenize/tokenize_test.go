package tokenize

import (
	"slices"
	"strings"
	"testing"

	"github.com/ftplan/ftplan/dataset"
	"github.com/ftplan/ftplan/tokenize/bpe"
)

func TestEncodingFor(t *testing.T) {
	for _, test := range []struct {
		model, encoding string
		known           bool
	}{
		{"gpt-4o-mini-2024-07-18", "o200k_base", true},
		{"gpt-4o", "o200k_base", true},
		{"gpt-4.1", "o200k_base", true},
		{"gpt-5-mini", "o200k_base", true},
		{"o4-mini-2025-04-16", "o200k_base", true},
		{"gpt-oss-120b", "o200k_harmony", true},
		{"gpt-4", "cl100k_base", true},
		{"gpt-4-turbo", "cl100k_base", true},
		{"gpt-3.5-turbo-0125", "cl100k_base", true},
		{"gpt-35-turbo", "cl100k_base", true},
		{"babbage-002", "cl100k_base", true},
		{"davinci-002", "cl100k_base", true},
		{"davinci", "r50k_base", true},
		{"text-davinci-003", "p50k_base", true},
		{"ft:gpt-4.1-2025-04-14:org:name:id", "o200k_base", true},
		{"ft:gpt-4-0613:org::id", "cl100k_base", true},
		{"ft:gpt-3.5-turbo-0125:org::id", "cl100k_base", true},
		{"gpt-9-nova", "o200k_base", false},
		{"claude", "", false},
		{"", "", false},
	} {
		if got, known := EncodingFor(test.model); got != test.encoding || known != test.known {
			t.Errorf("EncodingFor(%q) = %q, %v, want %q, %v", test.model, got, known, test.encoding, test.known)
		}
	}
}

// record decodes a line that the test knows to be good.
func record(t *testing.T, line string) *dataset.Record {
	t.Helper()
	r := new(dataset.Record)
	if r.Decode(dataset.Line{Number: 1, Text: []byte(line)}); r.Err != nil {
		t.Fatalf("%s: %v", line, r.Err)
	}
	return r
}

func meter(t *testing.T, chat string) *Meter {
	t.Helper()
	format, err := ChatNamed(chat)
	if err != nil {
		t.Fatal(err)
	}
	return NewMeter(bpe.O200kBase().NewCounter(), format, StandardImages)
}

// Every word of these texts is one token: Hi, Hello, there, Good, day.
func TestCount(t *testing.T) {
	for _, test := range []struct {
		name, chat, line           string
		billed, trained, low, high int
		doubts                     Doubt
	}{
		{"two messages", "openai", `{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello there"}]}`,
			1 + 4 + 1 + 4 + 2, 2, 12, 12, 0},
		{"an untrained answer is billed", "openai", `{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello","weight":0},{"role":"user","content":"Hi"},{"role":"assistant","content":"Good day","weight":1}]}`,
			1 + 5 + 5 + 5 + 6, 2, 22, 22, 0},
		{"parts of text", "openai", `{"messages":[{"role":"user","content":[{"type":"text","text":"Hi"},{"type":"text","text":"Hello"}]}]}`,
			1 + 4 + 2, 0, 7, 7, 0},
		{"a control token's spelling is text", "openai", `{"messages":[{"role":"user","content":"<|endoftext|>"}]}`,
			1 + 4 + 7, 0, 12, 12, 0},
		{"a name", "openai", `{"messages":[{"role":"user","name":"Hello","content":"Hi"}]}`,
			1 + 4 + 1 + 2, 0, 8, 8, 0},
		{"a call", "openai", `{"messages":[{"role":"assistant","tool_calls":[{"id":"1","type":"function","function":{"name":"Hi","arguments":"Hello"}}]}]}`,
			1 + 8 + 2, 2, 11, 11, 0},
		{"a pair is two conversations", "openai", `{"input":{"messages":[{"role":"user","content":"Hi"}]},"preferred_output":[{"role":"assistant","content":"Good day"}],"non_preferred_output":[{"role":"assistant","content":"Hello"}]}`,
			2*6 + 6 + 5, 3, 22, 24, PairDoubt},
		{"prompt and completion", "openai", `{"prompt":"Hi","completion":" there"}`, 2, 1, 2, 2, CompletionDoubt},
		{"harmony", "harmony", `{"messages":[{"role":"system","content":"Good"},{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello there"}]}`,
			61 + 7 + 1 + 4 + 1 + 6 + 2, 2, 82, 82, ChatDoubt},
		{"llama3", "llama3", `{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello"}]}`,
			1 + 5 + 1 + 5 + 1, 1, 13, 13, ChatDoubt},
		{"qwen3", "qwen3", `{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello"}]}`,
			5 + 1 + 5 + 1 + 4, 1, 16, 16, ChatDoubt},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := meter(t, test.chat).Count(record(t, test.line))
			if got.Billed() != test.billed || got.Trained() != test.trained || got.Low != test.low || got.High != test.high || got.Doubts != test.doubts {
				t.Errorf("billed %d, trained %d, between %d and %d, doubts %b\nwant   %d, trained %d, between %d and %d, doubts %b",
					got.Billed(), got.Trained(), got.Low, got.High, got.Doubts, test.billed, test.trained, test.low, test.high, test.doubts)
			}
		})
	}
}

func TestMessagesHaveLengths(t *testing.T) {
	m := meter(t, "openai")
	m.Count(record(t, `{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello there"}]}`))
	if got, want := m.Messages(), []int{5, 6}; !slices.Equal(got, want) {
		t.Errorf("lengths %v, want %v", got, want)
	}
}

func TestToolsAreRenderedAsTypes(t *testing.T) {
	line := `{"messages":[],"tools":[{"type":"function","function":{"name":"book","description":"Books a table.\nAsk first.","parameters":{"type":"object","properties":{
		"seats":{"type":"integer","description":"How many"},"when":{"type":"string","enum":["lunch","dinner"]},
		"wishes":{"type":"array","items":{"type":"string"}},"guest":{"type":"object","properties":{"name":{"type":"string"}},"required":["name"]},
		"extra":{"type":"object"},"quiet":{"type":"boolean"}},"required":["seats","when"]}}},{"type":"function","function":{"name":"menu"}}]}`
	got := string(writeTools(record(t, strings.ReplaceAll(line, "\n", " ")).Example.Tools, OpenAITools).text)
	want := `# Tools

## functions

namespace functions {

// Books a table.
// Ask first.
type book = (_: {
// How many
seats: number,
when: "lunch" | "dinner",
wishes?: string[],
guest?: {
  name: string,
},
quiet?: boolean,
}) => any;

type menu = () => any;

} // namespace functions`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestToolsCostLessBesideASystemMessage(t *testing.T) {
	tools := `"tools":[{"type":"function","function":{"name":"menu"}}]`
	alone := meter(t, "openai").Count(record(t, `{"messages":[],`+tools+`}`))
	beside := meter(t, "openai").Count(record(t, `{"messages":[{"role":"system","content":"Hi"}],`+tools+`}`))
	if got, want := alone.Parts[ToolPart]-beside.Parts[ToolPart], 4; got != want {
		t.Errorf("beside a system message the tools cost %d less, want %d", got, want)
	}
}

func TestImages(t *testing.T) {
	for _, test := range []struct{ width, height, tiles int }{
		{512, 512, 1}, {513, 512, 2}, {1024, 1024, 4}, {768, 2000, 8}, {4096, 4096, 4}, {2048, 4096, 6}, {1, 10000, 4}, {100, 100, 1},
	} {
		if got := tiles(test.width, test.height); got != test.tiles {
			t.Errorf("%d × %d has %d tiles, want %d", test.width, test.height, got, test.tiles)
		}
	}
	const dot = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
	line := func(url, detail string) string {
		return `{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"` + url + `","detail":"` + detail + `"}}]}]}`
	}
	for _, test := range []struct {
		name, line string
		low, high  int
	}{
		{"in the data", line(dot, "high"), 85 + 170, 85 + 170},
		{"low detail", line("https://example.org/a.png", "low"), 85, 85},
		{"behind a link", line("https://example.org/a.png", "auto"), 85, 85 + 8*170},
		{"not an image", line("data:image/png;base64,AAAA", "auto"), 85, 85 + 8*170},
	} {
		got := meter(t, "openai").Count(record(t, test.line))
		if got.Low != 5+test.low || got.High != 5+test.high || got.Images != 1 || got.Doubts != ImageDoubt {
			t.Errorf("%s: between %d and %d, want between %d and %d beside the message's 5", test.name, got.Low, got.High, test.low, test.high)
		}
	}
}

func TestNotesSayWhy(t *testing.T) {
	if got := Doubt(0).Notes(); len(got) != 0 {
		t.Errorf("an exact count has the notes %q", got)
	}
	if got := (CallDoubt | ShapeDoubt).Notes(); len(got) != 2 || !strings.Contains(got[0], "±3 %") {
		t.Errorf("notes %q", got)
	}
}

func TestUnknownChat(t *testing.T) {
	if _, err := ChatNamed("smoke"); err == nil || !strings.Contains(err.Error(), "openai, harmony, llama3, qwen3, none") {
		t.Errorf("error %v", err)
	}
}

// What a meter remembers of an example changes no count of the next.
func TestRepeatedInstructions(t *testing.T) {
	long := strings.Repeat("Hello there ", maxCachedText/12+1)
	used := meter(t, "openai")
	for i, system := range []string{"Be brief.", "Be brief.", "Zq xv kj.", "Be brief", "", "Be brief.", "Be brief. Be kind.", long, long, "Be brief. Be kind."} {
		line := `{"messages":[{"role":"system","content":"` + system + `"},{"role":"user","content":"Hi"}]}`
		got, want := used.Count(record(t, line)), meter(t, "openai").Count(record(t, line))
		if got != want {
			t.Errorf("example %d: got %v, want %v", i, got, want)
		}
	}
}

// Patches are counted as the API was seen to count them: 128 × 64 has 8, 2,400 × 1,800 has 1,452, 1,600 × 1,600 has 1,521.
func TestPatches(t *testing.T) {
	for _, test := range []struct{ width, height, patches int }{
		{32, 32, 1}, {33, 32, 2}, {1, 1, 1}, {128, 64, 8}, {1024, 1024, 1024}, {1536, 1024, 1536}, {1537, 1024, 1457},
		{2400, 1800, 1452}, {1800, 2400, 1452}, {1600, 1600, 1521}, {100_000, 1, 1536},
	} {
		if got := patches(test.width, test.height); got != test.patches {
			t.Errorf("%d × %d has %d patches, want %d", test.width, test.height, got, test.patches)
		}
	}
}

func TestImageRules(t *testing.T) {
	for _, test := range []struct {
		model string
		rule  ImageRule
	}{
		{"gpt-4o-2024-08-06", StandardImages}, {"gpt-4o-mini", MiniImages}, {"ft:gpt-4o-mini:org::id", MiniImages}, {"gpt-4.1", StandardImages},
		{"gpt-4.1-mini-2025-04-14", ImageRule{Patch: 162}}, {"gpt-4.1-nano", ImageRule{Patch: 246}}, {"o4-mini", ImageRule{Patch: 172}},
		{"gpt-3.5-turbo", ImageRule{}}, {"gpt-9", ImageRule{}}, {"Qwen3-32B", ImageRule{}},
	} {
		if got := ImagesFor(test.model); got != test.rule {
			t.Errorf("%s: got %+v, want %+v", test.model, got, test.rule)
		}
	}
	if got, want := (ImageRule{Patch: 162}).patched(8), 13; got != want {
		t.Errorf("8 patches of 1.62 are %d tokens, want %d", got, want)
	}
	line := `{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://example.org/a.png","detail":"low"}}]}]}`
	count := func(rule ImageRule) Tokens {
		return NewMeter(bpe.O200kBase().NewCounter(), chats[0], rule).Count(record(t, line))
	}
	if got := count(ImageRule{Patch: 162}); got.Low != 5+2 || got.High != 5+2489 || got.Unknown || got.Doubts != ImageDoubt {
		t.Errorf("patches at low detail: %+v", got)
	}
	if got := count(ImageRule{}); !got.Unknown || got.Doubts != ImageDoubt|ImageModelDoubt {
		t.Errorf("an unknown rule: %+v", got)
	}
}
