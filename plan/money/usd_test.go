package money

import (
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
)

func usd(t *testing.T, text string) USD {
	t.Helper()
	u, err := ParseUSD(text)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func TestParseUSD(t *testing.T) {
	tests := []struct {
		text string
		want string // "" = refused
	}{
		{"0", "0.00"},
		{"25", "25.00"},
		{"$3.00", "3.00"},
		{"0.018312", "0.018312"},
		{"1.500", "1.50"},
		{"007", "7.00"},
		{"-0.5", "-0.50"},
		{"999999999999999999999999.999999999999999999999999999999", "999999999999999999999999.999999999999999999999999999999"},
		{"", ""},
		{"1e3", ""},
		{"1,000", ""},
		{".5", ""},
		{"5.", ""},
		{"+5", ""},
		{"NaN", ""},
		{"0x10", ""},
		{" 5", ""},
		{"٥", ""},
		{"1.0000000000000000000000000000001", ""},
	}
	for _, tt := range tests {
		u, err := ParseUSD(tt.text)
		if tt.want == "" {
			if err == nil {
				t.Errorf("ParseUSD(%q) = %s, want it refused", tt.text, u)
			}
			continue
		}
		if err != nil || u.String() != tt.want {
			t.Errorf("ParseUSD(%q) = %s, %v; want %s", tt.text, u, err, tt.want)
		}
	}
}

func TestDisplay(t *testing.T) {
	tests := []struct{ amount, want string }{
		{"0", "$0.00"},
		{"0.1", "$0.10"},
		{"0.018312", "$0.018312"},
		{"0.0000005", "$0.000001"},
		{"0.0000004", "under $0.000001"},
		{"0.99999951", "$1.00"},
		{"1.005", "$1.01"},
		{"1.0049", "$1.00"},
		{"999.995", "$1,000.00"},
		{"3511", "$3,511.00"},
		{"585015", "$585,015.00"},
		{"1234567.891", "$1,234,567.89"},
		{"-12.345", "-$12.35"},
	}
	for _, tt := range tests {
		if got := usd(t, tt.amount).Display(); got != tt.want {
			t.Errorf("Display of %s: got %s, want %s", tt.amount, got, tt.want)
		}
	}
}

func TestCentsRoundHalfUp(t *testing.T) {
	for _, tt := range []struct{ amount, want string }{{"0.585", "0.59"}, {"0.5849999", "0.58"}, {"292.5", "292.50"}, {"-0.585", "-0.59"}} {
		if got := usd(t, tt.amount).Cents().String(); got != tt.want {
			t.Errorf("cents of %s: got %s, want %s", tt.amount, got, tt.want)
		}
	}
}

func TestUSDAsJSON(t *testing.T) {
	type row struct {
		Cost *USD `json:"cost"`
	}
	amount := usd(t, "0.018312")
	got, err := json.Marshal([]row{{&amount}, {nil}, {&USD{}}})
	if want := `[{"cost":"0.018312"},{"cost":null},{"cost":"0.00"}]`; err != nil || string(got) != want {
		t.Errorf("got %s, %v; want %s", got, err, want)
	}
	for _, bad := range []string{`3.5`, `"$3.50"`, `"1e2"`, `""`, `true`} {
		var u USD
		if err := json.Unmarshal([]byte(bad), &u); err == nil {
			t.Errorf("%s was read as %s, want it refused", bad, u)
		}
	}
}

// TestMoneyIsExact compares costs, sums and roundings with rational arithmetic over random quantities and rates.
func TestMoneyIsExact(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	million := big.NewRat(1_000_000, 1)
	for range 20_000 {
		cents, places := random.Int64N(1_000_000_000), random.IntN(9)
		price := randomAmount(t, cents, places)
		quantity := random.Int64N(1 << random.IntN(50))
		rate := Rate{&price, PerMillion}
		cost := rate.Cost(quantity)
		want := new(big.Rat).Mul(price.Rat(), new(big.Rat).SetInt64(quantity))
		want.Quo(want, million)
		if cost.Rat().Cmp(want) != 0 {
			t.Fatalf("%d at %s: got %s, want %s", quantity, price, cost, want.RatString())
		}
		if again := usd(t, cost.String()); !again.Equal(*cost) {
			t.Fatalf("%s was read back as %s", cost, again)
		}
		sum := cost.Add(price).Sub(price.Times(3))
		wantSum := new(big.Rat).Sub(want, new(big.Rat).Mul(price.Rat(), big.NewRat(2, 1)))
		if sum.Rat().Cmp(wantSum) != 0 {
			t.Fatalf("sum: got %s, want %s", sum, wantSum.RatString())
		}
		if got, want := sum.Cents().Rat(), halfUp(wantSum); got.Cmp(want) != 0 {
			t.Fatalf("cents of %s: got %s, want %s", sum, got.RatString(), want.RatString())
		}
		if hourly := (Rate{&price, PerHour}).Cost(quantity); hourly.Rat().Cmp(new(big.Rat).Mul(price.Rat(), new(big.Rat).SetInt64(quantity))) != 0 {
			t.Fatalf("%d hours at %s: got %s", quantity, price, hourly)
		}
	}
}

// TestBoundsAreRoundedOutwards holds every amount to lying between what is said to be at least and at most: a limit that is
// given as the hint says it is enough.
func TestBoundsAreRoundedOutwards(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	amounts := []USD{usd(t, "3.004539"), usd(t, "0.0000004"), usd(t, "0.9999999"), usd(t, "0"), usd(t, "-0.0000001")}
	for range 20_000 {
		amounts = append(amounts, randomAmount(t, random.Int64N(1<<random.IntN(50)), random.IntN(12)))
	}
	plain := strings.NewReplacer("$", "", ",", "")
	for _, u := range amounts {
		most, least := usd(t, plain.Replace(u.AtMost())), usd(t, plain.Replace(u.AtLeast()))
		if most.Cmp(u) < 0 || least.Cmp(u) > 0 {
			t.Fatalf("%s is said to be at least %s and at most %s", u, u.AtLeast(), u.AtMost())
		}
		if places := random.IntN(7); u.Ceil(places).Cmp(u) < 0 || u.Floor(places).Cmp(u) > 0 {
			t.Fatalf("%s lies outside of its bounds of %d places", u, places)
		}
	}
	if got := usd(t, "3.004539").AtMost(); got != "$3.01" {
		t.Errorf("got %s, want $3.01", got)
	}
}

// randomAmount is n shifted by a number of decimal places, made by way of text.
func randomAmount(t *testing.T, n int64, places int) USD {
	t.Helper()
	scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(places)), nil)
	return usd(t, new(big.Rat).SetFrac(big.NewInt(n), scale).FloatString(places))
}

// halfUp rounds to cents by integers alone: floor(|x| × 100 + 1/2).
func halfUp(x *big.Rat) *big.Rat {
	shifted := new(big.Rat).Mul(new(big.Rat).Abs(x), big.NewRat(100, 1))
	shifted.Add(shifted, big.NewRat(1, 2))
	cents := new(big.Rat).SetInt(new(big.Int).Quo(shifted.Num(), shifted.Denom()))
	cents.Quo(cents, big.NewRat(100, 1))
	if x.Sign() < 0 {
		cents.Neg(cents)
	}
	return cents
}

func TestUnknownPriceIsUnknownCost(t *testing.T) {
	if got := (Rate{nil, PerMillion}).Cost(5); got != nil {
		t.Errorf("got %s, want nil", got)
	}
}

func FuzzParseUSD(f *testing.F) {
	for _, seed := range []string{"0", "$25.00", "-1.5", "1e9", "0.018312"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		u, err := ParseUSD(text)
		if err != nil {
			return
		}
		again, err := ParseUSD(u.String())
		if err != nil || !again.Equal(u) || again.String() != u.String() {
			t.Errorf("%q became %s, and that %s, %v", text, u, again, err)
		}
	})
}
