//! Random claims whose truth is known before they are tried: each false one fails at a point that made it, each true one
//! is a sum of squares. A false claim that is proved, by whatever certificate, fails the test and prints its seed.
//!
//! `RANDOM_CLAIMS=200000 cargo test --release --test random_claims` tries more; docs/benchmarks.md has the result of a long run.

use rationale::check::{self, MemorySources, Options, Request, Sources};
use rationale::elaborate::{Elaborator, Environment, Scope};
use rationale::inequality::claim::{Finding, settle};
use rationale::inequality::expression::{
    Claim, ClaimVariable, Comparator, Expression, Formula, Function, Operation,
};
use rationale::inequality::{Limits, Verdict, decide};
use rationale::prove::arith::Rational;
use rationale::syntax::parse_expr;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Arc, OnceLock};

/// Numbers from a seed (Steele, Lea and Flood 2014).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From `low` up to `high`, both included.
    fn between(&mut self, low: i64, high: i64) -> i64 {
        low + (self.next() % (high - low + 1) as u64) as i64
    }

    fn one_of<T: Clone>(&mut self, choices: &[T]) -> T {
        choices[self.between(0, choices.len() as i64 - 1) as usize].clone()
    }

    fn fraction(&mut self, size: i64, denominator: i64) -> Rational {
        Rational::new(self.between(-size, size), self.between(1, denominator)).unwrap()
    }
}

fn sum(a: Expression, b: Expression) -> Expression {
    Expression::binary(Operation::Add, a, b)
}

fn product(a: Expression, b: Expression) -> Expression {
    Expression::binary(Operation::Multiply, a, b)
}

fn square(a: Expression) -> Expression {
    Expression::Power(Box::new(a), 2)
}

/// A form with its value at a point.
type Valued = (Expression, Rational);

/// Makes forms whose values at one point are known.
struct Maker {
    random: Random,
    point: Vec<Rational>,
}

impl Maker {
    fn new(seed: u64) -> (Self, Vec<ClaimVariable>) {
        let mut random = Random(seed);
        let count = random.between(1, 3);
        let natural = random.between(0, 4) == 0;
        let coordinate = |random: &mut Random| match natural {
            true => Rational::from(random.between(0, 5)),
            false => random.fraction(9, 7),
        };
        let point = (0..count).map(|_| coordinate(&mut random)).collect();
        let variable = |i| ClaimVariable {
            name: format!("x{i}"),
            natural,
        };
        (Maker { random, point }, (0..count).map(variable).collect())
    }

    /// A linear form that vanishes at the point.
    fn vanishing(&mut self) -> Expression {
        let mut form = Expression::number(0);
        for (i, value) in (0..).zip(&self.point) {
            let factor = Expression::number(self.random.between(-3, 3));
            let shift = Expression::Number(-value);
            form = sum(form, product(factor, sum(Expression::Variable(i), shift)));
        }
        form
    }

    fn monomial(&mut self) -> Valued {
        let (mut form, mut value) = (Expression::number(1), Rational::ONE);
        for _ in 0..self.random.between(1, 3) {
            let i = self.random.between(0, self.point.len() as i64 - 1);
            form = product(form, Expression::Variable(i as u32));
            value = &value * &self.point[i as usize];
        }
        (form, value)
    }

    /// Something whose value is a number by construction: exp 0, log 1, √k², 1 / 1, |0|, the greater of 0 and 0.
    fn built(&mut self) -> Valued {
        let (l, m) = (self.vanishing(), self.vanishing());
        let above = sum(square(l.clone()), Expression::number(1));
        let k = self.random.between(1, 3);
        let apply = Expression::apply;
        match self.random.between(0, 5) {
            0 => (apply(Function::Exponential, l), Rational::ONE),
            1 => (apply(Function::Logarithm, above), Rational::ZERO),
            2 => {
                let inside = sum(square(l), Expression::number(k * k));
                (apply(Function::Root, inside), Rational::from(k))
            }
            3 => {
                let one = Expression::number(1);
                (
                    Expression::binary(Operation::Divide, one, above),
                    Rational::ONE,
                )
            }
            4 => (apply(Function::Absolute, l), Rational::ZERO),
            _ => (Expression::binary(Operation::Maximum, l, m), Rational::ZERO),
        }
    }

