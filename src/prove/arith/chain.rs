//! Merging two sorted, left-nested chains `(a ∘ b) ∘ c` of a commutative operation, with a proof of each step.
//!
//! Sums of monomials and products of powers are both such chains. A merge takes a number of inferences proportional to
//! the links that it passes from the right; what lies before stays untouched.

use super::{
    Result, Trouble,
    lemmas::{Lemma, Open},
    theory::{Carrier, Head, Operand, Theory},
};
use rationale_kernel::{Term, Theorem};
use std::cmp::Ordering;

/// What a term is equal to, with the proof; no proof if it is that term.
#[derive(Clone)]
pub struct Step {
    /// The right side.
    pub term: Term,
    /// left = right; `None` if they are one term.
    pub theorem: Option<Theorem>,
}

impl Step {
    /// No change.
    pub fn none(term: Term) -> Self {
        Step {
            term,
            theorem: None,
        }
    }

    /// The step that an equation takes.
    pub fn by(theorem: Theorem) -> Result<Self> {
        let (_, right) = theorem.as_equation().ok_or(Trouble::Shape("an equation"))?;
        Ok(Step {
            term: right.clone(),
            theorem: Some(theorem),
        })
    }

    /// This step and then another, from its right side.
    pub fn then(self, next: Step) -> Result<Step> {
        let theorem = crate::logic::transitive(self.theorem, next.theorem)?;
        Ok(Step {
            term: next.term,
            theorem,
        })
    }

    /// As an equation with that left side.
    pub fn equation(&self, left: &Term) -> Result<Theorem> {
        Operand(left, self.theorem.as_ref()).equation()
    }
}

/// The laws of one operation.
pub struct Laws<'t> {
    head: &'t Head,
    commutative: &'t Open,
    associative: &'t Open,
    right_commutative: &'t Open,
    left_commutative: &'t Open,
    interchange: &'t Open,
    right_unit: &'t Open,
    left_unit: &'t Open,
}

impl<'t> Laws<'t> {
    /// Those of addition.
    pub fn addition(theory: &'t Theory<'_>, carrier: Carrier) -> Result<Self> {
        use Lemma::*;
        let lemmas = match carrier {
            Carrier::Natural => [
                NatAddComm,
                NatAddAssoc,
                NatAddRightComm,
                NatAddLeftComm,
                NatAddAddComm,
                NatAddZero,
                NatZeroAdd,
            ],
            Carrier::Real => [
                RealAddComm,
                RealAddAssoc,
                RealAddRightComm,
                RealAddLeftComm,
                RealAddAddComm,
                RealAddZero,
                RealZeroAdd,
            ],
        };
        Self::of(theory, &theory.side(carrier)?.add, lemmas)
    }

    /// Those of multiplication.
    pub fn multiplication(theory: &'t Theory<'_>, carrier: Carrier) -> Result<Self> {
        use Lemma::*;
        let lemmas = match carrier {
            Carrier::Natural => [
                NatMulComm,
                NatMulAssoc,
                NatMulRightComm,
                NatMulLeftComm,
                NatMulMulComm,
                NatMulOne,
                NatOneMul,
            ],
            Carrier::Real => [
                RealMulComm,
                RealMulAssoc,
                RealMulRightComm,
                RealMulLeftComm,
                RealMulMulComm,
                RealMulOne,
                RealOneMul,
            ],
        };
        Self::of(theory, &theory.side(carrier)?.mul, lemmas)
    }

    fn of(
        theory: &'t Theory<'_>,
        head: &'t Head,
        [comm, assoc, right, left, swap, unit, first]: [Lemma; 7],
    ) -> Result<Self> {
        Ok(Laws {
            head,
            commutative: theory.lemma(comm)?,
            associative: theory.lemma(assoc)?,
            right_commutative: theory.lemma(right)?,
            left_commutative: theory.lemma(left)?,
            interchange: theory.lemma(swap)?,
            right_unit: theory.lemma(unit)?,
            left_unit: theory.lemma(first)?,
        })
    }

    /// x ∘ y = y ∘ x
    pub fn commute(&self, x: &Term, y: &Term) -> Result<Step> {
        Step::by(self.commutative.at(&[x, y])?)
    }

