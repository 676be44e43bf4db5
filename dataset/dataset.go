// Package dataset reads fine-tuning files: bytes become lines, lines become records, records become examples.
//
// A training file is JSON lines: UTF-8, one JSON object per line, each object one example. A [Reader] cuts a stream
// into [Line] values in bounded memory; [Map] decodes the lines in parallel and hands each [Record] to a function,
// yielding the results in file order whatever the number of goroutines.
//
// A line that cannot be read is still a record: its Err says what is wrong and where, and the lines behind it are read
// as if nothing had happened. Only input and output end a stream.
//
// Every [Value] of a record knows where it stands in its line, so that whoever finds fault with it can say so to the
// byte, and whoever repairs it can leave the rest of the line as it was.
//
// The package knows formats and bytes. It knows nothing about models, money or networks.
package dataset