    fn form(&mut self, plain: bool) -> Valued {
        let (mut form, mut total) = (Expression::number(0), Rational::ZERO);
        for _ in 0..self.random.between(1, 4) {
            let (part, value) = if plain || self.random.between(0, 1) == 0 {
                self.monomial()
            } else {
                self.built()
            };
            let factor = self.random.fraction(4, 3);
            form = sum(form, product(Expression::Number(factor.clone()), part));
            total = &total + &(&factor * &value);
        }
        (form, total)
    }

    /// A comparison that holds at the point.
    fn true_there(&mut self, plain: bool) -> Formula {
        let (form, value) = self.form(plain);
        let slack = Rational::new(self.random.between(0, 3), 2).unwrap();
        if self.random.between(0, 4) == 0 {
            return Formula::Compare(Comparator::Equal, form, Expression::Number(value));
        }
        let bound = Expression::Number(&value + &slack);
        Formula::Compare(Comparator::AtMost, form, bound)
    }

    /// A formula that fails at the point, often only there.
    fn false_there(&mut self, plain: bool) -> Formula {
        let (form, value) = self.form(plain);
        let bound = Expression::Number(value.clone());
        let compare = |c, bound| Formula::Compare(c, form.clone(), bound);
        match self.random.between(0, 5) {
            0 | 1 => compare(Comparator::Below, bound),
            2 => {
                let less = self.random.one_of(&[1, 10, 1_000_000]);
                let gap = Rational::new(1, less).unwrap();
                compare(Comparator::AtMost, Expression::Number(&value - &gap))
            }
            3 => Formula::Not(Box::new(compare(Comparator::Equal, bound))),
            4 => Formula::Or(
                Box::new(compare(Comparator::Below, bound)),
                Box::new(self.false_there(plain)),
            ),
            _ => Formula::Implies(
                Box::new(self.true_there(plain)),
                Box::new(compare(Comparator::Below, bound)),
            ),
        }
    }
}

/// A claim that fails at a point, and the point.
fn false_claim(seed: u64) -> (Claim, Vec<Rational>) {
    let (mut maker, variables) = Maker::new(seed);
    let plain = maker.random.between(0, 1) == 0;
    let hypotheses = (0..maker.random.between(0, 3))
        .map(|_| maker.true_there(plain))
        .collect();
    let goal = maker.false_there(plain);
    let claim = Claim {
        variables,
        hypotheses,
        goal,
    };
    (claim, maker.point)
}

/// The value at a point; nothing if a function has no rational value that is known here.
fn value(e: &Expression, point: &[Rational]) -> Option<Rational> {
    let greater = |a: Rational, b: Rational, up: bool| if (a > b) == up { a } else { b };
    Some(match e {
        Expression::Number(n) => n.clone(),
        Expression::Variable(i) => point[*i as usize].clone(),
        Expression::Pi => return None,
        Expression::Power(a, k) => value(a, point)?.power(*k)?,
        Expression::Binary(operation, a, b) => {
            let (a, b) = (value(a, point)?, value(b, point)?);
            match operation {
                Operation::Add => &a + &b,
                Operation::Subtract => &a - &b,
                Operation::Multiply => &a * &b,
                Operation::Divide => a.divide(&b).unwrap_or(Rational::ZERO),
                Operation::Minimum => greater(a, b, false),
                Operation::Maximum => greater(a, b, true),
            }
        }
        Expression::Apply(Function::Negate, a) => -&value(a, point)?,
        Expression::Apply(Function::Absolute, a) => value(a, point)?.abs(),
        Expression::Apply(function, a) => {
            let a = value(a, point)?;
            match function {
                Function::Exponential if a.is_zero() => Rational::ONE,
                Function::Logarithm if a.is_one() => Rational::ZERO,
                Function::Root => (0..4).map(Rational::from).find(|k| k * k == a)?,
                _ => return None,
            }
        }
    })
}

