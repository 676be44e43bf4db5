package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/ftplan/ftplan/plan/catalog"
)

// suggestion returns the hint for a name that nobody knows: the known ones near it, or else what is said otherwise.
func suggestion(name string, known []string, otherwise string) string {
	if near := catalog.Nearest(name, known); len(near) > 0 {
		return "did you mean " + strings.Join(near, ", ") + "?"
	}
	return otherwise
}

// explained says in the words of this program what is wrong with a number of arguments.
func explained(args cobra.PositionalArgs) cobra.PositionalArgs {
	return func(cmd *cobra.Command, got []string) error {
		err := args(cmd, got)
		var known usageError
		if err == nil || errors.As(err, &known) {
			return err
		}
		if cmd.HasSubCommands() && len(got) > 0 {
			return unknownCommand(cmd, got[0])
		}
		name, wanted := strings.TrimPrefix(cmd.CommandPath(), "ftplan "), arguments(cmd)
		hint := "usage: " + cmd.UseLine()
		switch {
		case len(wanted) == 0:
			return usage(hint, "%s takes no argument, and there is %q", name, got[0])
		case len(got) < len(wanted):
			return usage(hint, "%s wants %s, and %s is not there", name, strings.Join(wanted, " and "), wanted[len(got)])
		}
		return usage(hint, "%s takes %s alone, and there is %q as well", name, strings.Join(wanted, " and "), got[len(wanted)])
	}
}

// arguments are the names of a command's arguments, as its usage has them.
func arguments(cmd *cobra.Command) []string {
	words := strings.Fields(cmd.Use)[1:]
	return slices.DeleteFunc(words, func(word string) bool { return strings.HasPrefix(word, "-") })
}

// unknownCommand is the error about a word that is none of a command's own commands.
func unknownCommand(cmd *cobra.Command, word string) error {
	var names []string
	for _, sub := range cmd.Commands() {
		if sub.IsAvailableCommand() {
			names = append(names, sub.Name())
		}
	}
	path := cmd.CommandPath()
	hint := path + " --help lists the commands"
	if near := catalog.Nearest(word, names); len(near) > 0 {
		hint = "did you mean " + path + " " + near[0] + "?"
	}
	return usage(hint, "unknown command %q", strings.TrimPrefix(path+" "+word, "ftplan "))
}

// explainHelp has the commands that cobra adds, help and completion, refuse what they do not know.
func explainHelp(root *cobra.Command) {
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	for _, cmd := range root.Commands() {
		switch cmd.Name() {
		case "help":
			cmd.Args = cobra.ArbitraryArgs
			cmd.Run, cmd.RunE = nil, func(_ *cobra.Command, words []string) error { return helpAbout(root, words) }
		case "completion":
			cmd.Args = cobra.NoArgs
			cmd.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
		}
	}
}

// helpAbout prints the help of the command that words name.
func helpAbout(root *cobra.Command, words []string) error {
	cmd := root
	for _, word := range words {
		next := slices.IndexFunc(cmd.Commands(), func(sub *cobra.Command) bool { return sub.Name() == word })
		if next < 0 {
			return unknownCommand(cmd, word)
		}
		cmd = cmd.Commands()[next]
	}
	return cmd.Help()
}

// badFlag says in the words of this program what is wrong with a flag.
func badFlag(cmd *cobra.Command, err error) error {
	hint := cmd.CommandPath() + " --help lists the flags"
	var (
		unknown *pflag.NotExistError
		bare    *pflag.ValueRequiredError
		wrong   *pflag.InvalidValueError
		syntax  *pflag.InvalidSyntaxError
	)
	name := cmd.CommandPath()
	switch {
	case errors.As(err, &unknown) && unknown.GetSpecifiedShortnames() != "":
		return usage(hint, "%s has no flag -%s", name, unknown.GetSpecifiedName())
	case errors.As(err, &unknown):
		flag := "--" + unknown.GetSpecifiedName()
		return usage(suggestion(flag, flagNames(cmd), hint), "%s has no flag %s", name, flag)
	case errors.As(err, &bare):
		return usage(hint, "%s wants a value: %s", flagName(bare.GetFlag()), bare.GetFlag().Usage)
	case errors.As(err, &wrong):
		return usage(hint, "%s%s", flagName(wrong.GetFlag()), badValue(wrong))
	case errors.As(err, &syntax):
		return usage(hint, "%q is no flag", syntax.GetSpecifiedFlag())
	}
	return usageError{err: err, hint: hint}
}

func flagName(f *pflag.Flag) string { return "--" + f.Name }

// badValue says what a flag wants in place of a value that it cannot take.
func badValue(err *pflag.InvalidValueError) string {
	value, kind := fmt.Sprintf("%q", err.GetValue()), err.GetFlag().Value.Type()
	switch kind {
	case "int", "int64":
		if number := errors.Unwrap(err); number != nil && !strings.Contains(number.Error(), "strconv") {
			return ": " + number.Error()
		}
		return " wants a whole number, not " + value
	case "uint64":
		return " wants a whole number from 0 on, not " + value
	case "bool":
		return " is a switch, true or false, and not " + value
	}
	return ": " + errors.Unwrap(err).Error()
}

// flagNames lists the flags that a command takes, as they are typed.
func flagNames(cmd *cobra.Command) []string {
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if !f.Hidden {
			names = append(names, flagName(f))
		}
	})
	return names
}
