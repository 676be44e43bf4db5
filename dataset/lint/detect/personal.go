package detect

import (
	"bytes"
)

var (
	localByte  = newByteSet(func(c byte) bool { return isAlnum(c) || bytes.IndexByte([]byte("._%+-"), c) >= 0 })
	domainByte = newByteSet(func(c byte) bool { return isAlnum(c) || c == '.' || c == '-' })
)

// FindEmail returns the offset of the first e-mail address that may be a person's, or -1.
func FindEmail(text []byte) int {
	for at := bytes.IndexByte(text, '@'); at >= 0; {
		start, end := at, runEnd(text, at+1, &domainByte)
		for start > 0 && at-start < 64 && localByte[text[start-1]] {
			start--
		}
		for end > at+1 && (text[end-1] == '.' || text[end-1] == '-') {
			end--
		}
		for start < at && !isAlnum(text[start]) {
			start++
		}
		inURL := start > 0 && (text[start-1] == '/' || text[start-1] == ':')
		if !inURL && isPersons(text[start:at]) && isMailDomain(text[at+1:end]) {
			return start
		}
		next := bytes.IndexByte(text[at+1:], '@')
		if next < 0 {
			break
		}
		at += 1 + next
	}
	return -1
}

// mailboxes are names before the @ that are nobody's own, in lower case.
var mailboxes = newNames("info support sales contact hello admin administrator help helpdesk office service services customerservice " +
	"customer-service customercare press media billing team jobs careers hr privacy legal abuse postmaster webmaster security noreply " +
	"no-reply donotreply do-not-reply notifications newsletter feedback enquiries inquiries orders returns reservations booking " +
	"git root user username name your-name yourname your.name you email your-email youremail your_email mail someone somebody " +
	"john.doe jane.doe johndoe janedoe john jane alice bob foo bar test tester example me myname user1 user2 marketing accounts invoices")

// noMail are domains, and their ends, that lead to nobody.
var noMail = newNames("example.com example.org example.net example.edu example domain.com email.com yourdomain.com company.com " +
	"yourcompany.com mycompany.com test.com test invalid localhost local acme.com site.com website.com mail.com")

// noTLD are the ends of file names that look like addresses, as in icon@2x.png.
var noTLD = newNames("png jpg jpeg gif svg webp css js json html py txt md yml yaml local internal localhost test invalid example")

func newNames(list string) map[string]bool {
	names := map[string]bool{}
	for _, n := range bytes.Fields([]byte(list)) {
		names[string(n)] = true
	}
	return names
}

func isPersons(local []byte) bool {
	if len(local) < 2 {
		return false
	}
	lower := bytes.ToLower(local)
	return !mailboxes[string(lower)] && !bytes.HasPrefix(lower, []byte("noreply")) && !bytes.HasPrefix(lower, []byte("no-reply")) &&
		!bytes.Contains(lower, []byte("example")) && !bytes.Contains(lower, []byte("xxx"))
}

func isMailDomain(domain []byte) bool {
	dot := bytes.LastIndexByte(domain, '.')
	if dot < 1 || len(domain)-dot-1 < 2 || len(domain) > 255 || bytes.Contains(domain, []byte("..")) {
		return false
	}
	for _, c := range domain[dot+1:] {
		if !IsLetter(c) {
			return false
		}
	}
	lower := bytes.ToLower(domain)
	for rest, more := lower, true; more; _, rest, more = bytes.Cut(rest, []byte(".")) {
		if noMail[string(rest)] {
			return false
		}
	}
	return !noTLD[string(lower[dot+1:])] && !bytes.HasPrefix(lower, []byte("example."))
}

// FindPhone returns the offset of the first telephone number with an international prefix, or -1: a plus, a country code
// and in all 9 to 15 digits in groups as people write them, or at least 11 in one piece.
func FindPhone(text []byte) int {
	for at := bytes.IndexByte(text, '+'); at >= 0; {
		if (at == 0 || !wordish(text[at-1])) && isPhone(text[at+1:]) {
			return at
		}
		next := bytes.IndexByte(text[at+1:], '+')
		if next < 0 {
			break
		}
		at += 1 + next
	}
	return -1
}

// wordish reports whether a byte before a number makes it part of something else, as in a sum, a version or an address.
func wordish(c byte) bool {
	return isAlnum(c) || c >= 0x80 || bytes.IndexByte([]byte("+-*/=.)^_%&"), c) >= 0
}

func isPhone(rest []byte) bool {
	if len(rest) < 9 || rest[0] < '1' || rest[0] > '9' {
		return false
	}
	var number [15]byte
	n, gap, groups, points := 0, 0, 1, 0
	for i, c := range rest {
		minus := c == '-' && i > 0 && rest[i-1] == ' '
		switch {
		case IsDigit(c):
			if gap > 0 {
				groups++
			}
			if n == len(number) {
				return false
			}
			number[n], n, gap = c, n+1, 0
			continue
		case bytes.IndexByte([]byte(" -()./"), c) >= 0 && gap < 2 && !minus:
			gap++
			if c == '.' {
				points++
			}
			continue
		case gap == 0 && !endsNumber(c):
			return false
		}
		break
	}
	decimal := groups == 2 && points > 0
	return !decimal && plausible(number[:n], groups)
}

