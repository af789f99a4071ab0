//! The environment that the tests of elaboration share.

use rationale::logic::{ConstantShape, constant_at};
use rationale::{
    elaborate::{Environment, alias, type_of_expression},
    syntax::{
        self,
        ast::{Item, ItemKind},
    },
};
use rationale_kernel::{Constant, Numerals, TypeOperator};

/// The logic and the constants of `signature.proof`, with numerals.
pub fn environment() -> Environment {
    let parsed = syntax::parse(include_str!("signature.proof"));
    assert!(parsed.diagnostics.is_empty(), "{:?}", parsed.diagnostics);
    let mut environment = Environment::base();
    parsed
        .file
        .items
        .iter()
        .for_each(|item| declare(&mut environment, item));
    let term = |name: &str| {
        let constant = environment.constant(name).expect("declared");
        constant_at(constant, constant.generic_type()).expect("its own type")
    };
    let natural = Numerals::naturals(&term("zero"), &term("suc")).expect("types fit");
    let [zero, one, add, neg, div] =
        ["real_zero", "real_one", "real_add", "real_neg", "real_div"].map(term);
    let real = Numerals::rationals(&zero, &one, &add, &neg, &div).expect("types fit");
    environment.set_numerals_nat(natural);
    environment.set_numerals_real(real);
    environment
}

fn declare(environment: &mut Environment, item: &Item) {
    match &item.kind {
        ItemKind::TypeDef { name, params, .. } => {
            environment.add_type(TypeOperator::declare(name.value.as_str(), params.len()));
        }
        ItemKind::TypeAlias { name, params, ty } => {
            let alias = alias(environment, name, params, ty).expect("an abbreviation");
            environment.add_alias(alias);
        }
        ItemKind::Constant(name, ty) => {
            let ty = type_of_expression(environment, ty).expect("a type");
            environment.add_constant(Constant::declare(name.value.as_str(), ty));
        }
        other => panic!("not a declaration: {other:?}"),
    }
}