fn truth(formula: &Formula, point: &[Rational]) -> Option<bool> {
    Some(match formula {
        Formula::Constant(truth) => *truth,
        Formula::Not(p) => !truth(p, point)?,
        Formula::And(p, q) => truth(p, point)? && truth(q, point)?,
        Formula::Or(p, q) => truth(p, point)? || truth(q, point)?,
        Formula::Implies(p, q) => !truth(p, point)? || truth(q, point)?,
        Formula::Iff(p, q) => truth(p, point)? == truth(q, point)?,
        Formula::Compare(comparator, a, b) => {
            let (a, b) = (value(a, point)?, value(b, point)?);
            match comparator {
                Comparator::AtMost => a <= b,
                Comparator::Below => a < b,
                Comparator::Equal => a == b,
            }
        }
    })
}

/// Whether the claim fails at a point, as far as that is known here.
fn fails(claim: &Claim, point: &[Rational]) -> Option<bool> {
    for hypothesis in &claim.hypotheses {
        if !truth(hypothesis, point)? {
            return Some(false);
        }
    }
    Some(!truth(&claim.goal, point)?)
}

/// How many were refuted, and how many ended unknown; a false claim that is proved ends the test.
fn tried(seeds: impl Iterator<Item = u64>) -> (usize, usize) {
    let (mut refuted, mut unknown) = (0, 0);
    for seed in seeds {
        let (claim, point) = false_claim(seed);
        assert_eq!(fails(&claim, &point), Some(true), "seed {seed}: {claim:?}");
        let limits = Limits {
            steps: 1_500,
            deadline: None,
        };
        match decide(&claim, limits) {
            Verdict::Proved(_) => panic!("seed {seed}: proved, and false at {point:?}: {claim:?}"),
            Verdict::Refuted(values) => {
                assert_ne!(
                    fails(&claim, &values),
                    Some(false),
                    "seed {seed}: {values:?}"
                );
                refuted += 1;
            }
            Verdict::Unknown => unknown += 1,
        }
    }
    (refuted, unknown)
}

/// None is proved, and every counterexample is one where its exactness can be told here.
#[test]
fn false_claims_are_never_proved() {
    let count = std::env::var("RANDOM_CLAIMS")
        .ok()
        .and_then(|n| n.parse().ok());
    let count: u64 = count.unwrap_or(20_000);
    let threads = std::thread::available_parallelism().map_or(1, |n| n.get() as u64);
    let start = std::time::Instant::now();
    let found: Vec<(usize, usize)> = std::thread::scope(|scope| {
        let share = |k| move || tried((k..count).step_by(threads as usize));
        let running: Vec<_> = (0..threads).map(|k| scope.spawn(share(k))).collect();
        running
            .into_iter()
            .map(|r| r.join().expect("no claim is proved"))
            .collect()
    });
    let (refuted, unknown) = found.iter().fold((0, 0), |(r, u), (a, b)| (r + a, u + b));
    println!(
        "{refuted} refuted, {unknown} unknown, 0 proved · {:.1} s",
        start.elapsed().as_secs_f64()
    );
    assert_eq!((refuted + unknown) as u64, count);
    assert!(
        refuted * 2 > count as usize,
        "only {refuted} of {count} are refuted"
    );
}

/// The files of the library, on the disk.
struct Library;

impl Sources for Library {
    fn read(&self, path: &str) -> Result<Arc<str>, check::SourceError> {
        let file = format!("{}/{path}", env!("CARGO_MANIFEST_DIR"));
        match std::fs::read_to_string(file) {
            Ok(text) => Ok(text.into()),
            Err(_) => MemorySources::new().read(path),
        }
    }
}

/// The environment that claims are settled in, made once.
fn library() -> &'static Environment {
    static LIBRARY: OnceLock<Environment> = OnceLock::new();
    LIBRARY.get_or_init(|| {
        let request = Request::file("proofs/lib/inequality.proof");
        let outcome = check::check(&Library, &[request], &Options::default());
        assert!(outcome.is_success());
        let last = outcome
            .files
            .iter()
            .find(|f| &*f.path == "proofs/lib/inequality.proof");
        last.expect("the file that was asked for").environment()
    })
}

