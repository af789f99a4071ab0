//! Exact numbers inside terms, and ground arithmetic on them.
//!
//! A family of numerals is a definition scheme: each literal is an abbreviation for a closed term over constants that the
//! family names, and [`Theorem::literal`] says which. Nothing is assumed of those constants, so a family is always
//! conservative; literals of two families are never equal.
//!
//! The literal rule, one operation on literals, computed, works only when *armed* by the characteristic theorems of the
//! operations, which are compared as whole sequents, types included; from them and from the schemes of the literals
//! every result also follows by the other rules. Results carry the axioms of those theorems.

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
            t.ensure(t.facts().mask == 0, "with variables")?;
        }
        let scheme = Scheme(ty.clone(), symbols.map(|(c, t)| (c, t.clone())).into());
        Ok(Self::declare("numerals", scheme))
    }

    /// The type of its literals.
    pub fn ty(&self) -> &Type {
        &self.content().0
    }

    /// Whether its literals are 0, 1, 2, … only.
    pub fn is_natural(&self) -> bool {
        self.symbols().contains_key(&'S')
    }

    pub(crate) fn symbols(&self) -> &Symbols {
        &self.content().1
    }

    /// The literal for a value. Errors: negative or broken, and the family has whole numbers only; no number.
    pub fn literal(&self, value: &BigRational) -> Result<Literal> {
        ensure(!value.denom().is_zero(), "a division by zero")?;
        self.admit(Exact::ratio(value.numer().clone(), value.denom().clone()))
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
    /// Its family.
    pub fn numerals(&self) -> &Numerals {
        &self.0
    }

    /// Its value.
    pub fn exact(&self) -> &Exact {
        &self.1
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

/// Numerator and denominator of a literal: in lowest terms, the denominator positive; `Small` exactly if both fit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Exact {
    /// Both fit.
    Small(i64, i64),
    /// One does not.
    Big(Arc<(BigInt, BigInt)>),
}

/// The whole numbers that the kernel computes with: i64, i128, and BigInt where those do not suffice.
pub(crate) trait Whole: Integer + Signed + Clone + ToPrimitive + Into<BigInt> {}
impl Whole for i64 {}
impl Whole for i128 {}
impl Whole for BigInt {}

impl Exact {
    /// The one form of `p / q`, which is 0 if q is.
    pub(crate) fn ratio<T: Whole>(p: T, q: T) -> Self {
        if q.is_zero() {
            return Exact::Small(0, 1);
        }
        let (p, q) = if q.is_one() {
            (p, q)
        } else {
            let common = p.gcd(&q) * q.signum();
            (p / common.clone(), q / common)
        };
        match (p.to_i64(), q.to_i64()) {
            (Some(p), Some(q)) => Exact::Small(p, q),
            _ => Exact::Big(Arc::new((p.into(), q.into()))),
        }
    }

    /// Numerator and denominator.
    pub fn parts(&self) -> (BigInt, BigInt) {
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
        let Kind::Literal(literal) = t.kind() else {
            return Err(t.error("not a literal"));
        };
        Ok(Conclusion::equation(t.clone(), literal.definiens()?)?.by("literal", &[]))
    }
}

/// Names of the operations, and what arms the rule.
type Law = (&'static str, &'static str);

/// What arms the rule for naturals, in Polish notation: S is the successor, T and F are true and false.
const NATURALS: &str = "T; = + o y y; = + S x y S + x y; = * o y o; = * S x y + y * x y;
    = ≤ o y T; = ≤ S x o F; = ≤ S x S y ≤ x y; = < x y ≤ S x y; = = o S y F; = = S x S y = x y";

/// What arms the rule for rationals: ~ negates, i inverts, c casts naturals, of which o is 0. Logic, ring, inverse,
/// order, cast.
const RATIONALS: &str = "T; F ⊢ p; = = p F F ⊢ p;
    = + x y + y x; = + + x y z + x + y z; = + 0 x x; = + ~ x x 0; = - x y + x ~ y;
    = * x y * y x; = * * x y z * x * y z; = * 1 x x; = * x + y z + * x y * x z;
    = = x 0 F ⊢ = * i x x 1; = i 0 0; = / x y * x i y; = = 0 1 F;
    ≤ x y, ≤ y x ⊢ = x y; ≤ x y, ≤ y z ⊢ ≤ x z; = ≤ x y F ⊢ ≤ y x; ≤ y z ⊢ ≤ + x y + x z;
    ≤ 0 x, ≤ 0 y ⊢ ≤ 0 * x y; = < x y = ≤ y x F; = c o 0; = c S n + c n 1";

/// The armed rule for one family of literals (and the cast into it).
#[derive(Clone)]
pub struct Arithmetic {
    numerals: Numerals,
    /// The family that the cast takes.
    source: Numerals,
    symbols: Symbols,
    axioms: Set<Axiom>,
}

impl Arithmetic {
    /// Arms the rule for naturals, with the operations true, false, +, *, ≤, <. The theorems, in variables x and y, are:
    /// ```text
    /// true    0 + y = y    suc x + y = suc (x + y)    0 * y = 0    suc x * y = y + x * y
    /// (0 ≤ y) = true    (suc x ≤ 0) = false    (suc x ≤ suc y) = (x ≤ y)    (x < y) = (suc x ≤ y)
    /// (0 = suc y) = false    (suc x = suc y) = (x = y)
    /// ```
    /// Errors: a family of another kind; an operation that is not closed; a theorem that is not as listed.
    pub fn naturals(numerals: &Numerals, by: [Term; 6], theorems: &[Theorem]) -> Result<Self> {
        Self::arm([numerals; 2], ("TF+*≤<", NATURALS), &by, theorems)
    }

    /// Arms the rule for rationals, with the operations true, false, − (of two), *, inverse, ≤, <, cast; the others are
    /// those of the numerals. The theorems, in variables x, y, z of their type, a natural n and a formula p, are:
    /// ```text
    /// true    false ⊢ p    (p = false) = false ⊢ p
    /// x + y = y + x    (x + y) + z = x + (y + z)    0 + x = x    -x + x = 0    x - y = x + -y
    /// x * y = y * x    (x * y) * z = x * (y * z)    1 * x = x    x * (y + z) = x * y + x * z
    /// (x = 0) = false ⊢ inv x * x = 1    inv 0 = 0    x / y = x * inv y    (0 = 1) = false
    /// x ≤ y, y ≤ x ⊢ x = y    x ≤ y, y ≤ z ⊢ x ≤ z    (x ≤ y) = false ⊢ y ≤ x    y ≤ z ⊢ x + y ≤ x + z
    /// 0 ≤ x, 0 ≤ y ⊢ 0 ≤ x * y    (x < y) = ((y ≤ x) = false)    cast 0 = 0    cast (suc n) = cast n + 1
    /// ```
    /// Errors: as [`Arithmetic::naturals`].
    pub fn rationals(of: [&Numerals; 2], by: [Term; 8], theorems: &[Theorem]) -> Result<Self> {
        Self::arm(of, ("TF-*i≤<c", RATIONALS), &by, theorems)
    }

    fn arm(of: [&Numerals; 2], law: Law, by: &[Term], theorems: &[Theorem]) -> Result<Self> {
        let ([numerals, source], (names, statements)) = (of, law);
        let mut symbols = source.symbols().clone();
        symbols.extend(numerals.symbols().clone());
        symbols.extend(names.chars().zip(by.iter().cloned()));
        let at = TypeSubstitution::from([("α".into(), numerals.ty().clone())]);
        symbols.insert('=', Term::constant(&EQUALITY, &at)?);
        symbols.values().try_for_each(closed)?;
        let (ty, n, p) = (numerals.ty(), source.ty(), &Type::boolean());
        for (name, ty) in [('x', ty), ('y', ty), ('z', ty), ('n', n), ('p', p)] {
            let variable = Variable::new(name.to_string(), ty.clone());
            symbols.insert(name, Term::variable(&variable));
        }
        let (mut axioms, mut theorems) = (Set::default(), theorems.iter());
        for statement in statements.split(';') {
            let (hypotheses, expected) = sequent(&symbols, statement)?;
            let fits = |t: &&Theorem| t.hypotheses == hypotheses && t.concludes(&expected);
            let found = theorems.next();
            let Some(t) = found.filter(fits) else {
                let terms = [expected].into_iter().chain(found.map(Theorem::conclusion));
                let problem = "expected this characteristic theorem, found";
                return Err(KernelError(problem, terms.collect()));
            };
            axioms = union(&axioms, &t.axioms);
        }
        let (numerals, source) = (numerals.clone(), source.clone());
        Ok(Arithmetic {
            numerals,
            source,
            symbols,
            axioms,
        })
    }

    /// ```text
    /// ──────────── compute      t is one armed operation, or =, on literals of the family (for the cast: on a natural)
    ///  ⊢ t = v                  v is a literal, or truth or falsity
    /// ```
    /// Errors: t is of no such form.
    pub fn compute(&self, t: &Term) -> Result<Theorem> {
        let value = self.evaluate(t);
        let value = value.ok_or_else(|| t.error("not ground arithmetic"))?;
        let by = Inference::Rule("compute");
        let conclusion = Conclusion::equation(t.clone(), value)?;
        Ok(conclusion.under(Set::default(), by, &[], self.axioms.clone()))
    }

    fn evaluate(&self, t: &Term) -> Option<Term> {
        let (function, b) = t.as_apply()?;
        if let Some((head, a)) = function.as_apply() {
            let (a, b) = (exact(a, &self.numerals)?, exact(b, &self.numerals)?);
            return self.calculate(self.symbol(head)?, a, b);
        }
        match self.symbol(function)? {
            '~' => self.calculate('-', &Exact::Small(0, 1), exact(b, &self.numerals)?),
            'i' => self.calculate('/', &Exact::Small(1, 1), exact(b, &self.numerals)?),
            'c' => self.number(exact(b, &self.source)?.clone()),
            _ => None,
        }
    }

    fn calculate(&self, symbol: char, a: &Exact, b: &Exact) -> Option<Term> {
        if let (Exact::Small(p, q), Exact::Small(r, s)) = (a, b) {
            let parts = [*p, *q, *r, *s];
            if parts.iter().all(|part| i32::try_from(*part).is_ok()) {
                return self.on_parts(symbol, parts); // twice 2^62 fits
            }
            return self.on_parts(symbol, parts.map(i128::from)); // twice 2^126 fits
        }
        let ((p, q), (r, s)) = (a.parts(), b.parts());
        self.on_parts(symbol, [p, q, r, s])
    }

    /// An operation on p/q and r/s.
    fn on_parts<T: Whole>(&self, symbol: char, [p, q, r, s]: [T; 4]) -> Option<Term> {
        let (left, right) = (p.clone() * s.clone(), r.clone() * q.clone());
        match symbol {
            '+' => self.number(Exact::ratio(left + right, q * s)),
            '-' => self.number(Exact::ratio(left - right, q * s)),
            '*' => self.number(Exact::ratio(p * r, q * s)),
            '/' => self.number(Exact::ratio(left, right)),
            '≤' => self.truth(left <= right),
            '<' => self.truth(left < right),
            '=' => self.truth(left == right),
            _ => None,
        }
    }

    fn symbol(&self, head: &Term) -> Option<char> {
        let mut known = self.symbols.iter();
        known.find(|(_, t)| *t == head).map(|(symbol, _)| *symbol)
    }

    fn number(&self, exact: Exact) -> Option<Term> {
        Some(Term::literal(&self.numerals.admit(exact).ok()?))
    }

    fn truth(&self, holds: bool) -> Option<Term> {
        self.symbols.get(if holds { &'T' } else { &'F' }).cloned()
    }
}

/// The value of a literal of the family.
fn exact<'a>(t: &'a Term, family: &Numerals) -> Option<&'a Exact> {
    match t.kind() {
        Kind::Literal(l) if l.numerals() == family => Some(l.exact()),
        _ => None,
    }
}

/// A statement as hypotheses and conclusion.
fn sequent(symbols: &Symbols, statement: &str) -> Result<(Set<Term>, Term)> {
    let read = |text: &str| term(symbols, &mut text.chars().filter(|c| !c.is_whitespace()));
    let (hypotheses, conclusion) = statement.split_once('⊢').unwrap_or(("", statement));
    let hypotheses: Result<Vec<_>> = hypotheses.split_terminator(',').map(read).collect();
    Ok((set(hypotheses?), read(conclusion)?))
}

/// The term at the head of a text in Polish notation.
fn term(symbols: &Symbols, text: &mut impl Iterator<Item = char>) -> Result<Term> {
    let symbol = text.next().unwrap_or(' ');
    let parts: Result<Vec<_>> = (0..arity(symbol)).map(|_| term(symbols, text)).collect();
    match (symbol, &parts?[..]) {
        ('=', [left, right]) => Term::equation(left, right),
        (_, parts) => applied(symbols, symbol, parts),
    }
}
