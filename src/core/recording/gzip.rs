//! What gzip packed, one part after the other as they were joined; anything else behind them is an error, never left out silently.

use flate2::bufread::GzDecoder;
use std::io::{BufRead, Error, ErrorKind, Read};

/// Unpacks what it is made of.
pub struct Unpacked<R> {
    /// None after an error alone.
    part: Option<GzDecoder<R>>,
}

impl<R: BufRead> Unpacked<R> {
    /// Of `packed`.
    pub fn new(packed: R) -> Self {
        Self { part: Some(GzDecoder::new(packed)) }
    }

    /// What it was made of.
    pub fn into_inner(self) -> Option<R> {
        self.part.map(GzDecoder::into_inner)
    }
}

impl<R: BufRead> Read for Unpacked<R> {
    fn read(&mut self, into: &mut [u8]) -> Result<usize, Error> {
        while let Some(part) = &mut self.part {
            let n = part.read(into)?;
            if n > 0 || into.is_empty() {
                return Ok(n);
            }
            match part.get_mut().fill_buf()?.first() {
                None => return Ok(0),
                // Another part begins so.
                Some(0x1f) => self.part = self.part.take().map(|p| GzDecoder::new(p.into_inner())),
                Some(_) => {
                    let found = "bytes that are not gzip's, behind what it packed";
                    return Err(Error::new(ErrorKind::InvalidData, found));
                }
            }
        }
        Ok(0)
    }
}
