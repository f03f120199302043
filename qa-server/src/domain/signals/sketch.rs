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

/// What a text says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sketch([u32; NUMBERS]);

impl Sketch {
    /// That of a text that is too short to be compared: like nothing else.
    pub const EMPTY: Self = Self([u32::MAX; NUMBERS]);

    /// The sketch of `text`.
    pub fn of(text: &str) -> Self {
        let words = words(text);
        let mut sketch = Self::EMPTY;
        if words.len() < FEWEST_WORDS {
            return sketch;
        }
        for shingle in words.windows(SHINGLE) {
            let hash = fnv1a(shingle);
            for (index, least) in sketch.0.iter_mut().enumerate() {
                *least = (*least).min(mix(hash, index));
            }
        }
        sketch
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
    pub fn to_hex(&self) -> String {
        self.0.iter().map(|number| format!("{number:08x}")).collect()
    }

    /// The sketch that was stored so; a text of another form is like nothing.
    pub fn from_hex(text: &str) -> Self {
        let mut sketch = Self::EMPTY;
        if text.len() != NUMBERS * 8 || !text.is_ascii() {
            return sketch;
        }
        for (index, number) in sketch.0.iter_mut().enumerate() {
            *number = u32::from_str_radix(&text[index * 8..index * 8 + 8], 16).unwrap_or(u32::MAX);
        }
        sketch
    }
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
    fn a_sketch_is_stored_as_text() {
        let sketch = Sketch::of(TEXT);
        assert_eq!(Sketch::from_hex(&sketch.to_hex()), sketch);
        assert_eq!(Sketch::from_hex("nonsense"), Sketch::EMPTY);
    }
}
