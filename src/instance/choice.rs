//! Where the generator's choices come from: an odometer that goes through all of them, or a tape of random numbers that
//! proptest shrinks. The first choice is always the simplest.

/// A source of choices.
pub enum Source<'t> {
    /// All choices, one after the other.
    Odometer(Odometer),
    /// Numbers that are scaled to the choice; 0 beyond the end.
    Tape(&'t [u32], usize),
}

/// Goes through all sequences of choices, the last digit fastest.
#[derive(Clone, Debug, Default)]
pub struct Odometer {
    digits: Vec<(u64, u64)>,
    position: usize,
}

impl Odometer {
    /// The next sequence; false after the last. Digits that were not asked for are dropped.
    pub fn advance(&mut self) -> bool {
        self.digits.truncate(self.position);
        self.position = 0;
        while let Some((digit, base)) = self.digits.pop() {
            if digit + 1 < base {
                self.digits.push((digit + 1, base));
                return true;
            }
        }
        false
    }

    fn choose(&mut self, base: u64) -> u64 {
        if self.position == self.digits.len() {
            self.digits.push((0, base));
        }
        self.position += 1;
        self.digits[self.position - 1].0.min(base - 1)
    }
}

impl Source<'_> {
    /// A number below the base.
    pub fn choose(&mut self, base: u64) -> u64 {
        if base <= 1 {
            return 0;
        }
        match self {
            Source::Odometer(odometer) => odometer.choose(base),
            Source::Tape(tape, position) => {
                let drawn = tape.get(*position).copied().unwrap_or(0);
                *position += 1;
                (u64::from(drawn) * base) >> 32
            }
        }
    }

    /// Whether all choices are gone through, so that there should be few.
    pub fn is_exhaustive(&self) -> bool {
        matches!(self, Source::Odometer(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_odometer_goes_through_everything() {
        let mut source = Source::Odometer(Odometer::default());
        let mut seen = Vec::new();
        loop {
            let first = source.choose(2);
            let second = if first == 0 { source.choose(3) } else { 9 };
            seen.push((first, second));
            let Source::Odometer(odometer) = &mut source else {
                unreachable!()
            };
            if !odometer.advance() {
                break;
            }
        }
        assert_eq!(seen, [(0, 0), (0, 1), (0, 2), (1, 9)]);
    }
}
