//! Numbers to compute with: ℕ and ℚ over declared constants, their literals, and the rule armed by axioms that say what
//! the characteristic theorems say.

use super::{apply, constant};
use num_rational::BigRational;
use rationale_kernel::*;
use std::collections::BTreeMap;

pub const NATURALS: &str = "T; = + o y y; = + S x y S + x y; = * o y o; = * S x y + y * x y;
    = ≤ o y T; = ≤ S x o F; = ≤ S x S y ≤ x y; = < x y ≤ S x y; = = o S y F; = = S x S y = x y";
pub const RATIONALS: &str = "T; F ⊢ p; = = p F F ⊢ p;
    = + x y + y x; = + + x y z + x + y z; = + 0 x x; = + ~ x x 0; = - x y + x ~ y;
    = * x y * y x; = * * x y z * x * y z; = * 1 x x; = * x + y z + * x y * x z;
    = = x 0 F ⊢ = * i x x 1; = i 0 0; = / x y * x i y; = = 0 1 F;
    ≤ x y, ≤ y x ⊢ = x y; ≤ x y, ≤ y z ⊢ ≤ x z; = ≤ x y F ⊢ ≤ y x; ≤ y z ⊢ ≤ + x y + x z;
    ≤ 0 x, ≤ 0 y ⊢ ≤ 0 * x y; = < x y = ≤ y x F; = c o 0; = c S n + c n 1";

/// Numbers of one kind: the terms by their symbols, the family, and the rule armed by axioms.
pub struct Numbers {
    pub symbols: BTreeMap<char, Term>,
    pub numerals: Numerals,
    pub theorems: Vec<Theorem>,
    pub armed: Arithmetic,
}

pub fn declare(name: &str, result: &Type, arguments: &[&Type]) -> Term {
    let to = |ty, argument: &&Type| Type::function(argument, &ty).unwrap();
    constant(name, &arguments.iter().rev().fold(result.clone(), to))
}

pub fn read(symbols: &BTreeMap<char, Term>, text: &mut impl Iterator<Item = char>) -> Term {
    let symbol = text.next().unwrap();
    let arity = match symbol {
        '=' | '+' | '-' | '*' | '/' | '≤' | '<' => 2,
        'S' | '~' | 'i' | 'c' => 1,
        _ => 0,
    };
    let parts: Vec<Term> = (0..arity).map(|_| read(symbols, text)).collect();
    match &parts[..] {
        [left, right] if symbol == '=' => Term::equation(left, right).unwrap(),
        parts => apply(&symbols[&symbol], &parts.iter().collect::<Vec<_>>()),
    }
}

pub fn statement(symbols: &BTreeMap<char, Term>, text: &str) -> Theorem {
    let read = |text: &str| read(symbols, &mut text.chars().filter(|c| !c.is_whitespace()));
    let (hypotheses, conclusion) = text.split_once('⊢').unwrap_or(("", text));
    let hypotheses: Vec<Term> = hypotheses.split_terminator(',').map(read).collect();
    Theorem::axiom(text.trim(), &hypotheses, &read(conclusion)).unwrap()
}

pub fn with_variables(symbols: &mut BTreeMap<char, Term>, number: &Type, natural: &Type) {
    let all = [('x', number), ('y', number), ('z', number), ('n', natural)];
    for (name, ty) in all.into_iter().chain([('p', &Type::boolean())]) {
        let v = Variable::new(name.to_string(), ty.clone());
        symbols.insert(name, Term::variable(&v));
    }
}

pub fn operations<const N: usize>(symbols: &BTreeMap<char, Term>, names: [char; N]) -> [Term; N] {
    names.map(|name| symbols[&name].clone())
}

