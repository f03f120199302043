//! Sketches: what a text says, in 32 numbers, so that texts can be compared without keeping or reading them again.
//!
//! Each number is the least hash, under a hash function of its own, of all shingles of three words (min-hashing);
//! the share of equal numbers estimates the share of shingles that two texts have in common.

use crate::domain::search::words;

/// Numbers of a sketch.
const NUMBERS: usize = 32;
/// Words of a shingle.
const SHINGLE: usize = 3;
/// Fewer words say too little to be compared.
const FEWEST_WORDS: usize = 6;

/// A number as its eight hexadecimal digits, as it is stored: comparing those needs no reading of numbers.
type Digits = [u8; 8];

/// What a text says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sketch([Digits; NUMBERS]);

impl Sketch {
    /// That of a text that is too short to be compared: like nothing else.
    pub const EMPTY: Self = Self([*b"ffffffff"; NUMBERS]);

    /// The sketch of `text`.
    pub fn of(text: &str) -> Self {
        let words = words(text);
        if words.len() < FEWEST_WORDS {
            return Self::EMPTY;
        }
        let mut numbers = [u32::MAX; NUMBERS];
        for shingle in words.windows(SHINGLE) {
            let hash = fnv1a(shingle);
            for (index, least) in numbers.iter_mut().enumerate() {
                *least = (*least).min(mix(hash, index));
            }
        }
        Self(numbers.map(digits))
    }

    /// How much of the two texts is the same, from 0 to 1.
    pub fn likeness(&self, other: &Self) -> f64 {
        if *self == Self::EMPTY || *other == Self::EMPTY {
            return 0.0;
        }
        let equal = self.0.iter().zip(other.0).filter(|(a, b)| **a == *b).count();
        #[expect(clippy::cast_precision_loss, reason = "at most 32")]
        let likeness = equal as f64 / NUMBERS as f64;
        likeness
    }

    /// As it is stored: eight hexadecimal digits for each number.
    pub fn as_text(&self) -> &str {
        std::str::from_utf8(self.0.as_flattened()).expect("digits are ASCII")
    }

    /// The sketches that were stored so, one after the other.
    pub fn all_from_text(text: &str) -> impl Iterator<Item = Self> {
        let (numbers, _) = text.as_bytes().as_chunks();
        let (sketches, _) = numbers.as_chunks();
        sketches.iter().map(|numbers| Self(*numbers))
    }
}

/// `number` in hexadecimal digits.
fn digits(number: u32) -> Digits {
    std::array::from_fn(|place| b"0123456789abcdef"[(number >> (28 - 4 * place)) as usize & 15])
}

/// FNV-1a, 64 bits, of words with a separator between them: the same on every machine and in every release.
fn fnv1a(words: &[String]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in words.iter().flat_map(|word| word.bytes().chain([0])) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    hash
}

/// The hash function of number `index`: SplitMix64's finaliser over a hash that is moved by the index.
fn mix(hash: u64, index: usize) -> u32 {
    let mut mixed = hash.wrapping_add((index as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    #[expect(clippy::cast_possible_truncation, reason = "half of the bits are enough")]
    let number = (mixed ^ (mixed >> 31)) as u32;
    number
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "How long does the oil of the lamp last when it burns all evening and every evening?";

    #[test]
    fn likeness_follows_what_texts_have_in_common() {
        let sketch = Sketch::of(TEXT);
        let near = Sketch::of("How long does the oil of the lamp last when it burns all evening and every morning?");
        let far = Sketch::of("Which cloth is soft enough to clean the glass without leaving scratches on it?");
        assert!((sketch.likeness(&Sketch::of(&TEXT.to_uppercase())) - 1.0).abs() < f64::EPSILON);
        assert!(sketch.likeness(&near) > 0.6, "{}", sketch.likeness(&near));
        assert!(sketch.likeness(&far) < 0.2);
        assert!(Sketch::of("Same here.").likeness(&Sketch::of("Same here.")).abs() < f64::EPSILON, "too short");
    }

    #[test]
    fn sketches_are_stored_as_text() {
        let sketches = [Sketch::of(TEXT), Sketch::EMPTY, Sketch::of(&TEXT.replace("lamp", "stove"))];
        let text: String = sketches.iter().map(Sketch::as_text).collect();
        assert_eq!(text.len(), 3 * NUMBERS * 8);
        assert_eq!(Sketch::all_from_text(&text).collect::<Vec<_>>(), sketches);
        assert_eq!(Sketch::all_from_text("").count(), 0);
        assert_eq!(digits(0x0123_9abf), *b"01239abf");
    }
}
