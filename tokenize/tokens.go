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
type Doubt uint8

// The doubts.
const (
	ToolDoubt       Doubt = 1 << iota // tools and calls
	ImageDoubt                        // images
	PairDoubt                         // preference pairs
	NameDoubt                         // messages with a name
	CompletionDoubt                   // prompt and completion
	ChatDoubt                         // a chat format that few bills confirm
	ShapeDoubt                        // text in places where the service expects none
)

var doubtNotes = map[Doubt]string{
	ToolDoubt: "tool definitions and calls are counted by a formula fitted on one public job of 145,983 tokens; expect ±3 %",
	ImageDoubt: "image tokens follow the published rule for inference; whether training bills the same is not known, " +
		"and an image behind a link counts at any size",
	PairDoubt: "no bill of a preference job is known: the prompt counts once at the least and twice at the most, " +
		"and twice here",
	NameDoubt:       "a message's name is counted as one token more than its text, as OpenAI's cookbook does; no bill confirms it",
	CompletionDoubt: "prompt and completion are counted as their texts; no bill confirms it",
	ChatDoubt:       "no bill, or one alone, confirms this model's chat format",
	ShapeDoubt:      "some messages do not have the shape that the service expects",
}

// Notes returns what to say about the doubts, in full sentences without a period.
func (d Doubt) Notes() []string {
	var notes []string
	for one := Doubt(1); one <= ShapeDoubt; one <<= 1 {
		if d&one != 0 {
			notes = append(notes, doubtNotes[one])
		}
	}
	return notes
}

// Tokens are the tokens of one example in one epoch.
type Tokens struct {
	Parts     [PartCount]int
	Low, High int   // bounds of Billed; equal to it where there is no doubt
	Images    int   // number of images
	Doubts    Doubt // why the count is an estimate; 0 = exact
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
