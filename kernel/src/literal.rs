//! Exact numbers inside terms. A family of numerals is a definition scheme: each literal is an abbreviation for a
//! closed term over constants that the family names, and [`Theorem::literal`] says which. Nothing is assumed of those
//! constants, so a family is always conservative; literals of two families are never equal.

use crate::*;

/// Terms by the symbols for which they stand in statements: o and S are zero and successor of naturals; 0 1 + ~ (minus)
/// and / those of rationals; [`Arithmetic`] has more.
pub(crate) type Symbols = BTreeMap<char, Term>;

/// To how many arguments a symbol is applied.
pub(crate) fn arity(symbol: char) -> usize {
    match symbol {
        '=' | '+' | '-' | '*' | '/' | '≤' | '<' => 2,
        'S' | '~' | 'i' | 'c' => 1,
        _ => 0,
    }
}

/// A symbol applied to terms. Errors: not in the table, types, too deep.
pub(crate) fn applied(symbols: &Symbols, symbol: char, parts: &[Term]) -> Result<Term> {
    ensure(symbols.contains_key(&symbol), "numerals of another kind")?;
    let apply = |t: Term, x| Term::apply(&t, x);
    parts.iter().try_fold(symbols[&symbol].clone(), apply)
}

/// A family of numerals: one carrier type, and the constants from which its literals are built.
pub type Numerals = Unique<Scheme>;

/// How the literals of a family are built.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Scheme(Type, Symbols);

impl Numerals {
    /// Literals 0, 1, 2, … over a constant of type τ and one of type τ → τ. Errors: types, free or type variables.
    pub fn naturals(zero: &Term, successor: &Term) -> Result<Self> {
        Self::family([('o', zero), ('S', successor)])
    }

    /// Literals for all rational numbers over 0, 1, +, −x and ÷ of one type. Errors: types, free or type variables.
    pub fn rationals(zero: &Term, one: &Term, add: &Term, neg: &Term, div: &Term) -> Result<Self> {
        Self::family([('0', zero), ('1', one), ('+', add), ('~', neg), ('/', div)])
    }

    fn family<const N: usize>(symbols: [(char, &Term); N]) -> Result<Self> {
        let ty = symbols[0].1.ty();
        for (symbol, t) in symbols {
            let step = |to: Type, _| Type::function(ty, &to);
            let expected = (0..arity(symbol)).try_fold(ty.clone(), step)?;
            t.ensure(*t.ty() == expected, "of another type")?;
            t.ensure(!t.has_type_variables(), "with type variables")?;
            closed(t)?;
        }
        let scheme = Scheme(ty.clone(), symbols.map(|(c, t)| (c, t.clone())).into());
        Ok(Self::new("numerals", scheme))
    }

    getters! { self:
        /// The type of its literals.
        pub ty: &Type = &self.content().0;
        /// Whether its literals are 0, 1, 2, … only.
        pub is_natural: bool = self.symbols().contains_key(&'S');
        pub(crate) symbols: &Symbols = &self.content().1;
    }

    /// The literal for a value. Errors: negative or broken, and the family has whole numbers only; no number.
    pub fn literal(&self, value: &BigRational) -> Result<Literal> {
        ensure(!value.denom().is_zero(), "a division by zero")?;
        self.admit(Exact::ratio(value.numer().clone(), value.denom().clone()))
    }

    /// The literal for a whole number. Errors: negative, and the family has naturals only.
    pub fn integer(&self, value: i64) -> Result<Literal> {
        self.admit(Exact::Small(value, 1))
    }

    pub(crate) fn admit(&self, exact: Exact) -> Result<Literal> {
        let fits = !self.is_natural() || exact.is_natural();
        ensure(fits, "a literal for a natural is negative or broken")?;
        Ok(Literal(self.clone(), exact))
    }
}

/// An exact number of a family. Equal values are equal literals: there is one form for each.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Literal(Numerals, Exact);

impl Literal {
    getters! { self:
        /// Its family.
        pub numerals: &Numerals = &self.0;
    }

    pub(crate) fn of(&self, family: &Numerals) -> Option<Exact> {
        (self.0 == *family).then(|| self.1.clone())
    }

    /// Its value.
    pub fn value(&self) -> BigRational {
        let (p, q) = self.1.parts();
        BigRational::new_raw(p, q)
    }

    /// Numerator and positive denominator, if both are small.
    pub fn as_small(&self) -> Option<(i64, i64)> {
        match self.1 {
            Exact::Small(p, q) => Some((p, q)),
            Exact::Big(_) => None,
        }
    }

    /// The term for which it stands: one step of the family's scheme.
    fn definiens(&self) -> Result<Term> {
        let ((p, q), one) = (self.1.parts(), || BigInt::from(1));
        let (symbol, parts) = match (p.is_negative(), q.is_one(), self.0.is_natural()) {
            (true, ..) => ('~', vec![(-p, q)]),
            (_, false, _) => ('/', vec![(p, one()), (q, one())]),
            (.., true) if p.is_zero() => ('o', vec![]),
            (.., true) => ('S', vec![(p - 1, q)]),
            _ if p.is_zero() => ('0', vec![]),
            _ if p.is_one() => ('1', vec![]),
            _ => ('+', vec![(p - 1, q), (one(), one())]),
        };
        let literal = |(p, q)| Ok(Term::literal(&self.0.admit(Exact::ratio(p, q))?));
        let parts: Result<Vec<_>> = parts.into_iter().map(literal).collect();
        applied(self.0.symbols(), symbol, &parts?)
    }
}

/// A rational number in lowest terms with a positive denominator; `Small` exactly if both parts fit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Exact {
    Small(i64, i64),
    Big(Arc<(BigInt, BigInt)>),
}

/// The whole numbers that the kernel computes with: i128, and BigInt where those do not suffice.
pub(crate) trait Whole: Integer + Signed + Clone + ToPrimitive + Into<BigInt> {}
impl Whole for i128 {}
impl Whole for BigInt {}

impl Exact {
    /// The one form of `p / q`, which is 0 if q is.
    pub(crate) fn ratio<T: Whole>(p: T, q: T) -> Self {
        if q.is_zero() {
            return Exact::Small(0, 1);
        }
        let common = p.gcd(&q) * q.signum();
        let (p, q) = (p / common.clone(), q / common);
        match (p.to_i64(), q.to_i64()) {
            (Some(p), Some(q)) => Exact::Small(p, q),
            _ => Exact::Big(Arc::new((p.into(), q.into()))),
        }
    }

    /// Numerator and denominator.
    pub(crate) fn parts(&self) -> (BigInt, BigInt) {
        match self {
            Exact::Small(p, q) => ((*p).into(), (*q).into()),
            Exact::Big(parts) => (**parts).clone(),
        }
    }

    fn is_natural(&self) -> bool {
        match self {
            Exact::Small(p, q) => *p >= 0 && *q == 1,
            Exact::Big(parts) => parts.1.is_one() && parts.0.is_positive(),
        }
    }
}

impl Theorem {
    /// ```text
    /// ─────────── literal      the family's scheme, one step:
    ///  ⊢ l = t                 0 = zero; 1 = one; n + 1 = suc n, or add n 1; −r = negate r; p/q = divide p q
    /// ```
    /// Errors: not a literal.
    pub fn literal(t: &Term) -> Result<Self> {
        let literal = t.as_literal().ok_or_else(|| t.error("not a literal"))?;
        Ok(Conclusion::equation(t.clone(), literal.definiens()?)?.by("literal", &[]))
    }
}