/// `proved` (by a kernel theorem), `refuted`, or what else became of a formula.
fn verdict(formula: &str) -> String {
    let read = parse_expr(formula).expect("a formula");
    let term = Elaborator::new(library(), &Scope::new())
        .term(&read, None)
        .expect("a statement");
    match settle(library(), &term, Limits::default()) {
        Finding::Proved { theorem, .. } => {
            assert!(theorem.concludes(&term) && theorem.hypotheses().is_empty());
            "proved".to_owned()
        }
        Finding::Checked { reason, .. } => format!("not followed: {reason}"),
        Finding::Refuted(_) => "refuted".to_owned(),
        Finding::Unknown(tried) => format!("unknown: {tried:?}"),
    }
}

/// A polynomial in x and y, by exponents.
type Plane = BTreeMap<(u32, u32), i64>;

fn squared(q: &Plane) -> Plane {
    let mut square = Plane::new();
    for ((a, b), c) in q {
        for ((d, e), f) in q {
            *square.entry((a + d, b + e)).or_default() += c * f;
        }
    }
    square
}

fn written(p: &Plane) -> String {
    p.iter().fold("0".to_owned(), |mut text, ((a, b), c)| {
        let _ = write!(text, " + ({c}) * x ^ {a} * y ^ {b}");
        text
    })
}

/// Σ qᵢ² for random qᵢ that all vanish at a point; quartic if the qᵢ are quadratic.
fn sum_of_squares(random: &mut Random, quadratic: bool) -> Plane {
    let (x, y) = (random.between(-3, 3), random.between(-3, 3));
    let mut total = Plane::new();
    for _ in 0..random.between(1, 3) {
        let mut q = Plane::from([
            ((1, 0), random.between(-3, 3)),
            ((0, 1), random.between(-3, 3)),
        ]);
        if quadratic {
            q.insert((2, 0), random.between(-2, 2));
            q.insert((1, 1), random.between(-2, 2));
        }
        let there: i64 = q.iter().map(|((a, b), c)| c * x.pow(*a) * y.pow(*b)).sum();
        q.insert((0, 0), -there);
        for (exponents, c) in squared(&q) {
            *total.entry(exponents).or_default() += c;
        }
    }
    total
}

/// A sum of squares and something above 0 is proved not to be negative; that it stays away from 0, where it does not, is refuted.
#[test]
fn sums_of_squares() {
    for seed in 0..40 {
        let mut random = Random(seed);
        let p = sum_of_squares(&mut random, seed % 4 == 3);
        let slack = random.between(0, 3);
        let text = written(&p);
        let proved = format!("∀ x y : ℝ. 0 ≤ {text} + {slack}");
        assert_eq!(verdict(&proved), "proved", "seed {seed}: {proved}");
        let refuted = format!("∀ x y : ℝ. 1 / 10 ≤ {text}");
        assert_eq!(verdict(&refuted), "refuted", "seed {seed}: {refuted}");
    }
}

/// Random linear hypotheses and one more that makes a positive combination of all of them −1 ≥ 0: contradictory.
#[test]
fn linear_contradictions() {
    for seed in 0..60 {
        let mut random = Random(1_000 + seed);
        let mut rows: Vec<[i64; 4]> = Vec::new();
        let mut last = [0; 4];
        for _ in 0..random.between(2, 4) {
            let row = [0; 4].map(|_: i64| random.between(-5, 5));
            let by = random.between(1, 3);
            (0..4).for_each(|i| last[i] -= by * row[i]);
            rows.push(row);
        }
        // Σ multipliers · rows + last = 0 in the variables, and 1 in the constant.
        last[3] -= 1;
        rows.push(last);
        let row = |r: &[i64; 4]| {
            format!(
                "({}) * x + ({}) * y + ({}) * z + ({}) ≥ 0 → ",
                r[0], r[1], r[2], r[3]
            )
        };
        let all: String = rows.iter().map(row).collect();
        let absurd = format!("∀ x y z : ℝ. {all}(1 : ℝ) ≤ 0");
        assert_eq!(verdict(&absurd), "proved", "seed {seed}: {absurd}");
    }
}
