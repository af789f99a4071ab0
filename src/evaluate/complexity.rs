//! Growth functions of finite families, by their meaning.

use super::code::Code;
use super::machine::{Decided, Machine, natural};
use super::number::Real;
use super::types::TypeId;
use super::value::{Function, Value, Why};

impl Machine<'_> {
    /// The largest number of labellings that a family cuts out of n points of a finite type.
    pub(super) fn growth(&mut self, ty: TypeId, family: &Code, set: &Code, count: &Code) -> Value {
        let (family, set) = (self.run(family), self.run(set));
        let count = self.run(count);
        match self.growth_decided(ty, &family, &set, &count) {
            Ok(value) => Value::Real(Real::integer(value)),
            Err(why) => Value::Unknown(why),
        }
    }

    fn growth_decided(
        &mut self,
        ty: TypeId,
        family: &Value,
        set: &Value,
        count: &Value,
    ) -> Decided<i64> {
        let Value::Function(members) = set else {
            return Err(set.why());
        };
        let Function::Members(_, members) = &**members else {
            return Err(Why::Infinite);
        };
        let size = self.types.enumerable(ty).ok_or(Why::Infinite)?;
        let n = u32::try_from(natural(count)?).map_err(|_| Why::TooLarge)?;
        let samples = size
            .checked_pow(n)
            .filter(|c| *c <= 4096)
            .ok_or(Why::TooLarge)?;
        let mut rows = Vec::new();
        for member in members {
            let labels = self.apply(family, member.clone());
            let mut row = Vec::new();
            for place in 0..size {
                let point = self.types.element(ty, place);
                match self.apply(&labels, point) {
                    Value::Bool(label) => row.push(label),
                    other => return Err(other.why()),
                }
            }
            rows.push(row);
        }
        let traces = |mut sample: u64| {
            let mut points = Vec::new();
            for _ in 0..n {
                points.push((sample % size.max(1)) as usize);
                sample /= size.max(1);
            }
            let trace = |row: &Vec<bool>| points.iter().map(|p| row[*p]).collect::<Vec<_>>();
            rows.iter()
                .map(trace)
                .collect::<std::collections::BTreeSet<_>>()
                .len() as i64
        };
        Ok((0..samples).map(traces).max().unwrap_or(0))
    }
}
