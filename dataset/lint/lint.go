// Package lint judges training files: will the service accept them, will it train on what was meant, is money wasted?
//
// It is the engine alone: records of package dataset come in, findings go out to whoever shows, counts or fixes them. The
// rules stand in package rules and its families, what finds secrets or odd characters in package detect, what makes broken
// JSON whole in package repair. With what this package exports anybody can write a rule of their own, as the example shows.
//
// A [Rule] is a value: a stable code, a name, its own documentation and examples, and a check. A [Checker] runs a list of
// rules. Rules about one line run wherever the lines are read, in parallel, through [Checker.Line]; rules about the whole
// file look at a [Summary], which adds the small facts of every line in file order.
//
// Severity follows the consequence for whoever pays: refused by the service, dropped or cut by it, paid for nothing,
// worse than it could be, good to know.
//
// # What a rule looks at
//
// A line that could not be read goes to Broken; every other goes to Shape, and those that have the wanted format go on to
// Line and, message by message, to Message. So a line in another format gives one finding and not one for each thing it
// lacks. Further along the same holds: a rule keeps quiet about what follows from a fault that another rule has found.
//
// Checks run for every line of files of many gigabytes. They take no memory on lines without a finding, use no regular
// expression there, and do not loop in loops over things that a hostile line can hold by the million.
//
// # Fixes
//
// A fix is a list of byte edits, so that what was not broken stays as it was. [FixFile] makes the fixes of a file line by
// line, judging each line again until nothing is left to fix. A fix is safe where it cannot change what is trained; the
// others are made on request only.
//
// The package knows no models and no prices: what a model can do comes in as plain numbers, in [Limits].
package lint