pub fn naturals() -> Numbers {
    let (number, o) = (
        Type::apply(&TypeOperator::declare("nat", 0), vec![]).unwrap(),
        Type::boolean(),
    );
    let n = &number;
    let mut symbols = BTreeMap::from([
        ('o', declare("zero", n, &[])),
        ('S', declare("suc", n, &[n])),
        ('T', declare("true", &o, &[])),
        ('F', declare("false", &o, &[])),
        ('+', declare("+", n, &[n, n])),
        ('*', declare("*", n, &[n, n])),
        ('≤', declare("≤", &o, &[n, n])),
        ('<', declare("<", &o, &[n, n])),
    ]);
    with_variables(&mut symbols, n, n);
    let numerals = Numerals::naturals(&symbols[&'o'], &symbols[&'S']).unwrap();
    let theorems: Vec<Theorem> = NATURALS
        .split(';')
        .map(|s| statement(&symbols, s))
        .collect();
    let by = operations(&symbols, ['T', 'F', '+', '*', '≤', '<']);
    let armed = Arithmetic::naturals(&numerals, by, &theorems).unwrap();
    Numbers {
        symbols,
        numerals,
        theorems,
        armed,
    }
}

pub fn rationals() -> (Numbers, Numbers) {
    let naturals = naturals();
    let (number, o) = (
        Type::apply(&TypeOperator::declare("rat", 0), vec![]).unwrap(),
        Type::boolean(),
    );
    let (q, n) = (&number, naturals.numerals.ty());
    let mut symbols = naturals.symbols.clone();
    symbols.extend([
        ('0', declare("0", q, &[])),
        ('1', declare("1", q, &[])),
        ('+', declare("+", q, &[q, q])),
        ('~', declare("~", q, &[q])),
        ('-', declare("-", q, &[q, q])),
        ('*', declare("*", q, &[q, q])),
        ('i', declare("inv", q, &[q])),
        ('/', declare("/", q, &[q, q])),
        ('≤', declare("≤", &o, &[q, q])),
        ('<', declare("<", &o, &[q, q])),
        ('c', declare("cast", q, &[n])),
    ]);
    with_variables(&mut symbols, q, n);
    let [zero, one, add, neg, div] = operations(&symbols, ['0', '1', '+', '~', '/']);
    let numerals = Numerals::rationals(&zero, &one, &add, &neg, &div).unwrap();
    let theorems: Vec<Theorem> = RATIONALS
        .split(';')
        .map(|s| statement(&symbols, s))
        .collect();
    let by = operations(&symbols, RATIONAL_OPERATIONS);
    let armed = Arithmetic::rationals([&numerals, &naturals.numerals], by, &theorems).unwrap();
    (
        naturals,
        Numbers {
            symbols,
            numerals,
            theorems,
            armed,
        },
    )
}

pub const RATIONAL_OPERATIONS: [char; 8] = ['T', 'F', '-', '*', 'i', '≤', '<', 'c'];

pub fn ratio(text: &str) -> BigRational {
    text.parse().unwrap()
}

impl Numbers {
    pub fn literal(&self, text: &str) -> Term {
        Term::literal(&self.numerals.literal(&ratio(text)).unwrap())
    }

    /// `a op b` or `op b` of literals.
    pub fn ground(&self, text: &str) -> Term {
        let words: Vec<&str> = text.split(' ').collect();
        let (symbol, literals) = match words[..] {
            [a, op, b] => (op, vec![self.literal(a), self.literal(b)]),
            [op, b] => (op, vec![self.literal(b)]),
            _ => panic!("{text}"),
        };
        match (symbol, &literals[..]) {
            ("=", [a, b]) => Term::equation(a, b).unwrap(),
            (op, parts) => apply(
                &self.symbols[&op.chars().next().unwrap()],
                &parts.iter().collect::<Vec<_>>(),
            ),
        }
    }

    pub fn value(&self, text: &str) -> Term {
        match text {
            "T" | "F" => self.symbols[&text.chars().next().unwrap()].clone(),
            number => self.literal(number),
        }
    }

    #[track_caller]
    pub fn computes(&self, cases: &[(&str, &str)]) {
        for (ground, value) in cases {
            let theorem = self.armed.compute(&self.ground(ground)).unwrap();
            let expected = (&self.ground(ground), &self.value(value));
            assert_eq!(theorem.as_equation(), Some(expected), "{ground}");
            assert!(theorem.hypotheses().is_empty());
        }
    }
}