// endsNumber reports whether a number may end before c: not in the middle of a word, of a sum or of a decimal.
func endsNumber(c byte) bool {
	return !isAlnum(c) && c != '_' && c != '%' && c != '*' && c != '=' && c != '+'
}

// plausible reports whether the digits of a number could be dialled by somebody: neither a placeholder like 1234567 nor
// one of the numbers that are kept free for films, in which 555 follows the area code and then 01.
func plausible(digits []byte, groups int) bool {
	if len(digits) < 9 || groups == 1 && len(digits) < 11 {
		return false
	}
	var seen byteSet
	distinct := 0
	for _, c := range digits {
		if !seen[c] {
			seen[c] = true
			distinct++
		}
	}
	film := digits[0] == '1' && len(digits) == 11 && (string(digits[4:7]) == "555" || string(digits[1:4]) == "555")
	return distinct >= 4 && !film && !bytes.Contains(digits, []byte("1234567")) && !bytes.Contains(digits, []byte("00000"))
}

// A Number is a kind of number that names a person or an account.
type Number int

const (
	noNumber Number = iota
	PaymentCard
	BankAccount
	SocialSecurity
)

// FindNumber returns the offset of the first number of a kind in a text, or -1.
func FindNumber(text []byte, kind Number) int {
	for i := nextRun(text, 0, &codeByte, cardRun); i >= 0; i = nextRun(text, i, &codeByte, cardRun) {
		end := runEnd(text, i, &codeByte)
		whole := wholeWords(text, i, end)
		glued := i > 0 && (IsLetter(text[i-1]) || gluesNumbers(text[i-1]))
		for at := i; at < whole; at++ {
			inside := at > i && (isAlnum(text[at-1]) || text[at-1] == '-') || at == i && glued
			if !inside && isAlnum(text[at]) && numberAt(text, at, whole) == kind {
				return at
			}
		}
		i = end
	}
	return -1
}

// gluesNumbers reports whether a byte next to a number makes it part of a longer one, an address or a name.
func gluesNumbers(c byte) bool { return bytes.IndexByte([]byte("._/=&@-#\\"), c) >= 0 }

// wholeWords returns the end of a run without its last word where that goes on behind the run.
func wholeWords(text []byte, start, end int) int {
	if end < len(text) && (IsLetter(text[end]) || text[end] == '_' || text[end] == '@') {
		for end > start && isAlnum(text[end-1]) {
			end--
		}
	}
	return end
}

func numberAt(text []byte, at, end int) Number {
	run := text[at:end]
	switch {
	case IsLetter(run[0]):
		if isIBAN(run) {
			return BankAccount
		}
	case isSocial(text, at, run):
		return SocialSecurity
	case isCard(run) && (run[4] == ' ' || run[4] == '-' || speaksOfCards(text, at)):
		if end == len(text) || text[end] != '.' || end+1 == len(text) || !IsDigit(text[end+1]) {
			return PaymentCard
		}
	}
	return noNumber
}

// isCard reports whether a run starts with the number of a payment card: the first digits and the length of a known
// brand, written in one piece or in groups of four (of 4, 6 and 5 at American Express), and the check digit of Luhn.
func isCard(run []byte) bool {
	var c card
	if !c.read(run) || !knownBrand(c.digits[:c.n]) || testCard(c.digits[:c.n]) || !luhn(c.digits[:c.n]) {
		return false
	}
	switch {
	case c.groups == 0:
		return true
	case c.n == 15:
		return c.sizes == [4]int{4, 6, 5, 0}
	}
	return c.sizes == [4]int{4, 4, 4, 4}
}

// A card is what may be the number of one: digits, and the sizes of their groups where there are gaps.
type card struct {
	digits [19]byte
	n      int
	groups int // gaps so far
	sizes  [4]int
}

// read takes in the digits that a run starts with, in up to four groups with the same byte between, and reports whether
// there are enough for a card.
func (c *card) read(run []byte) bool {
	for i, b := range run {
		switch {
		case IsDigit(b):
			if c.n == len(c.digits) {
				return false
			}
			c.digits[c.n] = b
			c.n++
			c.sizes[c.groups]++
			continue
		case IsLetter(b):
			return false
		}
		next := i+1 < len(run) && IsDigit(run[i+1])
		full := c.groups == 3 || c.groups > 0 && b != run[c.sizes[0]]
		if next && full && b != ' ' {
			return false
		}
		if !next || full {
			break
		}
		c.groups++
	}
	return c.n >= 14
}

// speaksOfCards reports whether the words around a number say that it is a card's. In one piece it may as well be the number
// of a parcel, one in ten of which has a right check digit.
func speaksOfCards(text []byte, at int) bool {
	around := bytes.ToLower(text[max(at-80, 0):min(at+60, len(text))])
	for _, word := range [...]string{"card", "visa", "amex", "cvv", "cvc", "karte", "carte", "tarjeta", "carta ", "karta"} {
		if bytes.Contains(around, []byte(word)) {
			return true
		}
	}
	return false
}

