//! Instances in the language: a statement with the equations that fix its variables, ready to be pasted as a claim.

use super::problem::Problem;
use super::search::{Counterexample, Instance};
use crate::elaborate::{Environment, Printer};
use crate::evaluate::{Function, Machine, Piecewise, Real, Shape, TypeId, Value};
use std::fmt::Write as _;

/// Values that are longer together stand on lines of their own.
const SHORT: usize = 80;

/// A counterexample in words.
#[derive(Clone, Debug)]
pub struct Printed {
    /// One line for each variable.
    pub lines: Vec<String>,
    /// The two sides, if the conclusion compares.
    pub sides: Option<String>,
    /// A claim to paste.
    pub claim: String,
    /// Everything in one line, or in several if that is long: ` for x = 0, y = 1: left 3, right 2`.
    pub short: String,
}

/// Writes values of one instance.
struct Writer<'p> {
    machine: Machine<'p>,
    problem: &'p Problem,
    /// For each type variable, the names of its elements.
    points: Vec<Vec<String>>,
    fresh: u32,
}

/// A counterexample of a problem that is called so.
pub fn printed(
    env: &Environment,
    problem: &Problem,
    name: &str,
    found: &Counterexample,
) -> Printed {
    let mut writer = Writer::new(problem, &found.instance);
    let lines = writer.lines(env, &found.instance);
    let sides = found
        .sides
        .as_ref()
        .zip(problem.sides.as_ref())
        .map(|((left, right), sides)| {
            format!(
                "{} {} {} does not hold",
                scalar(left),
                sides.relation,
                scalar(right)
            )
        });
    let claim = writer.claim(env, name, &found.instance, sides.as_deref());
    let short = writer.short(found);
    Printed {
        lines,
        sides,
        claim,
        short,
    }
}

/// The values of an instance, one line for each variable.
pub fn instance_lines(env: &Environment, problem: &Problem, instance: &Instance) -> Vec<String> {
    Writer::new(problem, instance).lines(env, instance)
}

/// A negative number without its brackets.
fn bare(text: &str) -> &str {
    let inner = text
        .strip_prefix("(-")
        .and_then(|rest| rest.strip_suffix(')'));
    inner
        .filter(|rest| rest.chars().all(|c| c.is_ascii_digit() || c == '/'))
        .map_or(text, |_| &text[1..text.len() - 1])
}

/// `left 3, right 2`, if both sides are numbers or truth values.
fn both_sides(sides: Option<&(Value, Value)>) -> Option<String> {
    let is_scalar =
        |value: &Value| matches!(value, Value::Real(_) | Value::Nat(_) | Value::Bool(_));
    let (left, right) = sides.filter(|(left, right)| is_scalar(left) && is_scalar(right))?;
    Some(format!("left {}, right {}", scalar(left), scalar(right)))
}

fn scalar(value: &Value) -> String {
    match value {
        Value::Real(x) => x.to_string(),
        Value::Nat(n) => n.to_string(),
        Value::Bool(b) => b.to_string(),
        Value::Unknown(why) => format!("(unknown: {})", why.words()),
        _ => "(a value)".to_owned(),
    }
}

fn real(x: &Real) -> String {
    let text = x.to_string();
    if text.starts_with('-') {
        format!("({text})")
    } else {
        text
    }
}

impl<'p> Writer<'p> {
    fn new(problem: &'p Problem, instance: &Instance) -> Self {
        let mut machine = Machine::new(&problem.program);
        machine.types.set_sizes(&instance.sizes);
        machine.horizon = instance.horizon;
        machine.fuel = 1_000_000;
        let mut taken: Vec<String> = problem
            .variables
            .iter()
            .map(|v| v.name.to_string())
            .collect();
        let mut points = Vec::new();
        for (name, size) in problem.program.types.variables.iter().zip(&instance.sizes) {
            let mut names = Vec::new();
            for place in 0..*size {
                let mut text = format!("{}{place}", letter(name));
                while taken.contains(&text) {
                    text.push('\'');
                }
                taken.push(text.clone());
                names.push(text);
            }
            points.push(names);
        }
        Writer {
            machine,
            problem,
            points,
            fresh: 0,
        }
    }

    fn lines(&mut self, env: &Environment, instance: &Instance) -> Vec<String> {
        let printer = Printer::new(env);
        let mut lines = Vec::new();
        let names = self.problem.program.types.variables.clone();
        for (name, points) in names.iter().zip(&self.points) {
            lines.push(format!("{name} has the elements {}", points.join(", ")));
        }
        for place in 0..instance.values.len() {
            let variable = &self.problem.variables[place];
            let ty = printer.ty(&variable.ty);
            let value = self.top(self.problem.types[place], &instance.values[place]);
            lines.push(format!("{} : {ty} = {value}", &variable.name));
        }
        lines
    }

