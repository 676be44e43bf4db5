package detect

import (
	"fmt"
	"strings"
	"testing"
)

func TestEmail(t *testing.T) {
	for _, test := range []struct {
		text string
		want int
	}{
		{"write to h.lindqvist@nordhaus.se now", 9},
		{"<anna_k+list@sub.firma.de>", 1},
		{"a@b", -1}, {"me @ home", -1}, {"@handle", -1}, {"see icon@2x.png", -1}, {"foo@bar", -1},
		{"support@firma.de", -1}, {"noreply@firma.de", -1}, {"no-reply-17@firma.de", -1}, {"INFO@FIRMA.DE", -1},
		{"kim@example.com", -1}, {"kim@mail.example.org", -1}, {"kim@example.co.uk", -1}, {"kim@shop.test", -1},
		{"git@github.com:a/b.git", -1}, {"postgres://kim:pw@db.firma.de", -1}, {"https://medium.com/@anna.k", -1},
		{"john.doe@firma.de", -1}, {"your.name@firma.de", -1}, {"pip install x@1.2.3", -1}, {"npm i @types/node@20.1.0", -1},
		{"x@y.z", -1}, {"user@host.local", -1}, {"k.meier@firma.de.", 0}, {"é.k.meier@firma.de", 3},
		{"first kim@example.com, then k.meier@firma.de", 28}, {"a..@", -1}, {"@@@@", -1}, {"k.meier@-firma..de", -1},
	} {
		if got := FindEmail([]byte(test.text)); got != test.want {
			t.Errorf("%q: an address at %d, want %d", test.text, got, test.want)
		}
	}
}

func TestPhone(t *testing.T) {
	for _, test := range []struct {
		text string
		want int
	}{
		{"call +46 70 174 06 35 today", 5}, {"+49 (0)30 9012-4466", 0}, {"+442079460958.", 0}, {"tel:+4915165783214", 4},
		{"+1 415-867-5309", 0}, {"(+33) 1 70 18 99 23", 1}, {"+33 1 70 18 99 23", 0},
		{"3+46701740635", -1}, {"1 + 46701740635", -1}, {"+5 %", -1}, {"+10,000,000", -1}, {"+1 234 567 890", -1}, {"C++20", -1},
		{"+1 202 555 0143", -1}, {"+123456789012", -1}, {"+1000000000", -1}, {"UTC+01:00", -1}, {"2024-01-02T03:04:05+0100", -1},
		{"+99.99 points", -1}, {"+46701740635abc", -1}, {"a+46701740635", -1}, {"e+4670174063", -1}, {"+2147483647", -1}, {"+1.00 -1.34 -0.44", -1}, {"+12", -1}, {"+", -1},
		{"+46 70 174 06 35 44 55 66 77", -1}, {"+3.14159265358", -1}, {"+46 70 174 06 35x", -1},
	} {
		if got := FindPhone([]byte(test.text)); got != test.want {
			t.Errorf("%q: a number at %d, want %d", test.text, got, test.want)
		}
	}
}

// withCheckDigit returns a number with its check digit of Luhn.
func withCheckDigit(digits string) string {
	for d := '0'; d <= '9'; d++ {
		if s := digits + string(d); luhn([]byte(s)) {
			return s
		}
	}
	return ""
}

// inGroups divides a number into groups of these sizes.
func inGroups(digits, sep string, sizes ...int) string {
	var groups []string
	for _, n := range sizes {
		groups, digits = append(groups, digits[:n]), digits[n:]
	}
	return strings.Join(groups, sep)
}

