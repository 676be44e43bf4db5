package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ftplan/ftplan/dataset/lint/rules"
	"github.com/ftplan/ftplan/plan/catalog"
)

// complete makes the shell complete the values of flags and arguments in the whole tree.
func complete(root *cobra.Command) {
	for cmd := range commands(root) {
		for name, values := range flagValues {
			if cmd.Flags().Lookup(name) != nil {
				// The only error is of a flag that is completed already.
				_ = cmd.RegisterFlagCompletionFunc(name, func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
					return values(cmd), cobra.ShellCompDirectiveNoFileComp
				})
			}
		}
		if cmd.Name() == "rules" {
			cmd.ValidArgsFunction = func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
				return ruleCodes(cmd), cobra.ShellCompDirectiveNoFileComp
			}
		}
		if ending := endings[argument(cmd)]; ending != nil {
			cmd.ValidArgsFunction = func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
				return ending, cobra.ShellCompDirectiveFilterFileExt
			}
		}
	}
}

// commands yields a command and all below it.
func commands(root *cobra.Command) func(yield func(*cobra.Command) bool) {
	return func(yield func(*cobra.Command) bool) { each(root, yield) }
}

func each(cmd *cobra.Command, yield func(*cobra.Command) bool) bool {
	return yield(cmd) && !slices.ContainsFunc(cmd.Commands(), func(c *cobra.Command) bool { return !each(c, yield) })
}

// endings are what the files of an argument end in.
var endings = map[string][]string{"FILE": {"jsonl", "json"}, "FILE…": {"jsonl", "json"}, "OLD": {"jsonl", "json"}, "QUOTE": {"json"}}

// argument returns the name of a command's first argument.
func argument(cmd *cobra.Command) string {
	if words := strings.Fields(cmd.Use); len(words) > 1 {
		return words[1]
	}
	return ""
}

// flagValues are the values that flags of a name take, with what they are behind a tab.
var flagValues = map[string]func(*cobra.Command) []string{
	"format":   func(cmd *cobra.Command) []string { return strings.Split(cmd.Flags().Lookup("format").Usage, ", ") },
	"method":   func(*cobra.Command) []string { return methodNames },
	"model":    modelValues,
	"provider": func(*cobra.Command) []string { return catalog.Builtin().ProviderNames() },
	"prices":   func(*cobra.Command) []string { return catalog.Builtin().SheetNames() },
	"allow":    ruleCodes,
	"only":     ruleCodes,
}

func modelValues(*cobra.Command) []string {
	var values []string
	for _, m := range catalog.Builtin().Models {
		values = append(values, m.Name)
		for _, alias := range m.Aliases {
			values = append(values, alias+"\tmeans "+m.Name)
		}
	}
	return values
}

func ruleCodes(*cobra.Command) []string {
	var values []string
	for _, r := range rules.Rules() {
		values = append(values, r.Code+"\t"+r.Name)
	}
	return values
}
