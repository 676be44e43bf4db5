package lint

import (
	"fmt"
	"strings"
)

// chatLine returns an example of one question and its answer.
func chatLine(question, answer string) string {
	return fmt.Sprintf(`{"messages": [{"role": "user", "content": %q}, {"role": "assistant", "content": %q}]}`, question, answer)
}

// systemLine is chatLine with a system message before it.
func systemLine(system, question, answer string) string {
	return fmt.Sprintf(`{"messages": [{"role": "system", "content": %q}, {"role": "user", "content": %q}, {"role": "assistant", "content": %q}]}`,
		system, question, answer)
}

// lines returns n lines, each made from its number.
func lines(n int, line func(i int) string) string {
	list := make([]string, n)
	for i := range list {
		list[i] = line(i + 1)
	}
	return strings.Join(list, "\n")
}

// manyPreferences returns preferences whose outputs are made by formats of one number.
func manyPreferences(n int, preferred, other string) string {
	return lines(n, func(i int) string {
		return preference(fmt.Sprintf("What is %d times 7?", i), fmt.Sprintf(preferred, 7*i), fmt.Sprintf(other, 7*i))
	})
}

// preferenceLine returns an example with a question and two answers under the keys given.
func preferenceLine(question, preferred, other, preferredKey, otherKey string) string {
	return `{"input": {"messages": [{"role": "user", "content": "` + question + `"}]}, "` +
		preferredKey + `": [{"role": "assistant", "content": "` + preferred + `"}], "` +
		otherKey + `": [{"role": "assistant", "content": "` + other + `"}]}`
}

// preference returns an example with a question, the preferred answer and the other one.
func preference(question, preferred, other string) string {
	return preferenceLine(question, preferred, other, "preferred_output", "non_preferred_output")
}
