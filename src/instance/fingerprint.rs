//! A number that tells instances apart, so that each counts once.

use super::search::Instance;
use crate::evaluate::{Function, Piecewise, Value};
use rustc_hash::FxHasher;
use std::hash::{Hash, Hasher};

/// The number of an instance. Two that differ have the same one so seldom that only a count could be too small by one.
pub(super) fn fingerprint(instance: &Instance) -> u64 {
    let mut hasher = FxHasher::default();
    instance.sizes.hash(&mut hasher);
    instance
        .values
        .iter()
        .for_each(|value| hash_value(value, &mut hasher));
    hasher.finish()
}

fn hash_value(value: &Value, hasher: &mut FxHasher) {
    match value {
        Value::Unknown(_) | Value::Arbitrary => 0u8.hash(hasher),
        Value::Bool(b) => b.hash(hasher),
        Value::Nat(n) => n.hash(hasher),
        Value::Real(x) => x.hash(hasher),
        Value::Point(p) => p.hash(hasher),
        Value::Pair(pair) => {
            hash_value(&pair.0, hasher);
            hash_value(&pair.1, hasher);
        }
        Value::Function(function) => match &**function {
            Function::Table(_, values)
            | Function::Members(_, values)
            | Function::Prefixed(_, _, values) => {
                values.len().hash(hasher);
                values.iter().for_each(|value| hash_value(value, hasher));
            }
            Function::Sequence(values, rest) => {
                values.iter().for_each(|value| hash_value(value, hasher));
                hash_value(rest, hasher);
            }
            Function::Linear(f) => hash_line(f, hasher),
            Function::Family(_, rows) => rows.iter().for_each(|row| hash_line(row, hasher)),
            Function::Shift(outer) => hash_line(outer, hasher),
            Function::Constant(value) => hash_value(value, hasher),
            Function::Closure(..) | Function::Updated(..) => 1u8.hash(hasher),
        },
        Value::Dist(law) => {
            law.points
                .iter()
                .for_each(|value| hash_value(value, hasher));
            law.weights.hash(hasher);
        }
    }
}

fn hash_line(line: &Piecewise, hasher: &mut FxHasher) {
    line.points.hash(hasher);
    line.before.hash(hasher);
    line.after.hash(hasher);
}