    /// (x ∘ y) ∘ z = x ∘ (y ∘ z)
    pub fn associate(&self, x: &Term, y: &Term, z: &Term) -> Result<Step> {
        Step::by(self.associative.at(&[x, y, z])?)
    }

    /// x ∘ (y ∘ z) = (x ∘ y) ∘ z
    pub fn associate_back(&self, x: &Term, y: &Term, z: &Term) -> Result<Step> {
        Step::by(self.associative.reversed_at(&[x, y, z])?)
    }

    /// x ∘ (y ∘ z) = y ∘ (x ∘ z)
    pub fn commute_left(&self, x: &Term, y: &Term, z: &Term) -> Result<Step> {
        Step::by(self.left_commutative.at(&[x, y, z])?)
    }

    /// (x ∘ y) ∘ (z ∘ w) = (x ∘ z) ∘ (y ∘ w)
    pub fn exchange(&self, x: &Term, y: &Term, z: &Term, w: &Term) -> Result<Step> {
        Step::by(self.interchange.at(&[x, y, z, w])?)
    }

    /// x ∘ e = x
    pub fn drop_right_unit(&self, x: &Term) -> Result<Step> {
        Step::by(self.right_unit.at(&[x])?)
    }

    /// e ∘ x = x
    pub fn drop_left_unit(&self, x: &Term) -> Result<Step> {
        Step::by(self.left_unit.at(&[x])?)
    }

    /// From steps from x and y: x ∘ y = x' ∘ y'.
    pub fn both(&self, x: &Term, first: &Step, y: &Term, second: &Step) -> Result<Step> {
        let operands = (
            Operand(x, first.theorem.as_ref()),
            Operand(y, second.theorem.as_ref()),
        );
        let theorem = self.head.congruence(operands.0, operands.1)?;
        Ok(Step {
            term: self.head.apply(&first.term, &second.term)?,
            theorem,
        })
    }

    /// `x ∘ y`
    pub fn apply(&self, x: &Term, y: &Term) -> Result<Term> {
        self.head.apply(x, y)
    }
}

/// What the links of a chain are.
pub trait Links {
    /// A link, without its term.
    type Link;

    /// Which of two links comes first; equal ones combine.
    fn order(&self, left: &Self::Link, right: &Self::Link) -> Ordering;

    /// The combination of two equal links, from the term `left ∘ right`.
    fn combine(&self, left: (&Self::Link, &Term), right: (&Self::Link, &Term)) -> Result<Merged>;
}

/// A merged chain.
pub struct Merged {
    /// From `left ∘ right` to the chain.
    pub step: Step,
    /// Whether nothing is left: the term is the unit.
    pub empty: bool,
}

/// A chain: its links in order, and the term that they make.
pub struct Chain<'c, L> {
    /// The links; not empty.
    pub links: &'c [L],
    /// The left-nested term.
    pub term: &'c Term,
}

impl<'c, L> Chain<'c, L> {
    /// All links but the last (none if there is only one), and the last.
    fn split(&self) -> Result<(Option<Chain<'c, L>>, &'c L, &'c Term)> {
        match self.links {
            [] => Err(Trouble::Shape("a chain of links")),
            [only] => Ok((None, only, self.term)),
            [rest @ .., last] => {
                let (prefix, term) = operands(self.term)?;
                Ok((
                    Some(Chain {
                        links: rest,
                        term: prefix,
                    }),
                    last,
                    term,
                ))
            }
        }
    }
}

/// x and y of `x ∘ y`.
pub fn operands(t: &Term) -> Result<(&Term, &Term)> {
    let parts = t.as_apply().and_then(|(f, y)| Some((f.as_apply()?.1, y)));
    parts.ok_or(Trouble::Shape("a sum or product"))
}

/// What one comparison of last links leads to.
enum Turn<'c, L> {
    /// The merge is done.
    Done(Merged),
    /// A step to `(what is still to be merged) ∘ last`.
    On {
        moved: Step,
        left: Chain<'c, L>,
        right: Chain<'c, L>,
        last: Merged,
    },
    /// A step to `kept ∘ last`, where kept is a chain already.
    Kept {
        moved: Step,
        kept: &'c Term,
        last: Merged,
    },
}

