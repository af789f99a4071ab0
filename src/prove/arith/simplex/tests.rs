//! Tests of `simplex`.

use super::*;
use proptest::prelude::*;

const COLUMNS: usize = 3;

fn any_constraint() -> impl Strategy<Value = Constraint> {
    let relation = prop_oneof![4 => Just(Relation::AtMost), 2 => Just(Relation::Below), 1 => Just(Relation::Equal)];
    ([-3i64..4, -3i64..4, -3i64..4], -4i64..5, 1i64..3, relation).prop_map(|(c, k, q, relation)| {
        Constraint {
            coefficients: (0u32..)
                .zip(c)
                .filter(|(_, c)| *c != 0)
                .map(|(x, c)| (x, c.into()))
                .collect(),
            constant: Rational::new(k, q).unwrap(),
            relation,
        }
    })
}

fn holds(constraint: &Constraint, point: &[Rational]) -> bool {
    let sum = constraint
        .coefficients
        .iter()
        .fold(constraint.constant.clone(), |sum, (x, c)| {
            &sum + &(c * &point[*x as usize])
        });
    match constraint.relation {
        Relation::AtMost => sum.signum() <= 0,
        Relation::Below => sum.signum() < 0,
        Relation::Equal => sum.is_zero(),
    }
}

/// Whether the weighted sum of the constraints is absurd, and the weights have the right signs.
fn refutes(constraints: &[Constraint], multipliers: &[(usize, Rational)]) -> bool {
    let mut columns = vec![Rational::ZERO; COLUMNS];
    let (mut constant, mut strict) = (Rational::ZERO, false);
    for (index, weight) in multipliers {
        let constraint = &constraints[*index];
        if constraint.relation != Relation::Equal && !weight.is_positive() {
            return false;
        }
        strict |= constraint.relation == Relation::Below;
        constant += &(weight * &constraint.constant);
        for (x, c) in &constraint.coefficients {
            columns[*x as usize] += &(weight * c);
        }
    }
    columns.iter().all(Rational::is_zero)
        && (constant.is_positive() || (strict && constant.is_zero()))
}

/// Fourier and Motzkin: slow, and nothing like the simplex method.
fn feasible(mut constraints: Vec<Constraint>) -> bool {
    for column in 0..COLUMNS as u32 {
        constraints = without_column(constraints, column);
    }
    constraints.iter().all(|c| constant_holds(0, c).is_ok())
}

fn without_column(constraints: Vec<Constraint>, column: u32) -> Vec<Constraint> {
    let halves = constraints.into_iter().flat_map(|c| match c.relation {
        Relation::Equal => vec![
            Constraint {
                relation: Relation::AtMost,
                ..c.clone()
            },
            weighted_sum(
                &Rational::from(-1),
                &Constraint {
                    relation: Relation::AtMost,
                    ..c.clone()
                },
                &Rational::ZERO,
                &c,
            ),
        ],
        _ => vec![c],
    });
    let coefficient = |c: &Constraint| {
        c.coefficients
            .iter()
            .find(|(x, _)| *x == column)
            .map_or(Rational::ZERO, |(_, c)| c.clone())
    };
    let (free, bound): (Vec<_>, Vec<_>) = halves.partition(|c| coefficient(c).is_zero());
    let mut kept = free;
    for low in bound.iter().filter(|c| coefficient(c).is_negative()) {
        for high in bound.iter().filter(|c| coefficient(c).is_positive()) {
            kept.push(weighted_sum(
                &coefficient(high),
                low,
                &coefficient(low).abs(),
                high,
            ));
        }
    }
    kept
}

fn weighted_sum(a: &Rational, left: &Constraint, b: &Rational, right: &Constraint) -> Constraint {
    let widen = |c: &Constraint| {
        c.coefficients
            .iter()
            .map(|(x, c)| (*x as usize, c.clone()))
            .collect::<Vec<_>>()
    };
    let coefficients = combined((a, &widen(left)), (b, &widen(right)))
        .into_iter()
        .map(|(x, c)| (x as u32, c))
        .collect();
    let constant = &(a * &left.constant) + &(b * &right.constant);
    let strict =
        left.relation == Relation::Below || (right.relation == Relation::Below && !b.is_zero());
    Constraint {
        coefficients,
        constant,
        relation: if strict {
            Relation::Below
        } else {
            Relation::AtMost
        },
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]
    #[test]
    fn agrees_with_fourier_motzkin(constraints in prop::collection::vec(any_constraint(), 0..7)) {
        match solve(COLUMNS, &constraints, &mut 100_000) {
            Verdict::Satisfied(point) => prop_assert!(constraints.iter().all(|c| holds(c, &point))),
            Verdict::Refuted(multipliers) => {
                prop_assert!(refutes(&constraints, &multipliers));
                prop_assert!(!feasible(constraints));
            }
            Verdict::Exhausted => prop_assert!(false, "no verdict"),
        }
    }

    #[test]
    fn refutations_are_minimal(constraints in prop::collection::vec(any_constraint(), 3..9)) {
        if let Verdict::Refuted(multipliers) = solve(COLUMNS, &constraints, &mut 100_000) {
            for (dropped, _) in &multipliers {
                let kept = multipliers.iter().filter(|(i, _)| i != dropped).map(|(i, _)| constraints[*i].clone());
                prop_assert!(feasible(kept.collect()));
            }
        }
    }
}

#[test]
fn stops_when_the_budget_ends() {
    let constraint = |c: [i64; 2], k: i64| Constraint {
        coefficients: vec![(0, c[0].into()), (1, c[1].into())],
        constant: k.into(),
        relation: Relation::AtMost,
    };
    let system = [
        constraint([1, 1], 5),
        constraint([1, -1], 5),
        constraint([-1, 2], 5),
    ];
    assert_eq!(solve(2, &system, &mut 2), Verdict::Exhausted);
    assert_ne!(solve(2, &system, &mut 1000), Verdict::Exhausted);
}
