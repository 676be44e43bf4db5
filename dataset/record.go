package dataset

// A Record is a line and what it says. Err is set where the line cannot be read; then the other fields below it are zero.
// A record and all its values are valid only until the function that was given it returns.
type Record struct {
	Line
	Root    Value // the value of the line, of any kind
	Format  Format
	Example Example
	Err     *SyntaxError

	doc document
}

// Decode reads line into the record, replacing what it held.
func (r *Record) Decode(line Line) {
	r.Line, r.Root, r.Format, r.Err = line, Value{}, UnknownFormat, nil
	if line.TooLong {
		r.Err = &SyntaxError{Fault: LineTooLong, Reason: "the line is longer than the limit"}
	} else {
		r.Err = r.doc.parse(line.Text)
	}
	if r.Err == nil {
		r.Root = Value{doc: &r.doc}
		r.Format = FormatOf(r.Root)
		if r.Err = r.tooManyMessages(); r.Err != nil {
			r.Root, r.Format = Value{}, UnknownFormat
		}
	}
	r.Example.decode(r.Root, r.Format)
}

// maxMessages is how many messages one list of a line may hold.
const maxMessages = 1 << 16

func (r *Record) tooManyMessages() *SyntaxError {
	if len(r.doc.nodes) <= maxMessages {
		return nil
	}
	conversation := r.Root
	if r.Format == Preference {
		conversation = r.Root.Member("input")
	}
	for _, list := range [...]Value{conversation.Member("messages"), r.Root.Member("preferred_output"), r.Root.Member("non_preferred_output")} {
		if list.Kind() == Array && list.Len() > maxMessages {
			return tooMany("messages", maxMessages, list.Start())
		}
	}
	return nil
}

// DecodeAs is Decode for a reader who knows the format: a line of messages can be chat or reinforcement.
func (r *Record) DecodeAs(line Line, format Format) {
	r.Decode(line)
	if r.Format == Chat && format == Reinforcement || r.Format == Reinforcement && format == Chat {
		r.Format = format
	}
}

// LoneSurrogate returns the offset in the line of the first escape that is half a surrogate pair, -1 without one. Such an
// escape is read as U+FFFD.
func (r *Record) LoneSurrogate() int {
	if r.Err != nil {
		return -1
	}
	return int(r.doc.lone)
}

// ParseValue reads one JSON value, such as the arguments of a tool call, with the rules of a line.
func ParseValue(text []byte) (Value, *SyntaxError) {
	return new(Parser).Parse(text)
}

// A Parser reads JSON values one after the other and uses its memory again for each.
type Parser struct{ doc document }

// Parse is [ParseValue]; the value is valid until the next call.
func (p *Parser) Parse(text []byte) (Value, *SyntaxError) {
	if err := p.doc.parse(text); err != nil {
		return Value{}, err
	}
	return Value{doc: &p.doc}, nil
}
