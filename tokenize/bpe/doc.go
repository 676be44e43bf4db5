// Package bpe counts and encodes text by byte-pair vocabularies, exactly as OpenAI's tiktoken does with ordinary
// encoding, and much faster. It knows vocabularies and text, nothing about models or chats: what spells a special
// token is ordinary text.
//
// # How a text becomes tokens
//
// A pattern splits the text into pieces. Within a piece, every byte starts as a token; as long as two neighbours
// together spell a token, the two whose token has the lowest rank merge, the leftmost of equals first. The rank of a
// token is its id. A piece that is a token as a whole is that token.
//
// # Invariants
//
// The package relies on four facts.
//
// A token is made from one pair. Two neighbours that together spell a token were merged without regard to what is
// around them, so they are the two that merging this token alone leads through. One table of pairs, with one entry for
// each token, decides all merges.
//
// Borders are decided by neighbours. A sequence of tokens is what merging its bytes yields if and only if the same
// holds for every two neighbours in it. So long pieces can be merged window by window (long.go). Berglund and van der
// Merwe, "Formalizing BPE Tokenization", 2023, study this; it also underlies the bpe crate of GitHub's rust-gems.
//
// Where no token spans two characters, no merge crosses. So pieces can be cut, and merging can start from whole
// characters where no token that holds a part of one can come in between (cut.go). This is so in vocabularies that were
// trained, where a token ranks above its parts; in others nothing is cut.
//
// The pattern decides by at most two characters on either side, except for white space, runs of one class, and words in
// which capitals meet letters without case. So the starts of all pieces among 64 bytes follow from operations on words of
// 64 bits (planes.go). The exceptions, numbers and white space outside ASCII, and Chinese and Japanese, whose pieces are
// long, are read character by character (o200k.go, cl100k.go, gpt2.go).
//
// # What a piece costs
//
// A counter remembers the counts of recent pieces, tokens or not, which decides most pieces of ordinary text from
// memory that the processor has at hand (words.go, cache.go). Others are looked up in a perfect hash over the bytes
// themselves (index.go). What is no token is cut where it can be (cut.go) and merged, up to 64 bytes in arrays, whose
// cost per byte is bounded because their length is, sixteen side by side (merge.go, missed.go). Most of this goes in
// batches, so that the processor waits for many table entries at once. Longer pieces are merged by windows of 64 bytes, and where
// two of them do not join, by a heap in larger windows, in O(n log n) time in the worst case and memory for one window
// unless windows do not join (long.go). No input takes quadratic time and nothing recurses into the text.
//
// The tables are made by go generate from the published rank files and used where they lie in the program, so opening
// an encoding reads a header. Load builds the same tables from a rank file.
//
// # Where tiktoken-go differs
//
// The reference is OpenAI's tiktoken 0.14 with Rust's regular expressions. Its port tiktoken-go v0.1.8 differs in
// these points, and this package follows the original:
//
//   - Character classes are those of Unicode 16.0, where Go's are those of 15.0.
//   - A contraction with U+017F, the long s, counts as one with s, except in p50k_base and r50k_base, which mind the
//     case.
//   - In cl100k_base, white space that ends the text is one piece even if it holds newlines. (It was not in versions of
//     tiktoken up to the port's, and is not in Llama 3 or Qwen.)
//   - Bytes that are not UTF-8 become U+FFFD, one for each longest prefix of a well-formed sequence, as when Python
//     decodes with errors="replace" before it calls tiktoken. The port makes it one for each byte.
package bpe