func TestPaymentCard(t *testing.T) {
	visa, amex, master := withCheckDigit("453957876362148"), withCheckDigit("37826310084617"), withCheckDigit("522386104793257")
	wrong := visa[:15] + fmt.Sprint((int(visa[15]-'0')+1)%10)
	for _, test := range []struct {
		text string
		want int
	}{
		{"My card " + visa, 8}, {inGroups(visa, " ", 4, 4, 4, 4), 0}, {inGroups(visa, "-", 4, 4, 4, 4) + ".", 0},
		{"mit Karte " + inGroups(master, " ", 4, 4, 4, 4) + " bezahlt", 10}, {"amex " + inGroups(amex, " ", 4, 6, 5), 5},
		{"Paid 2 times with " + inGroups(visa, " ", 4, 4, 4, 4) + " 3 days ago", 18},
		{"Order " + visa, -1}, {"Order #" + visa + " by card", -1}, {"card " + wrong, -1}, {inGroups(visa, " ", 5, 5, 6), -1},
		{"card " + visa + "7", -1}, {"card x" + visa, -1}, {"card " + visa + "x", -1}, {"card 1." + visa, -1},
		{"4242 4242 4242 4242", -1}, {"card 4111111111111111", -1}, {"card 5555555555554444", -1},
		{"1234 5678 9012 3456", -1}, {"ISBN 978-3-16-148410-0", -1}, {"2024-01-02 03:04:05", -1}, {"10 20 30 40 50 60 70 80", -1},
		{"EAN 4006381333931", -1}, {"IMEI 490154203237518", -1}, {"sha 4539578763621486453957876362148645395787", -1},
		{"https://x.io/card/" + visa, -1}, {"card-" + visa, -1},
	} {
		if got := FindNumber([]byte(test.text), PaymentCard); got != test.want {
			t.Errorf("%q: a card at %d, want %d", test.text, got, test.want)
		}
	}
}

// withIBANCheck returns an IBAN with its check digits.
func withIBANCheck(country, rest string) string {
	for n := range 100 {
		if s := fmt.Sprintf("%s%02d%s", country, n, rest); mod97([]byte(s)) == 1 {
			return s
		}
	}
	return ""
}

func TestBankAccount(t *testing.T) {
	for _, test := range []struct {
		text string
		want int
	}{
		{"DE44 5001 0517 5407 3249 31", 0}, {"to DE44500105175407324931.", 3}, {"IBAN: GB33 BUKB 2020 1555 5555 55", 6},
		{"FR76 3000 6000 0112 3456 7890 189", -1}, {withIBANCheck("NL", "RABO0300065264"), 0}, {withIBANCheck("FR", "30006000011234567890189"), -1},
		{withIBANCheck("MT", "MALT011000012345MTLCAST001S"), 0}, {"DE45 5001 0517 5407 3249 31", -1},
		{"DE89 3704 0044 0532 0130 00", -1}, {"XX44 5001 0517 5407 3249 31", -1}, {"DE44 5001", -1}, {"de44500105175407324931", -1},
		{"ABDE44500105175407324931", -1}, {"DE445001051754073249311", -1}, {"A LONG LINE IN CAPITALS 12 34 56", -1},
		{"Ref DE44 5001 0517 5407 3249 31 ok", 4},
	} {
		if got := FindNumber([]byte(test.text), BankAccount); got != test.want {
			t.Errorf("%q: an account at %d, want %d", test.text, got, test.want)
		}
	}
}

func TestNationalID(t *testing.T) {
	for _, test := range []struct {
		text string
		want int
	}{
		{"My SSN is 219-45-8316.", 10}, {"social security number: 219-45-8316", 24}, {"219-45-8316", -1}, {"SSN 000-45-8316", -1},
		{"SSN 666-45-8316", -1}, {"SSN 912-45-8316", -1}, {"SSN 219-00-8316", -1}, {"SSN 219-45-0000", -1}, {"SSN 123-45-6789", -1},
		{"SSN 078-05-1120", -1}, {"SSN 219-45-83167", -1}, {"SSN 219-45-831a", -1}, {"part 219-45-8316", -1},
	} {
		if got := FindNumber([]byte(test.text), SocialSecurity); got != test.want {
			t.Errorf("%q: a number at %d, want %d", test.text, got, test.want)
		}
	}
}

func FuzzPersonal(f *testing.F) {
	f.Add("k.meier@firma.de +46 70 174 06 35 DE44 5001 0517 5407 3249 31 SSN 219-45-8316 4539 5787 6362 1486")
	f.Add("- - - A 1 A1A1-1")
	f.Fuzz(func(t *testing.T, s string) {
		text := []byte(s)
		shown := Look(text)
		for kind, sign := range map[Number]Traits{PaymentCard: CodeRun, BankAccount: CodeRun, SocialSecurity: CodeRun} {
			if FindNumber(text, kind) >= 0 && shown&sign == 0 {
				t.Errorf("%q holds a number and shows no sign of it", text)
			}
		}
		for name, at := range map[string]int{"email": FindEmail(text), "phone": FindPhone(text), "card": FindNumber(text, PaymentCard),
			"account": FindNumber(text, BankAccount), "id": FindNumber(text, SocialSecurity)} {
			if at < -1 || at >= max(len(text), 1) {
				t.Errorf("%s at %d of %d bytes", name, at, len(text))
			}
		}
	})
}
