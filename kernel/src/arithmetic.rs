//! The literal rule: one operation on literals, computed. It works only when *armed* by the characteristic theorems of
//! the operations, which are compared as whole sequents, types included; from them and from the schemes of the
//! literals every result also follows by the other rules. Results carry the axioms of those theorems.

use crate::*;

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
        let operations = ['T', 'F', '+', '*', '≤', '<'].into_iter().zip(by);
        Self::arm([numerals, numerals], operations, NATURALS, theorems)
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
    pub fn rationals(
        numerals: &Numerals,
        naturals: &Numerals,
        by: [Term; 8],
        theorems: &[Theorem],
    ) -> Result<Self> {
        let operations = ['T', 'F', '-', '*', 'i', '≤', '<', 'c'].into_iter().zip(by);
        Self::arm([numerals, naturals], operations, RATIONALS, theorems)
    }

    fn arm(
        [numerals, source]: [&Numerals; 2],
        operations: impl Iterator<Item = (char, Term)>,
        statements: &str,
        theorems: &[Theorem],
    ) -> Result<Self> {
        let mut symbols = source.symbols().clone();
        symbols.extend(numerals.symbols().clone());
        symbols.extend(operations);
        let relation = Type::of_equality(numerals.ty()).1;
        symbols.insert('=', Term::constant(&Constant::equality(), &relation)?);
        symbols.values().try_for_each(closed)?;
        let (ty, n, p) = (numerals.ty(), source.ty(), &Type::boolean());
        for (name, ty) in [('x', ty), ('y', ty), ('z', ty), ('n', n), ('p', p)] {
            let variable = Variable::new(name.to_string(), ty.clone());
            symbols.insert(name, Term::variable(&variable));
        }
        let (mut axioms, mut theorems) = (Set::EMPTY, theorems.iter());
        for statement in statements.split(';') {
            let (hypotheses, expected) = sequent(&symbols, statement)?;
            let fits = |t: &Theorem| t.hypotheses() == hypotheses.as_slice();
            match theorems.next() {
                Some(t) if fits(t) && t.concludes(&expected) => axioms = axioms.union(&t.axioms),
                found => {
                    let found = found.map(Theorem::conclusion);
                    let terms = [expected].into_iter().chain(found).collect();
                    return Err(KernelError(
                        "expected this characteristic theorem, found",
                        terms,
                    ));
                }
            }
        }
        let (numerals, source) = (numerals.clone(), source.clone());
        Ok(Arithmetic {
            numerals,
            source,
            symbols,
            axioms,
        })
    }

    getters! { self:
        /// The family that it computes in.
        pub numerals: &Numerals = &self.numerals;
    }

    /// ```text
    /// ──────────── compute      t is one armed operation, or =, on literals of the family (for the cast: on a natural)
    ///  ⊢ t = v                  v is a literal, or truth or falsity
    /// ```
    /// Errors: t is of no such form.
    pub fn compute(&self, t: &Term) -> Result<Theorem> {
        let not_one = || t.error("not ground arithmetic");
        let value = self.evaluate(t).ok_or_else(not_one)?;
        let by = Inference::Rule("compute");
        Ok(Conclusion::equation(t.clone(), value)?.under(Set::EMPTY, by, &[], &self.axioms))
    }

    fn evaluate(&self, t: &Term) -> Option<Term> {
        let (function, b) = t.as_apply()?;
        let own = |t: &Term| t.as_literal()?.of(&self.numerals);
        if let Some((head, a)) = function.as_apply() {
            return self.calculate(self.symbol(head)?, &own(a)?, &own(b)?);
        }
        match self.symbol(function)? {
            '~' => self.calculate('-', &Exact::Small(0, 1), &own(b)?),
            'i' => self.calculate('/', &Exact::Small(1, 1), &own(b)?),
            'c' => self.number(b.as_literal()?.of(&self.source)?),
            _ => None,
        }
    }

    fn calculate(&self, symbol: char, a: &Exact, b: &Exact) -> Option<Term> {
        if let (Exact::Small(p, q), Exact::Small(r, s)) = (a, b) {
            return self.on_parts(symbol, [*p, *q, *r, *s].map(i128::from)); // twice 2^126 fits
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
        self.symbols
            .iter()
            .find(|(_, t)| *t == head)
            .map(|(symbol, _)| *symbol)
    }

    fn number(&self, exact: Exact) -> Option<Term> {
        Some(Term::literal(&self.numerals.admit(exact).ok()?))
    }

    fn truth(&self, holds: bool) -> Option<Term> {
        self.symbols.get(if holds { &'T' } else { &'F' }).cloned()
    }
}

/// A statement as hypotheses and conclusion.
fn sequent(symbols: &Symbols, statement: &str) -> Result<(Set<Term>, Term)> {
    let read = |text: &str| term(symbols, &mut text.chars().filter(|c| !c.is_whitespace()));
    let (hypotheses, conclusion) = statement.split_once('⊢').unwrap_or(("", statement));
    let hypotheses: Result<Vec<_>> = hypotheses.split_terminator(',').map(read).collect();
    Ok((Set::collect(hypotheses?), read(conclusion)?))
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
