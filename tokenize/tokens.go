package tokenize

// A Part is what tokens of an example are spent on.
type Part int

// The parts of an example.
const (
	SystemPart    Part = iota // system and developer messages
	UserPart                  // user messages
	AnswerPart                // what is trained: answers and calls of the assistant
	UntrainedPart             // assistant messages of weight 0
	ResultPart                // results of tools and functions
	ToolPart                  // definitions of tools
	ImagePart
	MarkPart // roles, marks between messages
	PartCount
)

var partNames = [PartCount]string{"system prompts", "user messages", "answers", "untrained answers", "tool results",
	"tool definitions", "images", "marks and roles"}

// String returns the part as reports name it.
func (p Part) String() string { return partNames[p] }

// A Doubt is a reason why a count is an estimate. Several are combined by or.
type Doubt uint32

// The doubts.
const (
	ToolModelDoubt   Doubt = 1 << iota // tools on a model for which nothing shows how they are counted
	ToolChatDoubt                      // tools in a chat format for which nothing shows how they are written
	ToolPlaceDoubt                     // tools where the system message is not the first one, or is in parts
	CallDoubt                          // several calls in one message
	ResultDoubt                        // results of tools
	StrictDoubt                        // functions that are strict
	SchemaDoubt                        // schemas of a kind that nothing shows: oneOf, allOf, references, several types
	KeywordDoubt                       // members of schemas that nothing shows: default, title, pattern
	EmptyObjectDoubt                   // objects without properties that have a description
	ReferenceDoubt                     // references of which nothing bounds what stands for them
	DepthDoubt                         // schemas too deep to be looked at
	ImageDoubt                         // images
	ImageModelDoubt                    // images on a model whose rule is not known
	PairDoubt                          // preference pairs
	CompletionDoubt                    // prompt and completion
	ChatDoubt                          // a chat format that few bills confirm
	ShapeDoubt                         // text in places where the service expects none
	doubtsEnd
)

// AllDoubts returns every doubt there is.
func AllDoubts() Doubt { return doubtsEnd - 1 }

// unbounded are the doubts with which nothing is known that a count cannot exceed.
const unbounded = ReferenceDoubt | DepthDoubt | ToolChatDoubt | ImageModelDoubt

// slack returns how far off a count may be on either side for what nothing shows, in percent of the example. What has
// bounds of its own is not in it.
func (d Doubt) slack() int {
	const three = ToolModelDoubt | ToolChatDoubt | ToolPlaceDoubt | CallDoubt | ResultDoubt | StrictDoubt | SchemaDoubt |
		KeywordDoubt | ReferenceDoubt | DepthDoubt
	percent := 0
	switch {
	case d&three != 0:
		percent = 3
	case d&EmptyObjectDoubt != 0:
		percent = 1
	}
	if d&PairDoubt != 0 {
		percent++
	}
	return percent
}

var doubtNotes = map[Doubt]string{
	ToolModelDoubt: "tools are counted by a formula that is exact for gpt-3.5-turbo and gpt-4o; nothing shows yet that this model " +
		"counts them the same: ±3 %",
	ToolChatDoubt: "how this model's template writes tools is not known: the tokens are those at the least",
	ToolPlaceDoubt: "tools are written into the first system message; nothing shows what becomes of them where it stands later or " +
		"is a list of parts: ±3 %",
	CallDoubt:   "several calls in one message are counted like one each; nothing shows it: ±3 %",
	ResultDoubt: "results of tools are counted like any message; nothing shows it: ±3 %",
	StrictDoubt: "strict functions are counted like others; nothing shows it: ±3 %",
	SchemaDoubt: "how oneOf, allOf, references, several types, null or a missing type are written is not known: between nothing " +
		"and the whole schema as it stands",
	KeywordDoubt: "some of the tools' schemas say what no known count shows, such as default, title or pattern, or go deeper: " +
		"±3 %, and up to their own text more",
	EmptyObjectDoubt: "an object without properties costs its description at some times and nothing at others: ±1 %",
	ReferenceDoubt: "references from one definition to another can be written out any number of times: the tokens are those at " +
		"the least",
	DepthDoubt: "schemas more than 64 levels deep are not counted: the tokens are unknown beyond those at the least",
	ImageDoubt: "image tokens follow the published rule for inference; whether training bills the same is not known, " +
		"and an image behind a link counts at any size",
	ImageModelDoubt: "how many tokens an image has for this model is not known: the tokens are those at the least",
	CompletionDoubt: "prompt and completion are counted as their texts; no bill confirms it",
	ChatDoubt:       "no bill, or one alone, confirms this model's chat format",
	ShapeDoubt:      "some messages do not have the shape that the service expects",
}

// Notes returns what to say about the doubts, in full sentences without a period.
func (d Doubt) Notes() []string {
	var notes []string
	for one := Doubt(1); one < doubtsEnd; one <<= 1 {
		switch {
		case d&one == 0:
		case one == PairDoubt:
			notes = append(notes, pairNote())
		default:
			notes = append(notes, doubtNotes[one])
		}
	}
	return notes
}

var doubtNames = map[Doubt]string{
	ToolModelDoubt: "tools of an unconfirmed model", ToolChatDoubt: "tools of an unknown template", ToolPlaceDoubt: "tools away from the first message",
	CallDoubt: "several calls", ResultDoubt: "tool role", StrictDoubt: "strict", SchemaDoubt: "schemas of several types", KeywordDoubt: "schema keywords",
	EmptyObjectDoubt: "described empty objects", ReferenceDoubt: "nested references", DepthDoubt: "deep schemas", ImageDoubt: "image parts",
	ImageModelDoubt: "images of an unknown rule", PairDoubt: "pairs", CompletionDoubt: "completions", ChatDoubt: "unconfirmed chat format",
	ShapeDoubt: "odd shapes",
}

// Names returns the doubts in a few words each, for lists of what a file holds.
func (d Doubt) Names() []string {
	var names []string
	for one := Doubt(1); one < doubtsEnd; one <<= 1 {
		if d&one != 0 {
			names = append(names, doubtNames[one])
		}
	}
	return names
}

// Tokens are the tokens of one example in one epoch.
type Tokens struct {
	Parts     [PartCount]int
	Low, High int  // bounds of Billed; equal to it where there is no doubt
	Unknown   bool // nothing bounds the count from above: Low alone is known
	Images    int  // number of images
	// DataImages is how many of the images stand in the data itself, as data URLs.
	DataImages int
	// Repeated are the tokens of a preference pair's prompt, which is counted once with each output.
	Repeated int
	Doubts   Doubt // why the count is an estimate; 0 = exact
}

// Billed returns the tokens that the service bills: the sum of the parts.
func (t *Tokens) Billed() int {
	n := 0
	for _, part := range t.Parts {
		n += part
	}
	return n
}

// Trained returns the tokens that are trained on: the text of the answers.
func (t *Tokens) Trained() int { return t.Parts[AnswerPart] }
