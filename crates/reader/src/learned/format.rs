//! The compact form of a net: one byte a weight.
//!
//! All numbers are little-endian. In order: the magic `RPTL`; version, kind (0 softmax, 1 plain), hidden units,
//! outputs, slots, slot width (`u16` each); the number of rows (`u32`); biases, dense matrices (slot, input, unit),
//! output matrix (score, unit) and output biases (`f32`); the sorted feature keys as differences in LEB128; one byte a
//! row for its scale; the rows, one signed byte a weight. The scale of a row is `2^((byte - 192) / 8)`.
//! The rows are the bulk and are not copied when a net is read from static bytes.

use std::borrow::Cow;

use super::net::Output;

const MAGIC: &[u8; 4] = b"RPTL";
const VERSION: u16 = 1;

/// Everything a net is made of.
#[derive(Clone, Debug)]
pub struct Parts {
    /// What the scores are.
    pub kind: Output,
    /// Hidden units; 0 for a linear model.
    pub hidden: usize,
    /// Scores.
    pub outputs: usize,
    /// Dense rows a case.
    pub slots: usize,
    /// Numbers in a dense row.
    pub slot_width: usize,
    /// One for each hidden unit, or for each score of a linear model.
    pub bias: Vec<f32>,
    /// Slot by input by unit.
    pub dense: Vec<f32>,
    /// Score by hidden unit.
    pub output: Vec<f32>,
    /// One for each score; empty in a linear model.
    pub output_bias: Vec<f32>,
    /// The features the model knows, sorted.
    pub keys: Vec<u32>,
    /// What the weights of each row are multiplied by.
    pub scales: Vec<f32>,
    /// Row by unit, signed bytes.
    pub weights: Cow<'static, [u8]>,
}

/// Why bytes are not a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormatError {
    /// They do not begin as a model does.
    NotAModel,
    /// They are of another version.
    Version(u16),
    /// They end early, go on too long or contradict themselves.
    Damaged,
}

impl std::fmt::Display for FormatError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotAModel => write!(f, "not a trained model: write it again with reportedly-train"),
            Self::Version(found) => {
                write!(f, "trained model of version {found}, expected {VERSION}: write it again with reportedly-train")
            }
            Self::Damaged => write!(f, "trained model is cut off or damaged: write it again with reportedly-train"),
        }
    }
}

impl std::error::Error for FormatError {}

impl Parts {
    /// Length of the rows.
    pub fn width(&self) -> usize {
        if self.hidden == 0 { self.outputs } else { self.hidden }
    }

    /// Reads the compact form.
    ///
    /// # Errors
    /// If the bytes are not of this form, or of another version of it.
    pub fn read(bytes: &'static [u8]) -> Result<Self, FormatError> {
        let mut input = Input(bytes);
        if input.take(4).ok() != Some(MAGIC) {
            return Err(FormatError::NotAModel);
        }
        let version = input.u16()?;
        if version != VERSION {
            return Err(FormatError::Version(version));
        }
        let kind = match input.u16()? {
            0 => Output::Softmax,
            1 => Output::Plain,
            _ => return Err(FormatError::Damaged),
        };
        let [hidden, outputs, slots, slot_width] =
            [input.u16()?, input.u16()?, input.u16()?, input.u16()?].map(usize::from);
        let rows = u32::from_le_bytes(input.array()?) as usize;
        let width = if hidden == 0 { outputs } else { hidden };
        let parts = Self {
            kind,
            hidden,
            outputs,
            slots,
            slot_width,
            bias: input.floats(width)?,
            dense: input.floats(slots * slot_width * width)?,
            output: input.floats(outputs * hidden)?,
            output_bias: input.floats(if hidden == 0 { 0 } else { outputs })?,
            keys: input.keys(rows)?,
            scales: input.take(rows)?.iter().map(|&code| scale(code)).collect(),
            weights: input.take(rows * width)?.into(),
        };
        if input.0.is_empty() { Ok(parts) } else { Err(FormatError::Damaged) }
    }

