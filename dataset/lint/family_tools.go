package lint

// toolsRules returns the rules of the family in the order of their codes.
func toolsRules() []*Rule {
	return []*Rule{
		toolsType,
		emptyList,
		malformedTool,
		toolName,
		duplicateTool,
		tooManyTools,
		toolSchema,
		toolsNotTaken,
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
	}
}
