// Package lint judges training files: will the service accept them, will it train on what was meant, is money wasted?
//
// A [Rule] is a value: a stable code, a name, its own documentation and examples, and a check. A [Checker] runs a list of
// rules. Rules about one line run wherever the lines are read, in parallel, through [Checker.Line]; rules about the whole
// file look at a [Summary], which adds the small facts of every line in file order.
//
// Severity follows the consequence for whoever pays: refused by the service, dropped or cut by it, paid for nothing,
// worse than it could be, good to know.
//
// # Adding a rule
//
// Write one file that holds one rule: copy a neighbour of the same family, give it the next free code, say what it is and
// why it matters, and give a bad and a good example. Add it to the list in rules.go. Run go test: the test checks the
// documentation, runs the examples and says what is missing; with -update it also writes the page of all rules anew.
//
// The package knows no models and no prices: what a model can do comes in as plain numbers, in [Limits].
package lint
