package bpe_test

import (
	"math/rand/v2"
	"strings"
)

// traps are strings on which a scanner or a merge easily goes wrong.
var traps = []string{
	"", " ", "  ", "   ", "\n", "\r\n", " \n", "\n ", " \n ", "\n\n  x", "  \n  \n  x", "a  b", "a   b", "a \n b", "a\n\n\nb", "a \t b", "\t\tx",
	"x ", "x  ", "x \n", "x \n ", "x\n \t", "x \r \n y", "\u00a0x", " \u00a0x", "\u3000\u3000字", "\u0085x", "a\u0085\u0085b", "\u180ex", "\u200bx", "a\u200bb",
	"\ufeffx", "\u2028x", "\u2029\n", "\v\f x", "\x00", "\x00\x00a", "\x1fx", "\x7f",
	"it's", "IT'S", "it'ſ", "it'ſx", "'ſ", "I'll've", "we'RE", "y'all'd've", "'s", "'sun", "'S'T'RE'VE'M'LL'D", "'lL", "'Ll", "'l", "'r", "'re're", "''s", " 's", "\n's", "5's",
	"中's", "é'd", "don’t", "'K", "'K", "ſ's", "!'s", "'\u017f\u212a",
	"HTMLParser", "parserHTML", "aB", "Ab", "ABc", "aBC", "ǅ", "ǅa", "aǅ", "ǅǅ", "Aǅb", "ʰ", "ʰA", "Aʰ", "AʰB", "AʰBc", "中A", "中AB", "中ABc", "A中", "A中B", "a中A b", "ªº",
	"e\u0301", "E\u0301", "\u0301", "\u0301\u0301", "\u0301A", "\u0301AB", "\u0301AB\u0301", "\u0301Ab", " \u0301", " \u0301A", "!\u0301", "!!\u0301", "!\u0301a", "5\u0301", "\n\u0301",
	"A\u0301B\u0301c", "\u0301\u0301AB", "क्षत्रिय", "नमस्ते", "ก็", "ก่อน", "한국어", "ㅋㅋㅋ", "العَرَبِيَّة", "שָׁלוֹם",
	"1", "12", "123", "1234", "1234567", "1,234.56", "²³", "Ⅷ", "½", "〇", "٣٤٥٦", "१२३४", "a1b2", " 1", "  12", "1 2", "१2३4", "𝟘𝟙𝟚𝟛", "①②③④",
	"!", "!!", " !", "  !", "!\n", "!\n\n", "!\r\n/", "//", "!/\n/x", "a/b", " /x", "!!x", "!x", "!!!xY", "...and", "(a)", "$a", " $a", "\t$a", "-\n-", "}\n\n}", "\"x\"", "=\t=",
	"👩‍👩‍👧‍👦", "🇩🇪", "👍🏽", "a👍b", "☺️", "🏳️‍🌈!", "❤️\n", "\U0001F600\U0001F600",
	"<|endoftext|>", "<|im_start|>user", "<|endofprompt|>", "<|fim_prefix|><|return|>",
	"\ua7cb", "\ua7cba", "\U00010d50\U00010d70", "\U000105c0'", "\U00011bf0\U00011bf1\U00011bf2\U00011bf3", "a\u0897", "\U0002ebf0", "\U000e0100", "\U0010ffff", "\ue000x", "\ufffd",
	"\xff", "a\xffb", "\xc3", "\xc3x", "é\xc3", "\xe4\xb8", "\xe4\xb8x", "\xe4\xb8\xad\xe4", "\xf0\x9f\x98", "\xf0\x9f\x98\xf0", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xc0\xaf", "\xe0\x80\x80", "\xf8\x88",
	" \xff", "\n\xff", "5\xff", "'\xff", "x \xff\xfe y",
	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "ababababababababababababababababababababababababababab", "================================================================",
	"!\ufffd\ufffd\x0f!\ufffd\ufffd", "\"contrato", "\"aquellas", "$Keyboard", "%developer", "`privileged", "@geographic", "Gcontrollers", "JAppearance", "bsiblings", "Bcalculus",
	"Donaudampfschifffahrtsgesellschaftskapitän", "supercalifragilisticexpialidocious", "我们今天去北京大学图书馆看书，然后回家吃饭。", "日本語のテキストをトークンに分割する処理です。",
}

