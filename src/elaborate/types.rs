//! Types as written become kernel types: names are looked up, abbreviations expanded, single letters are variables.

use super::{
    environment::{Environment, TypeMeaning},
    message,
    module::TypeAlias,
};
use crate::logic::OperatorShape;
use crate::{
    report::Diagnostic,
    syntax::ast::{Ident, Span, TypeExpr, TypeKind},
};
use rationale_kernel::{KernelError, Name, Type, TypeOperator, TypeSubstitution};

/// The type that an expression stands for.
pub fn type_of_expression(
    environment: &Environment,
    written: &TypeExpr,
) -> Result<Type, Diagnostic> {
    match &written.value {
        TypeKind::Apply(head, arguments) => {
            let arguments = arguments
                .iter()
                .map(|a| type_of_expression(environment, a))
                .collect::<Result<Vec<_>, _>>()?;
            apply_name(environment, head, arguments, written.span)
        }
        TypeKind::Function(domain, codomain) => {
            let domain = type_of_expression(environment, domain)?;
            let codomain = type_of_expression(environment, codomain)?;
            Type::function(&domain, &codomain).map_err(|error| kernel(error, written.span))
        }
        TypeKind::Product(left, right) => {
            let arguments = vec![
                type_of_expression(environment, left)?,
                type_of_expression(environment, right)?,
            ];
            let head = Ident {
                value: "prod".into(),
                span: written.span,
            };
            apply_name(environment, &head, arguments, written.span)
        }
    }
}

/// Whether a name that is not declared as a type may stand for a type variable: one letter, then primes, digits or
/// subscripts.
pub fn is_type_variable_name(name: &str) -> bool {
    let mut characters = name.chars();
    let first = characters.next().is_some_and(char::is_alphabetic);
    first
        && characters
            .all(|c| c == '\'' || c == '′' || c.is_ascii_digit() || ('₀'..='₉').contains(&c))
}

fn apply_name(
    environment: &Environment,
    head: &Ident,
    arguments: Vec<Type>,
    span: Span,
) -> Result<Type, Diagnostic> {
    match environment.type_meaning(&head.value) {
        Some(TypeMeaning::Operator(operator)) => apply_operator(operator, arguments, span),
        Some(TypeMeaning::Alias(alias)) => expand(alias, arguments, span),
        None if arguments.is_empty() && is_type_variable_name(&head.value) => {
            Ok(Type::variable(head.value.as_str()))
        }
        None if is_type_variable_name(&head.value) => {
            let text = format!("the type variable `{}` takes no arguments", head.value);
            Err(Diagnostic::error("type-arity", span, text))
        }
        None => Err(message::unknown_type(environment, head)),
    }
}

fn apply_operator(
    operator: &TypeOperator,
    arguments: Vec<Type>,
    span: Span,
) -> Result<Type, Diagnostic> {
    if operator.arity() != arguments.len() {
        return Err(message::type_arity(
            operator.name(),
            operator.arity(),
            arguments.len(),
            span,
        ));
    }
    Type::apply(operator, arguments).map_err(|error| kernel(error, span))
}

fn expand(alias: &TypeAlias, arguments: Vec<Type>, span: Span) -> Result<Type, Diagnostic> {
    if alias.parameters.len() != arguments.len() {
        return Err(message::type_arity(
            &alias.name,
            alias.parameters.len(),
            arguments.len(),
            span,
        ));
    }
    let pairs = alias.parameters.iter().cloned().zip(arguments);
    alias
        .body
        .instantiate(&pairs.collect::<TypeSubstitution>())
        .map_err(|error| kernel(error, span))
}

fn kernel(error: KernelError, span: Span) -> Diagnostic {
    Diagnostic::error("type-too-deep", span, error.to_string())
}

/// The alias that `type NAME PARAMETERS := τ` declares.
pub fn alias(
    environment: &Environment,
    name: &Ident,
    parameters: &[Ident],
    written: &TypeExpr,
) -> Result<TypeAlias, Diagnostic> {
    let body = type_of_expression(environment, written)?;
    let parameters: Vec<Name> = parameters.iter().map(|p| p.value.as_str().into()).collect();
    if let Some(stray) = body
        .variables()
        .into_iter()
        .find(|variable| !parameters.contains(variable))
    {
        let text = format!(
            "the type variable `{stray}` is not a parameter of `{}`",
            name.value
        );
        return Err(Diagnostic::error("type-variable", written.span, text));
    }
    Ok(TypeAlias {
        name: name.value.as_str().into(),
        parameters,
        body,
    })
}
