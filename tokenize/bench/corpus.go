package main

import (
	"bufio"
	"encoding/json"
	"io"
	"math/rand/v2"
	"strconv"
	"strings"
)

// A corpus writes English-like chat examples, the same for the same seed. Few words are frequent and many rare, and there are
// figures, contractions, lists, quotations, and names that hardly any vocabulary holds. No two answers are alike.
type corpus struct {
	random *rand.Rand
	common *rand.Zipf
	text   strings.Builder
}

func newCorpus(seed uint64) *corpus {
	random := rand.New(rand.NewPCG(seed, 1))
	return &corpus{random: random, common: rand.NewZipf(random, 1.05, 3, uint64(len(words)-1))}
}

type message struct {
	Role    string `json:"role"`
	Content string `json:"content"`
}

// write writes whole lines until they have that many bytes, and returns how many lines there are.
func (c *corpus) write(w io.Writer, size int64) (lines int64, err error) {
	out := bufio.NewWriterSize(w, 1<<20)
	for written := int64(0); written < size; lines++ {
		line, err := json.Marshal(map[string][]message{"messages": c.example()})
		if err != nil {
			return lines, err
		}
		if _, err := out.Write(append(line, '\n')); err != nil {
			return lines, err
		}
		written += int64(len(line)) + 1
	}
	return lines, out.Flush()
}

func (c *corpus) example() []message {
	messages := []message{{"system", "You are the assistant of a small shop. Answer in full sentences and stay polite."}}
	for range 1 + c.random.IntN(2) {
		messages = append(messages, message{"user", c.paragraphs(1, 3)}, message{"assistant", c.paragraphs(2, 9)})
	}
	return messages
}

// paragraphs returns between one and some paragraphs of at most so many sentences.
func (c *corpus) paragraphs(most, sentences int) string {
	c.text.Reset()
	for i := range 1 + c.random.IntN(most) {
		if i > 0 {
			c.text.WriteString("\n\n")
		}
		list := c.random.IntN(6) == 0
		for j := range 1 + c.random.IntN(sentences) {
			switch {
			case list:
				c.text.WriteString("\n" + strconv.Itoa(j+1) + ". ")
			case j > 0:
				c.text.WriteByte(' ')
			}
			c.sentence()
		}
	}
	return c.text.String()
}

func (c *corpus) sentence() {
	first := c.word()
	c.text.WriteString(strings.ToUpper(first[:1]) + first[1:])
	for range 4 + c.random.IntN(18) {
		switch c.random.IntN(24) {
		case 0:
			c.text.WriteString(", " + c.word())
		case 1:
			c.text.WriteString(" " + strconv.Itoa(c.random.IntN(3000)))
		case 2:
			c.text.WriteString(" \"" + c.word() + "\"")
		case 3:
			c.text.WriteString(" " + c.name())
		default:
			c.text.WriteString(" " + c.word())
		}
	}
	c.text.WriteByte(".?!:."[c.random.IntN(5)])
}

func (c *corpus) word() string { return words[c.common.Uint64()] }

// name makes a word that hardly any vocabulary holds.
func (c *corpus) name() string {
	var name strings.Builder
	for range 2 + c.random.IntN(3) {
		name.WriteByte("bdfghklmnprstvwz"[c.random.IntN(16)])
		name.WriteByte("aeiou"[c.random.IntN(5)])
	}
	made := name.String()
	return strings.ToUpper(made[:1]) + made[1:]
}

// words are the corpus's words, the frequent ones first.
var words = strings.Fields(`
the to and a of you it is in that for your can be with on this are or as if not have will at we from but do by an they
so when which one there all more what about time our their has may how up out them some would make like use get just it's
than want people other any new only its these need help find keep into first also most know then way take small each very
don't over work good after where day should well see before because through much think look order even many last here those
right still between both place water while house long start part number place never small week set home change next might
come back three without great being same another under every call always once during such left high against might always
word open write read answer question price paper letter page sign close reason result simple clear second minute hour month
year morning evening colour size weight length cost budget payment invoice delivery package return refund customer service
account address contact message phone email support request update account status product item stock store market garden
kitchen table window door floor wall light power battery engine machine tool wood metal glass stone plastic fabric cotton
leather repair replace install remove measure compare choose decide suggest explain describe prepare arrange collect deliver
receive confirm cancel continue finish improve reduce increase protect prevent avoid consider remember forget understand
believe expect prefer enjoy travel visit arrive leave wait follow carry bring hold press turn push pull lift drop fill empty
clean dirty warm cold hot dry wet heavy gentle quick slow early late often rarely usually sometimes perhaps probably exactly
nearly almost quite rather instead however therefore although unless until whether despite according especially particularly
information development government organisation environment communication recommendation responsibility temperature
approximately straightforward documentation configuration administration international understanding characteristics
can't won't doesn't you'll we're they've I'd isn't that's let's haven't couldn't
river mountain forest island bridge village station airport harbour library museum theatre school hospital office factory
bread butter cheese apple orange lemon coffee pepper sugar flour onion carrot potato tomato chicken salmon mushroom
doctor teacher neighbour manager engineer designer farmer painter singer writer driver baker lawyer student child parent
music picture story poem film game sport dance holiday birthday wedding summer winter spring autumn weather storm thunder
science history language mathematics physics chemistry biology medicine economics philosophy religion politics society
method theory example experiment pattern structure function process system network database software hardware program
variable parameter argument interface library version release feature testing deployment monitoring performance security
quality quantity distance direction position surface volume pressure frequency voltage current resistance capacity`)
