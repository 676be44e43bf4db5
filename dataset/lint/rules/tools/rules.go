// Package tools holds the rules about tools, FT5: how they are declared, how they are called, and whether calls and their
// answers belong together. Arguments are checked against their JSON Schema by package schema.
package tools

import "github.com/ftplan/ftplan/dataset/lint"

// Rules returns the rules of the family in the order of their codes. FT508 was about models that take no tools; none is known.
func Rules() []*lint.Rule {
	return []*lint.Rule{
		toolsType,
		emptyList,
		malformedTool,
		toolName,
		duplicateTool,
		tooManyTools,
		toolSchema,
		badParallelFlag,
		unusedTools,
		malformedCall,
		argumentsType,
		unreadableArguments,
		argumentsSchema,
		undeclaredTool,
		missingCallID,
		unmatchedTool,
		unansweredCall,
		duplicateCallID,
		reusedCallID,
		forbiddenParallel,
		deprecatedFunctions,
		repeatedToolAnswer,
		unknownToolKey,
		tooInvolved,
	}
}