/// From `left ∘ right` to the sorted chain of all their links. A loop, because chains are long.
pub fn merge<'c, K: Links>(
    laws: &Laws<'_>,
    kind: &K,
    left: Chain<'c, K::Link>,
    right: Chain<'c, K::Link>,
) -> Result<Merged> {
    let (mut left, mut right, mut open) = (left, right, Vec::new());
    let mut merged = loop {
        match turn(laws, kind, left, right)? {
            Turn::Done(merged) => break merged,
            Turn::Kept { moved, kept, last } => break close(laws, moved, unchanged(kept), last)?,
            Turn::On {
                moved,
                left: next_left,
                right: next_right,
                last,
            } => {
                open.push((moved, last));
                (left, right) = (next_left, next_right);
            }
        }
    };
    while let Some((moved, last)) = open.pop() {
        merged = close(laws, moved, merged, last)?;
    }
    Ok(merged)
}

fn turn<'c, K: Links>(
    laws: &Laws<'_>,
    kind: &K,
    left: Chain<'c, K::Link>,
    right: Chain<'c, K::Link>,
) -> Result<Turn<'c, K::Link>> {
    let (left_rest, a, a_term) = left.split()?;
    let (right_rest, b, b_term) = right.split()?;
    Ok(match (kind.order(a, b), left_rest, right_rest) {
        (Ordering::Greater, None, _) => Turn::Done(Merged {
            step: laws.commute(a_term, right.term)?,
            empty: false,
        }),
        (Ordering::Greater, Some(rest), _) => {
            let moved = Step::by(
                laws.right_commutative
                    .at(&[rest.term, a_term, right.term])?,
            )?;
            Turn::On {
                moved,
                left: rest,
                right,
                last: unchanged(a_term),
            }
        }
        (Ordering::Less, _, None) => Turn::Done(Merged {
            step: Step::none(laws.apply(left.term, b_term)?),
            empty: false,
        }),
        (Ordering::Less, _, Some(rest)) => {
            let moved = laws.associate_back(left.term, rest.term, b_term)?;
            Turn::On {
                moved,
                left,
                right: rest,
                last: unchanged(b_term),
            }
        }
        (Ordering::Equal, first, second) => {
            let last = kind.combine((a, a_term), (b, b_term))?;
            combined_turn(laws, (first, a_term), (second, b_term), last)?
        }
    })
}

/// The last links have combined; what stands before them is merged, kept, or nothing.
fn combined_turn<'c, L>(
    laws: &Laws<'_>,
    (first, a): (Option<Chain<'c, L>>, &'c Term),
    (second, b): (Option<Chain<'c, L>>, &'c Term),
    last: Merged,
) -> Result<Turn<'c, L>> {
    Ok(match (first, second) {
        (None, None) => Turn::Done(last),
        (None, Some(rest)) => Turn::Kept {
            moved: laws.commute_left(a, rest.term, b)?,
            kept: rest.term,
            last,
        },
        (Some(rest), None) => Turn::Kept {
            moved: laws.associate(rest.term, a, b)?,
            kept: rest.term,
            last,
        },
        (Some(left), Some(right)) => {
            let moved = laws.exchange(left.term, a, right.term, b)?;
            Turn::On {
                moved,
                left,
                right,
                last,
            }
        }
    })
}

fn unchanged(term: &Term) -> Merged {
    Merged {
        step: Step::none(term.clone()),
        empty: false,
    }
}

/// After `moved` has reached x ∘ y: the chain of what x and y become, without units.
fn close(laws: &Laws<'_>, moved: Step, inner: Merged, last: Merged) -> Result<Merged> {
    let (x, y) = operands(&moved.term)?;
    let changed = laws.both(x, &inner.step, y, &last.step)?;
    let (inner_term, last_term) = (&inner.step.term, &last.step.term);
    let trimmed = match (inner.empty, last.empty) {
        (_, true) => laws.drop_right_unit(inner_term)?,
        (true, false) => laws.drop_left_unit(last_term)?,
        (false, false) => Step::none(changed.term.clone()),
    };
    Ok(Merged {
        step: moved.then(changed)?.then(trimmed)?,
        empty: inner.empty && last.empty,
    })
}
