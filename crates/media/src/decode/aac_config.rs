//! Reads the `AudioSpecificConfig` of AAC (ISO/IEC 14496-3, 1.6.2.1) as far as it decides whether the sound can be
//! decoded right.
//!
//! Decoding itself is done elsewhere.

/// Rates by their index in the configuration.
const RATES_HZ: [u32; 13] =
    [96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350];

/// What a configuration says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct AacConfig {
    /// Audio object type: 2 is AAC-LC.
    pub(super) object_type: u32,
    /// Rate of the core in Hz.
    pub(super) rate_hz: u32,
    /// Channel configuration; 0 means that it is told elsewhere.
    pub(super) channel_configuration: u32,
    /// True when spectral band replication is signalled: HE-AAC.
    pub(super) has_band_replication: bool,
}

impl AacConfig {
    /// Why this sound cannot be decoded right, as a phrase for a musician; none when it can.
    pub(super) fn obstacle(self, claimed_rate_hz: u32) -> Option<&'static str> {
        // Old encoders do not signal band replication; then the sample entry often claims twice the core's rate.
        let is_claimed_doubled = self.rate_hz <= 24_000 && claimed_rate_hz == 2 * self.rate_hz;
        if self.has_band_replication || is_claimed_doubled || matches!(self.object_type, 5 | 29) {
            return Some(
                "it is HE-AAC (AAC+), made for very low bit rates; please export as AAC-LC, or better as WAV or FLAC",
            );
        }
        if self.object_type != 2 {
            return Some("it is a rare kind of AAC; please export as AAC-LC, or better as WAV or FLAC");
        }
        if !matches!(self.channel_configuration, 1 | 2) {
            return Some("it is AAC with more than two channels; please upload surround sound as WAV or FLAC");
        }
        None
    }
}

/// Reads a configuration; none when it is too short to be one.
pub(super) fn parse(bytes: &[u8]) -> Option<AacConfig> {
    let mut bits = Bits { bytes, position: 0 };
    let mut object_type = read_object_type(&mut bits)?;
    let rate_hz = read_rate(&mut bits)?;
    let channel_configuration = bits.read(4)?;
    let mut has_band_replication = matches!(object_type, 5 | 29);
    if has_band_replication {
        read_rate(&mut bits)?;
        object_type = read_object_type(&mut bits)?;
    } else if object_type == 2 {
        // Frame length, dependence on a core coder, extension flag; then perhaps a backward compatible extension.
        bits.read(3)?;
        has_band_replication = bits.read(11) == Some(0x2b7) && bits.read(5) == Some(5) && bits.read(1) == Some(1);
    }
    Some(AacConfig { object_type, rate_hz, channel_configuration, has_band_replication })
}

fn read_object_type(bits: &mut Bits<'_>) -> Option<u32> {
    match bits.read(5)? {
        31 => Some(32 + bits.read(6)?),
        object_type => Some(object_type),
    }
}

fn read_rate(bits: &mut Bits<'_>) -> Option<u32> {
    match bits.read(4)? {
        15 => bits.read(24),
        index => RATES_HZ.get(usize::try_from(index).ok()?).copied(),
    }
}

/// Bits of a byte string, highest first.
struct Bits<'a> {
    bytes: &'a [u8],
    position: usize,
}

impl Bits<'_> {
    /// The next bits as a number; none when fewer are left.
    fn read(&mut self, count: usize) -> Option<u32> {
        let mut value = 0;
        for position in self.position..self.position + count {
            let byte = self.bytes.get(position / 8)?;
            value = (value << 1) | u32::from((byte >> (7 - position % 8)) & 1);
        }
        self.position += count;
        Some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn plain_aac_has_no_obstacle() {
        // AAC-LC, 44.1 kHz, stereo; then the same with an extension that says "no band replication".
        for bytes in [&[0x12, 0x10][..], &[0x12, 0x10, 0x56, 0xe5, 0x00][..]] {
            let config = parse(bytes).expect("a whole configuration");
            assert_eq!((config.object_type, config.rate_hz, config.channel_configuration), (2, 44_100, 2));
            assert_eq!(config.obstacle(44_100), None);
        }
    }

    #[test]
    fn he_aac_is_found_in_each_way_of_signalling() {
        // Hierarchical (type 5), with parametric stereo (29), backward compatible (0x2b7), by the claimed rate.
        for bytes in [
            &[0x2b, 0x92, 0x08, 0x00][..],
            &[0xeb, 0x09, 0x88, 0x00][..],
            &[0x13, 0x90, 0x56, 0xe5, 0xa0][..],
            &[0x13, 0x90][..],
        ] {
            let obstacle = parse(bytes).expect("a whole configuration").obstacle(44_100);
            assert!(obstacle.is_some_and(|reason| reason.contains("HE-AAC")), "{bytes:02x?}");
        }
    }

    #[test]
    fn low_rates_alone_are_no_obstacle() {
        assert_eq!(parse(&[0x13, 0x90]).expect("a whole configuration").obstacle(22_050), None);
    }

    #[test]
    fn a_configuration_that_is_cut_off_is_none() {
        assert_eq!(parse(&[0x12]), None);
        assert_eq!(parse(&[]), None);
    }
}