func knownBrand(d []byte) bool {
	two := int(d[0]-'0')*10 + int(d[1]-'0')
	four := two*100 + int(d[2]-'0')*10 + int(d[3]-'0')
	switch n := len(d); {
	case d[0] == '4':
		return n == 16
	case two >= 51 && two <= 55, four >= 2221 && four <= 2720:
		return n == 16
	case two == 34 || two == 37:
		return n == 15
	case four == 6011 || two == 65 || four >= 3528 && four <= 3589 || two == 62:
		return n == 16
	}
	return false
}

// testCard reports whether a number is one of those that payment services publish for tests: they repeat few digits.
func testCard(d []byte) bool {
	var seen byteSet
	distinct := 0
	for _, c := range d {
		if !seen[c] {
			seen[c] = true
			distinct++
		}
	}
	return distinct < 5 || bytes.Contains(d, []byte("00000")) || bytes.Contains(d, []byte("1234567")) || bytes.Contains(d, []byte("11111"))
}

// luhn reports whether digits end in the check digit of ISO/IEC 7812.
func luhn(d []byte) bool {
	sum := 0
	for i := range d {
		n := int(d[len(d)-1-i] - '0')
		if i%2 == 1 {
			if n *= 2; n > 9 {
				n -= 9
			}
		}
		sum += n
	}
	return sum%10 == 0
}

// ibanSizes holds the length of an IBAN by country. Source: the countries of the SEPA area and their neighbours in the
// register that ISO 13616 has SWIFT keep.
var ibanSizes = map[string]int{"AD": 24, "AE": 23, "AL": 28, "AT": 20, "BA": 20, "BE": 16, "BG": 22, "BR": 29, "CH": 21, "CY": 28, "CZ": 24,
	"DE": 22, "DK": 18, "EE": 20, "ES": 24, "FI": 18, "FO": 18, "FR": 27, "GB": 22, "GE": 22, "GI": 23, "GL": 18, "GR": 27, "HR": 21,
	"HU": 28, "IE": 22, "IL": 23, "IS": 26, "IT": 27, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "MC": 27, "MD": 24, "ME": 22, "MK": 19,
	"MT": 31, "NL": 18, "NO": 15, "PL": 28, "PT": 25, "RO": 24, "RS": 22, "SA": 24, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "TR": 26,
	"UA": 29}

// isIBAN reports whether a run starts with an account number of a known country and length whose check digits are right.
func isIBAN(run []byte) bool {
	if len(run) < 15 || !IsLetter(run[1]) || !IsDigit(run[2]) || !IsDigit(run[3]) {
		return false
	}
	size := ibanSizes[string(run[:2])]
	var iban [34]byte
	n, i := 0, 0
	for ; i < len(run) && n < size; i++ {
		if run[i] == ' ' && n%4 == 0 {
			continue
		}
		if !isAlnum(run[i]) {
			return false
		}
		iban[n], n = run[i], n+1
	}
	if n < size || size == 0 || i < len(run) && isAlnum(run[i]) {
		return false
	}
	return mod97(iban[:n]) == 1 && !publishedIBAN(iban[:n])
}

// mod97 returns the remainder by 97 of an IBAN read as a number, its first four characters last and letters as 10 to 35.
func mod97(iban []byte) int {
	m := 0
	for i := range iban {
		c := iban[(i+4)%len(iban)]
		if IsDigit(c) {
			m = (m*10 + int(c-'0')) % 97
		} else {
			m = (m*100 + int(c-'A') + 10) % 97
		}
	}
	return m
}

// publishedIBAN reports whether an IBAN is one of those that banks and textbooks print: they count or repeat.
func publishedIBAN(iban []byte) bool {
	body := iban[4:]
	for _, p := range [...]string{"370400440532013000", "60161331926819", "12345678", "0417164300", "00000000"} {
		if bytes.Contains(body, []byte(p)) {
			return true
		}
	}
	return false
}

// isSocial reports whether a run starts with a US social security number and a word before says so: the number itself
// has no check digit.
func isSocial(text []byte, at int, run []byte) bool {
	if len(run) < 11 || run[3] != '-' || run[6] != '-' || len(run) > 11 && (isAlnum(run[11]) || run[11] == '-') {
		return false
	}
	for i, c := range run[:11] {
		if i != 3 && i != 6 && !IsDigit(c) {
			return false
		}
	}
	area, group, serial := string(run[:3]), string(run[4:6]), string(run[7:11])
	if area == "000" || area == "666" || area[0] == '9' || group == "00" || serial == "0000" || area+group+serial == "123456789" ||
		area+group+serial == "078051120" {
		return false
	}
	before := bytes.ToLower(text[max(at-60, 0):at])
	return bytes.Contains(before, []byte("ssn")) || bytes.Contains(before, []byte("social security"))
}