// fragments are what random strings are made of; those that are often behind mistakes occur more than once.
var fragments = []string{
	"'s", "'S", "'ſ", "'t", "'re", "'RE", "'ve", "'m", "'ll", "'lL", "'d", "'", "’", "'K", "'r", "'l", "ſ", "K",
	" ", " ", " ", "  ", "   ", "\t", "\n", "\n", "\r", "\r\n", "\n\n", " \n", "\u00a0", "\u3000", "\u0085", "\u2028", "\u2003", "\u180e", "\u200b", "\ufeff", "\v", "\f",
	"a", "b", "the", "ing", "Z", "A", "HTML", "éé", "É", "ß", "ǅ", "ǈ", "ʰ", "ª", "ᾳ", "ᾼ", "я", "Я", "Ж", "ω", "Σ", "ς", "İ", "ı",
	"中", "文", "我们", "の", "カ", "ー", "한", "국", "ا", "ل", "क", "्", "ष", "ि", "ก", "็", "ა", "Ა",
	"\u0301", "\u0308", "\u0301\u0301", "\u20dd", "\u093f", "\u0e47", "\ufe0f", "\u200d", "\U000e0101",
	"1", "12", "1234", "²", "Ⅷ", "½", "〇", "٣", "१", "𝟘", "①", "৪",
	"!", "?", "/", "//", ".", ",", "-", "--", "_", "=", "(", ")", "\"", "#", "$", "+", "€", "。", "，", "…", "<|endoftext|>", "\x00", "\x1b", "\x7f",
	"😀", "👩‍👩‍👧", "🇩🇪", "👍🏽", "\U0001f3fb", "\ue000", "\U0010ffff", "\ufffd",
	"\ua7cb", "\U00010d70", "\u0897", "\U00011bf0", "\U0002ebf0",
	"\xff", "\xc3", "\xe4\xb8", "\xf0\x9f", "\xed\xa0\x80", "\x80",
	"aaaa", "abab", "0000", "Aa", "aA", "AAA", "的", "性",
}

// trapString returns a random string from fragments, random characters and pieces of tokens: of a few dozen bytes, or now
// and then of a few hundred, which is more than a window of planes.
func trapString(random *rand.Rand, token func() []byte) string {
	var s strings.Builder
	parts := 1 + random.IntN(9)
	if random.IntN(16) == 0 {
		parts *= 10
	}
	for range parts {
		switch random.IntN(12) {
		case 0:
			s.WriteRune(rune(random.IntN(0x3000)))
		case 1:
			s.WriteRune(rune(random.IntN(0x20000)))
		case 2, 3:
			s.Write(token())
		default:
			s.WriteString(fragments[random.IntN(len(fragments))])
		}
	}
	return s.String()
}

// asciiFragments are what asciiString is made of.
var asciiFragments = []string{
	"a", "b", "A", "B", "word", "Word", "WORD", "aB", "'", "'s", "'S", "'t", "'ll", "'Ll", "'lL", "'re", "'RE", "'ve", "'m", "'d", "'x", "s", "t", "l",
	" ", " ", " ", " ", "  ", "    ", "\t", "\t\t", "\n", "\n", "\n\n", "\r", "\r\n", " \n", "\n ", "\v", "\f",
	"1", "12", "123", "1234", "12345678", "!", "!!", "(", ")", ".", ",", "-", "--", "/", "//", "\"", "{", "};", "\x00", "\x1c", "\x7f", "_",
}

// asciiString returns a random string of up to a few hundred ASCII characters, with now and then another.
func asciiString(random *rand.Rand) string {
	var s strings.Builder
	for range 1 + random.IntN(100) {
		if random.IntN(200) == 0 {
			s.WriteString(fragments[random.IntN(len(fragments))])
		}
		s.WriteString(asciiFragments[random.IntN(len(asciiFragments))])
	}
	return s.String()
}
