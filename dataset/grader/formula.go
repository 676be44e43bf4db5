package grader

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// functions are those that a formula may call. Source: OpenAI's and Azure's guides.
var functions = []string{"min", "max", "abs", "floor", "ceil", "exp", "sqrt", "log"}

// deepest is how deep the brackets of a formula may nest.
const deepest = 100

// parseFormula reads a formula of numbers, names, + - * / ^, brackets and functions, and returns the names in it.
func parseFormula(text string) (names []string, err error) {
	f := &formula{rest: text}
	f.next()
	if err := f.sum(deepest); err != nil {
		return nil, err
	}
	if f.token != "" {
		return nil, fmt.Errorf("%s is left over", f.shown())
	}
	return f.names, nil
}

// A formula is one on its way through the reader, with the token that comes next; "" at the end.
type formula struct {
	rest, token string
	names       []string
}

func isNameRune(c rune) bool { return c == '_' || unicode.IsLetter(c) || unicode.IsDigit(c) }

// next takes the next token: a name, a number or a sign.
func (f *formula) next() {
	f.rest = strings.TrimLeft(f.rest, " \t\r\n")
	end := strings.IndexFunc(f.rest, func(c rune) bool { return !isNameRune(c) && c != '.' })
	switch {
	case end < 0:
		end = len(f.rest)
	case end == 0:
		_, end = utf8.DecodeRuneInString(f.rest)
	}
	f.token, f.rest = f.rest[:end], f.rest[end:]
}

func (f *formula) shown() string {
	if f.token == "" {
		return "the end"
	}
	return quote(f.token)
}

func (f *formula) takes(signs string) bool {
	if f.token == "" || !strings.Contains(signs, f.token) {
		return false
	}
	f.next()
	return true
}

// sum reads terms with + and - between them.
func (f *formula) sum(depth int) error {
	for {
		if err := f.product(depth); err != nil || !f.takes("+-") {
			return err
		}
	}
}

// product reads factors with *, / and ^ between them. Which of them binds closer makes no difference to the names.
func (f *formula) product(depth int) error {
	for {
		if err := f.factor(depth); err != nil || !f.takes("*/^") {
			return err
		}
	}
}

// factor reads a number, a name, a call or something in brackets, with signs before it.
func (f *formula) factor(depth int) error {
	for f.takes("+-") {
	}
	if depth == 0 {
		return errors.New("its brackets nest too deeply")
	}
	if f.takes("(") {
		return f.closed(depth)
	}
	word := f.token
	c, _ := utf8.DecodeRuneInString(word)
	switch {
	case word == "":
		return errors.New("it ends too early")
	case unicode.IsDigit(c) || c == '.':
		if _, err := strconv.ParseFloat(word, 64); err != nil {
			return fmt.Errorf("%s is no number", f.shown())
		}
		f.next()
		return nil
	case !isNameRune(c):
		return fmt.Errorf("%s stands where a number or a name is wanted", f.shown())
	}
	f.next()
	if f.takes("(") {
		if !slices.Contains(functions, word) {
			return fmt.Errorf("%s is no function; known are %s", quote(word), strings.Join(functions, ", "))
		}
		return f.closed(depth)
	}
	f.names = append(f.names, word)
	return nil
}

// closed reads what stands in brackets, one or several sums with commas between them, and the closing one.
func (f *formula) closed(depth int) error {
	for {
		if err := f.sum(depth - 1); err != nil {
			return err
		}
		if !f.takes(",") {
			break
		}
	}
	if !f.takes(")") {
		return fmt.Errorf("%s stands where ) is wanted", f.shown())
	}
	return nil
}
