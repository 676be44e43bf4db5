package dataset

// Misread returns why an example does not say in the service's own format all that it says, so that a count of it would be
// a count of something else than what is trained; "" where it does, and for a line that holds no object. An example with
// faults that the service would refuse is still counted where its texts are all in their places. Prompts and completions
// are read where the model learns from them.
func (r *Record) Misread(completions bool) string {
	switch {
	case r.Err != nil || r.Root.Kind() != Object:
		return ""
	case !r.Format.Service():
		return "it is in a format of other trainers"
	case r.Format == Completion && !completions:
		return "it is a prompt and a completion, and the model learns from messages"
	case r.Format == Completion:
		return ""
	}
	for m := range r.Example.AllMessages() {
		if why := m.misread(); why != "" {
			return why
		}
	}
	if r.Format == Chat {
		return besideMessages(r.Root)
	}
	return ""
}

// misread returns why a message says more than a reader of the service's format would see.
func (m *Message) misread() string {
	if m.Other {
		return "a message has keys of other trainers"
	}
	if m.Content.Kind() != Array {
		return ""
	}
	for part := range m.Content.Elements() {
		kind := part.Member("type")
		if !kind.Exists() || kind.Is("text") && part.Member("text").Kind() != String {
			return "a part of the content is none of the service's"
		}
	}
	return ""
}

// besideMessages returns why keys beside the messages say something that the messages do not.
func besideMessages(root Value) string {
	for name := range root.Members() {
		switch string(name.Text()) {
		case "system", "system_prompt", "systemInstruction", "system_instruction", "system_message":
			return "an instruction stands beside the messages"
		case "label", "kto_tag", "is_correct", "loss_weight", "train", "mask", "masked":
			return "a key beside the messages says whether to train them"
		}
	}
	return ""
}

// otherKey reports whether a key of a message is what other trainers write in place of content, role and weight.
func otherKey(name []byte) bool {
	switch string(name) {
	case "value", "from", "parts", "loss_weight", "loss", "train", "training", "trainable", "mask", "masked", "label":
		return true
	}
	return false
}

// Uncounted are the examples that are not counted because they are in no format of the service.
type Uncounted struct {
	Examples int64
	Line     int    // of the first
	Why      string // it was not counted
}

// Add takes in one more, in the order of the file, and reports true.
func (u *Uncounted) Add(line int, why string) bool {
	if u.Examples++; u.Examples == 1 {
		u.Line, u.Why = line, why
	}
	return true
}