    /// The instance without types; what a hypothesis defines is left out.
    fn short(&mut self, found: &Counterexample) -> String {
        self.fresh = 0;
        let names = self.problem.program.types.variables.clone();
        let elements = names.iter().zip(&self.points);
        let mut parts: Vec<String> = elements
            .map(|(name, points)| format!("{name} = {{{}}}", points.join(", ")))
            .collect();
        for (place, value) in found.instance.values.iter().enumerate() {
            let name = &self.problem.variables[place].name;
            let text = self.value(self.problem.types[place], value);
            parts.extend(text.map(|text| format!("{name} = {}", bare(&text))));
        }
        let sides = both_sides(found.sides.as_ref());
        let line = parts.join(", ");
        if line.chars().count() > SHORT {
            parts.extend(sides);
            return format!(" for\n  {}", parts.join("\n  "));
        }
        let values = if line.is_empty() {
            line
        } else {
            format!(" for {line}")
        };
        sides.map_or(values.clone(), |sides| format!("{values}: {sides}"))
    }

    fn top(&mut self, ty: TypeId, value: &Value) -> String {
        self.value(ty, value)
            .unwrap_or_else(|| "(defined by a hypothesis)".to_owned())
    }

    /// A value as a term; nothing for what has no finite description.
    fn value(&mut self, ty: TypeId, value: &Value) -> Option<String> {
        Some(match (self.machine.types.shape(ty), value) {
            (_, Value::Bool(b)) => b.to_string(),
            (_, Value::Nat(n)) => n.to_string(),
            (_, Value::Real(Real::Irrational(_))) => return None,
            (_, Value::Real(x)) => real(x),
            (Shape::Variable(v), Value::Point(p)) => {
                self.points.get(v as usize)?.get(*p as usize)?.clone()
            }
            (Shape::Pair(a, b), Value::Pair(pair)) => {
                format!("({}, {})", self.value(a, &pair.0)?, self.value(b, &pair.1)?)
            }
            (Shape::Function(domain, codomain), Value::Function(function)) => {
                self.function(domain, codomain, value, function)?
            }
            (Shape::Dist(element), Value::Dist(law)) => {
                let f = self.name("f");
                let mut terms = Vec::new();
                for (point, weight) in law.points.iter().zip(&law.weights) {
                    let point = self.value(element, point)?;
                    let point = if point.contains(' ') && !point.starts_with('(') {
                        format!("({point})")
                    } else {
                        point
                    };
                    terms.push(format!("{weight} * {f} {point}"));
                }
                format!("functional_dist (λ {f}. {})", terms.join(" + "))
            }
            (_, Value::Arbitrary) => "arb".to_owned(),
            _ => return None,
        })
    }

    fn name(&mut self, letter: &str) -> String {
        self.fresh += 1;
        let taken = |name: &str| self.problem.variables.iter().any(|v| &*v.name == name);
        let mut name = format!("{letter}{}", self.fresh);
        while taken(&name) {
            name.push('\'');
        }
        name
    }

    /// A piecewise linear function.
    fn line(&mut self, f: &Piecewise) -> Option<String> {
        let t = self.name("t");
        let mut text = format!("(λ {t}. ");
        let line = |point: &(Real, Real), slope: &Real| {
            let (x, y, slope) = (real(&point.0), real(&point.1), real(slope));
            format!("{y} + {slope} * ({t} - {x})")
        };
        let slopes = f.slopes()?;
        let first = f.points.first()?;
        let _ = write!(
            text,
            "if {t} < {} then {} else ",
            real(&first.0),
            line(first, &f.before)
        );
        for (place, pair) in f.points.windows(2).enumerate() {
            let _ = write!(
                text,
                "if {t} < {} then {} else ",
                real(&pair[1].0),
                line(&pair[0], &slopes[place])
            );
        }
        let _ = write!(text, "{})", line(f.points.last()?, &f.after));
        Some(text)
    }

