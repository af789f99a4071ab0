//! Types as text.

use super::super::environment::Environment;
use crate::logic::OperatorShape;
use rationale_kernel::{Type, TypeOperator, TypeView};

/// Strengths: anything; left of an arrow; a factor; an argument.
const ANY: u8 = 0;
const DOMAIN: u8 = 1;
const FACTOR: u8 = 2;
const ARGUMENT: u8 = 3;

/// The type as it is written.
pub(super) fn print(environment: &Environment, ty: &Type) -> String {
    at(environment, ty, ANY)
}

fn at(environment: &Environment, ty: &Type, strength: u8) -> String {
    let (text, own) = match ty.view() {
        TypeView::Variable(name) => (name.to_string(), ARGUMENT),
        TypeView::Apply(operator, arguments) => apply(environment, operator, arguments),
    };
    if own < strength {
        format!("({text})")
    } else {
        text
    }
}

fn apply(environment: &Environment, operator: &TypeOperator, arguments: &[Type]) -> (String, u8) {
    let is = |name: &str| environment.type_operator(name) == Some(operator);
    match arguments {
        [domain, codomain] if *operator == TypeOperator::function() => {
            let (domain, codomain) = (
                at(environment, domain, DOMAIN),
                at(environment, codomain, ANY),
            );
            (format!("{domain} → {codomain}"), ANY)
        }
        [left, right] if is("prod") => {
            let (left, right) = (
                at(environment, left, FACTOR),
                at(environment, right, DOMAIN),
            );
            (format!("{left} × {right}"), DOMAIN)
        }
        [] => (name(environment, operator), ARGUMENT),
        _ => {
            let arguments = arguments
                .iter()
                .map(|a| format!(" {}", at(environment, a, ARGUMENT)));
            (
                format!(
                    "{}{}",
                    name(environment, operator),
                    arguments.collect::<String>()
                ),
                FACTOR,
            )
        }
    }
}

/// The operator's name, or its sign; marked if the name means something else here.
fn name(environment: &Environment, operator: &TypeOperator) -> String {
    let is = |name: &str| environment.type_operator(name) == Some(operator);
    let sign = ["ℕ", "ℝ"].into_iter().find(|sign| is(sign));
    match sign {
        Some(sign) => sign.into(),
        None if is(operator.name()) => operator.name().to_string(),
        None => format!("{}@{}", operator.name(), operator.identity()),
    }
}