    /// The compact form. Scales must be those of [`Parts::scale_for`].
    pub fn write(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        let kind = match self.kind {
            Output::Softmax => 0,
            Output::Plain => 1,
        };
        for number in [usize::from(VERSION), kind, self.hidden, self.outputs, self.slots, self.slot_width] {
            let number = u16::try_from(number).expect("a model's dimensions fit in 16 bits");
            bytes.extend(number.to_le_bytes());
        }
        bytes.extend((self.keys.len() as u32).to_le_bytes());
        for numbers in [&self.bias, &self.dense, &self.output, &self.output_bias] {
            numbers.iter().for_each(|number| bytes.extend(number.to_le_bytes()));
        }
        let mut last = 0;
        for &key in &self.keys {
            let mut rest = key - last;
            last = key;
            while rest >= 0x80 {
                bytes.push(rest as u8 | 0x80);
                rest >>= 7;
            }
            bytes.push(rest as u8);
        }
        bytes.extend(self.scales.iter().map(|&scale| code(scale)));
        bytes.extend_from_slice(&self.weights);
        bytes
    }

    /// The smallest scale of the form with which weights up to `most` fit in a signed byte.
    pub fn scale_for(most: f32) -> f32 {
        (0..=u8::MAX).map(scale).find(|scale| scale * 127.0 >= most).unwrap_or(scale(u8::MAX))
    }
}

fn scale(code: u8) -> f32 {
    ((f32::from(code) - 192.0) / 8.0).exp2()
}

fn code(scale: f32) -> u8 {
    (scale.log2() * 8.0 + 192.0).round().clamp(0.0, 255.0) as u8
}

struct Input(&'static [u8]);

impl Input {
    fn take(&mut self, n: usize) -> Result<&'static [u8], FormatError> {
        let (taken, rest) = self.0.split_at_checked(n).ok_or(FormatError::Damaged)?;
        self.0 = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], FormatError> {
        self.take(N)?.try_into().map_err(|_| FormatError::Damaged)
    }

    fn u16(&mut self) -> Result<u16, FormatError> {
        Ok(u16::from_le_bytes(self.array()?))
    }

    fn floats(&mut self, n: usize) -> Result<Vec<f32>, FormatError> {
        let bytes = self.take(n * 4)?.chunks_exact(4);
        Ok(bytes.map(|four| f32::from_le_bytes([four[0], four[1], four[2], four[3]])).collect())
    }

    fn keys(&mut self, rows: usize) -> Result<Vec<u32>, FormatError> {
        let mut keys = Vec::with_capacity(rows.min(self.0.len()));
        let mut last = 0u32;
        for _ in 0..rows {
            let mut step = 0;
            for shift in (0..35).step_by(7) {
                let [byte] = self.array()?;
                step |= u64::from(byte & 0x7F) << shift;
                if byte < 0x80 {
                    break;
                }
            }
            let step = u32::try_from(step).map_err(|_| FormatError::Damaged)?;
            last = last.checked_add(step).ok_or(FormatError::Damaged)?;
            keys.push(last);
        }
        Ok(keys)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts() -> Parts {
        Parts {
            kind: Output::Plain,
            hidden: 3,
            outputs: 1,
            slots: 1,
            slot_width: 2,
            bias: vec![0.5, -1.5, 2.0],
            dense: vec![0.25; 6],
            output: vec![1.0, 2.0, 3.0],
            output_bias: vec![-0.125],
            keys: vec![0, 5, 700, u32::MAX],
            scales: [0.001, 0.5, 3.0, 0.02].map(Parts::scale_for).to_vec(),
            weights: (0..12).collect::<Vec<u8>>().into(),
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let bytes: &'static [u8] = parts().write().leak();
        let read = Parts::read(bytes).expect("whole");
        assert_eq!((read.write(), &read.keys), (bytes.to_vec(), &parts().keys));
        assert_eq!(read.scales, parts().scales);
    }

    #[test]
    fn damage_is_told() {
        let bytes: &'static [u8] = parts().write().leak();
        for end in 0..bytes.len() {
            assert!(Parts::read(&bytes[..end]).is_err(), "cut at {end}");
        }
        let mut longer = bytes.to_vec();
        longer.push(0);
        assert_eq!(Parts::read(longer.leak()).err(), Some(FormatError::Damaged));
        let mut newer = bytes.to_vec();
        newer[4] = 9;
        assert_eq!(Parts::read(newer.leak()).err(), Some(FormatError::Version(9)));
        assert_eq!(Parts::read(b"PK\x03\x04").err(), Some(FormatError::NotAModel));
    }

    #[test]
    fn a_scale_holds_its_largest_weight() {
        for most in [1e-5, 0.03, 1.0, 40.0] {
            let scale = Parts::scale_for(most);
            assert!(scale * 127.0 >= most && scale * 127.0 < most * 1.15, "{most}: {scale}");
        }
    }
}