    fn function(
        &mut self,
        domain: TypeId,
        codomain: TypeId,
        value: &Value,
        function: &Function,
    ) -> Option<String> {
        match function {
            Function::Members(ty, members) => {
                let members: Option<Vec<String>> =
                    members.iter().map(|m| self.value(*ty, m)).collect();
                let members = members?;
                Some(if members.is_empty() {
                    "∅".to_owned()
                } else {
                    format!("{{{}}}", members.join(", "))
                })
            }
            Function::Sequence(values, rest) => {
                let i = self.name("i");
                let cases = values
                    .iter()
                    .enumerate()
                    .map(|(place, v)| (format!("{i} = {place}"), v.clone()));
                self.cases(&i, codomain, cases.collect(), rest)
            }
            Function::Constant(inner) => {
                let u = self.name("u");
                Some(format!("(λ {u}. {})", self.value(codomain, inner)?))
            }
            Function::Linear(f) => self.line(f),
            Function::Family(ty, rows) => {
                let (t, u) = (self.name("t"), self.name("u"));
                let mut text = format!("(λ {t}. (λ {u}. ");
                for (place, row) in rows.iter().enumerate() {
                    if place + 1 < rows.len() {
                        let element = self.machine.types.element(*ty, place as u64);
                        let element = self.value(*ty, &element)?;
                        let _ = write!(text, "if {u} = {element} then ");
                    }
                    let _ = write!(text, "{} {t}", self.line(row)?);
                    text.push_str(if place + 1 < rows.len() {
                        " else "
                    } else {
                        "))"
                    });
                }
                Some(text)
            }
            Function::Shift(outer) => {
                let (t, u) = (self.name("t"), self.name("u"));
                Some(format!(
                    "(λ {t}. (λ {u}. {} ({t} - {u})))",
                    self.line(outer)?
                ))
            }
            Function::Prefixed(element, count, values) => {
                let s = self.name("s");
                let size = self.machine.types.size(*element)?;
                let mut cases = Vec::new();
                for (place, v) in values.iter().enumerate() {
                    let mut rest = place as u64;
                    let mut conditions = Vec::new();
                    for index in (0..*count).rev() {
                        let term = self.machine.types.element(*element, rest % size);
                        conditions.push(format!("{s} {index} = {}", self.value(*element, &term)?));
                        rest /= size;
                    }
                    conditions.reverse();
                    cases.push((conditions.join(" ∧ "), v.clone()));
                }
                let (_, last) = cases.pop()?;
                self.cases(&s, codomain, cases, &last)
            }
            _ => self.table(domain, codomain, value),
        }
    }

    fn table(&mut self, domain: TypeId, codomain: TypeId, value: &Value) -> Option<String> {
        let size = self.machine.types.enumerable(domain)?;
        let u = self.name("u");
        let mut cases = Vec::new();
        for place in 0..size {
            let argument = self.machine.types.element(domain, place);
            let result = self.machine.apply(value, argument.clone());
            let text = self.value(domain, &argument)?;
            cases.push((format!("{u} = {text}"), result));
        }
        let (_, last) = cases.pop()?;
        self.cases(&u, codomain, cases, &last)
    }

    /// `(λ u. if c then v else …)`; cases that give the same as the last are left out.
    fn cases(
        &mut self,
        bound: &str,
        codomain: TypeId,
        cases: Vec<(String, Value)>,
        last: &Value,
    ) -> Option<String> {
        let last = self.value(codomain, last)?;
        let mut text = format!("(λ {bound}. ");
        for (condition, value) in cases {
            let value = self.value(codomain, &value)?;
            if value != last {
                let _ = write!(text, "if {condition} then {value} else ");
            }
        }
        text.push_str(&last);
        text.push(')');
        Some(text)
    }

    fn claim(
        &mut self,
        env: &Environment,
        name: &str,
        instance: &Instance,
        sides: Option<&str>,
    ) -> String {
        let printer = Printer::new(env);
        let names = self.problem.program.types.variables.clone();
        let mut fixed = Vec::new();
        let mut assumed = Vec::new();
        for (name, points) in names.iter().zip(self.points.clone()) {
            fixed.push(format!("{} : {name}", points.join(" ")));
            for (place, point) in points.iter().enumerate() {
                assumed.extend(
                    points[place + 1..]
                        .iter()
                        .map(|other| format!("{point} ≠ {other}")),
                );
            }
            let u = self.name("u");
            let one_of: Vec<String> = points
                .iter()
                .map(|point| format!("{u} = {point}"))
                .collect();
            assumed.push(format!("∀ {u} : {name}. {}", one_of.join(" ∨ ")));
        }
        for (place, variable) in self.problem.variables.iter().enumerate() {
            fixed.push(format!("{} : {}", &variable.name, printer.ty(&variable.ty)));
            if let Some(value) = self.value(self.problem.types[place], &instance.values[place]) {
                assumed.push(format!("{} = {value}", &variable.name));
            }
        }
        assumed.extend(
            self.problem
                .hypotheses
                .iter()
                .map(|h| printer.term(&h.term)),
        );
        let mut text = String::new();
        if let Some(sides) = sides {
            let _ = writeln!(text, "/-- {sides}. -/");
        }
        let _ = writeln!(text, "claim {name} false");
        let _ = writeln!(text, "  fix    {}", fixed.join(", "));
        if !assumed.is_empty() {
            let _ = writeln!(text, "  assume {}", assumed.join(",\n         "));
        }
        let _ = writeln!(text, "  show   {}", printer.term(&self.problem.goal));
        text
    }
}

/// A small letter for the elements of a type.
fn letter(name: &str) -> char {
    let lower = name
        .chars()
        .next()
        .and_then(|c| c.to_lowercase().next())
        .unwrap_or('x');
    match lower {
        'α' => 'a',
        'β' => 'b',
        'γ' => 'c',
        'ι' => 'j',
        c if c.is_alphabetic() => c,
        _ => 'x',
    }
}
