//! A small seeded generator, so that the demo sounds the same every time.
//!
//! Nothing secret may come from here: tokens and keys draw from the system.

/// `SplitMix64` (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).
pub(crate) struct Random {
    state: u64,
}

impl Random {
    /// Equal seeds give equal sequences.
    pub(crate) fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// The next number of an even distribution, from -1 up to 1.
    pub(crate) fn signed(&mut self) -> f32 {
        // 24 bits are what a f32 holds exactly.
        let bits = u16::try_from(self.next() >> 48).unwrap_or(u16::MAX);
        let fine = u8::try_from(self.next() >> 56).unwrap_or(u8::MAX);
        let unit = f32::from(bits) / 65_536.0 + f32::from(fine) / 16_777_216.0;
        unit * 2.0 - 1.0
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_seeds_give_equal_sequences_and_others_do_not() {
        let draw = |seed| {
            let mut random = Random::new(seed);
            (0..8).map(|_| random.signed()).collect::<Vec<f32>>()
        };
        assert_eq!(draw(7), draw(7));
        assert_ne!(draw(7), draw(8));
    }

    #[test]
    fn the_numbers_fill_the_range_evenly() {
        let mut random = Random::new(1);
        let numbers: Vec<f32> = (0..10_000).map(|_| random.signed()).collect();
        let mean = numbers.iter().sum::<f32>() / 10_000.0;
        assert!(mean.abs() < 0.03, "{mean}");
        assert!(numbers.iter().all(|number| (-1.0..1.0).contains(number)));
        assert!(numbers.iter().any(|number| *number < -0.99));
        assert!(numbers.iter().any(|number| *number > 0.99));
    }
}
