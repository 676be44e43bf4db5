// Package samples makes lines of training files for the examples of rules and for tests of them. Nothing of it is run on a
// user's data.
package samples

import (
	"fmt"
	"strings"
)

// Chat returns an example of one question and its answer.
func Chat(question, answer string) string {
	return fmt.Sprintf(`{"messages": [{"role": "user", "content": %q}, {"role": "assistant", "content": %q}]}`, question, answer)
}

// System is chatLine with a system message before it.
func System(system, question, answer string) string {
	return fmt.Sprintf(`{"messages": [{"role": "system", "content": %q}, {"role": "user", "content": %q}, {"role": "assistant", "content": %q}]}`,
		system, question, answer)
}

// Lines returns n lines, each made from its number.
func Lines(n int, line func(i int) string) string {
	list := make([]string, n)
	for i := range list {
		list[i] = line(i + 1)
	}
	return strings.Join(list, "\n")
}

// ManyPreferences returns preferences whose outputs are made by formats of one number.
func ManyPreferences(n int, preferred, other string) string {
	return Lines(n, func(i int) string {
		return Preference(fmt.Sprintf("What is %d times 7?", i), fmt.Sprintf(preferred, 7*i), fmt.Sprintf(other, 7*i))
	})
}

// PreferenceLine returns an example with a question and two answers under the keys given.
func PreferenceLine(question, preferred, other, preferredKey, otherKey string) string {
	return `{"input": {"messages": [{"role": "user", "content": "` + question + `"}]}, "` +
		preferredKey + `": [{"role": "assistant", "content": "` + preferred + `"}], "` +
		otherKey + `": [{"role": "assistant", "content": "` + other + `"}]}`
}

// Preference returns an example with a question, the preferred answer and the other one.
func Preference(question, preferred, other string) string {
	return PreferenceLine(question, preferred, other, "preferred_output", "non_preferred_output")
}

// LongText is long enough that one word more or less makes little difference.
const LongText = "Charge it to about sixty percent, take it off the bike and keep it in a dry place between ten and twenty degrees, " +
	"away from the sun and from anything that burns. Look at it every second month and charge it again when it has fallen below a " +
	"third. Never leave it on the charger for weeks, and never charge it when it is colder than freezing. In the spring wipe the " +
	"contacts with a dry cloth before you put it back."
