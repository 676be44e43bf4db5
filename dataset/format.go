package dataset

// A Format is the shape of a line: which keys it has and what they mean.
type Format int

// The formats. The first four are the service's own; the others are what people bring from elsewhere, recognised so that
// they can be told how to convert.
const (
	UnknownFormat Format = iota
	Chat                 // messages: supervised fine-tuning
	Preference           // input, preferred_output, non_preferred_output: direct preference optimisation
	Reinforcement        // messages that end before the answer, and data for graders
	Completion           // prompt, completion: the legacy models
	ShareGPT             // conversations of from and value
	Alpaca               // instruction, input, output
	Chosen               // prompt, chosen, rejected, as TRL has it
	PlainText            // text alone, for continued pre-training
)

var formatNames = [...]string{"unknown", "chat", "preference", "reinforcement", "completion", "sharegpt", "alpaca",
	"chosen-rejected", "text"}

// String returns the name of the format as commands take and print it.
func (f Format) String() string { return formatNames[f] }

// FormatNamed returns the format of that name, and whether there is one.
func FormatNamed(name string) (Format, bool) {
	for f, n := range formatNames {
		if n == name && f != int(UnknownFormat) {
			return Format(f), true
		}
	}
	return UnknownFormat, false
}

// Service reports whether the format is one that a fine-tuning service takes.
func (f Format) Service() bool { return f >= Chat && f <= Completion }

// FormatOf returns the format that an object's keys speak for. Chat and reinforcement share most of their keys: a line
// of messages is reinforcement where it has keys that chat does not know and its last message is not the assistant's.
func FormatOf(root Value) Format {
	var has keySet
	for name := range root.Members() {
		has.note(string(name.Text()))
	}
	switch {
	case has.messages && has.other > 0 && !endsWithAssistant(root.Member("messages")):
		return Reinforcement
	case has.messages:
		return Chat
	case has.preferred, has.input && !has.instruction && !has.output:
		return Preference
	case has.chosen:
		return Chosen
	case has.prompt || has.completion:
		return Completion
	case has.conversations:
		return ShareGPT
	case has.instruction && has.output:
		return Alpaca
	case has.text && has.other == 0:
		return PlainText
	}
	return UnknownFormat
}

// A keySet notes which telling keys an object has.
type keySet struct {
	messages, input, preferred, chosen, prompt, completion, conversations, instruction, output, text bool

	other int // keys that chat does not know
}

func (k *keySet) note(name string) {
	switch name {
	case "messages":
		k.messages = true
	case "tools", "functions", "parallel_tool_calls":
	case "input":
		k.input = true
	case "preferred_output", "non_preferred_output", "preferred_completion", "non_preferred_completion":
		k.preferred = true
	case "chosen", "rejected":
		k.chosen = true
	case "prompt":
		k.prompt = true
	case "completion":
		k.completion = true
	case "conversations":
		k.conversations = true
	case "instruction":
		k.instruction = true
	case "output":
		k.output = true
	case "text":
		k.text = true
	default:
		k.other++
	}
}

func endsWithAssistant(messages Value) bool {
	var last Value
	for m := range messages.Elements() {
		last = m
	}
	return last.Member("role").Is("assistant")
}
