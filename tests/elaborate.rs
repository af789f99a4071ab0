//! Elaboration and printing, told by what is printed back. The tables are Markdown files in `tests/elaborate`.

use rationale::{
    elaborate::{Elaborator, Environment, Printer, Scope, alias, type_of_expression},
    syntax::{
        self,
        ast::{Item, ItemKind},
    },
};
use rationale_kernel::{Constant, Numerals, Term, TypeOperator};

/// The logic and the constants of `signature.proof`, with numerals.
fn environment() -> Environment {
    let parsed = syntax::parse(include_str!("elaborate/signature.proof"));
    assert!(parsed.diagnostics.is_empty(), "{:?}", parsed.diagnostics);
    let mut environment = Environment::base();
    parsed
        .file
        .items
        .iter()
        .for_each(|item| declare(&mut environment, item));
    let term = |name: &str| {
        let constant = environment.constant(name).expect("declared");
        Term::constant(constant, constant.generic_type()).expect("its own type")
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

/// The closed formula of a statement.
fn elaborated(environment: &Environment, text: &str) -> Result<Term, String> {
    let first = |d: Vec<rationale::report::Diagnostic>| {
        d.first().map(|d| d.message.clone()).unwrap_or_default()
    };
    let statement = syntax::parse_statement(text).map_err(first)?;
    let elaborated = Elaborator::new(environment, &Scope::new())
        .statement(&statement)
        .map_err(first)?;
    elaborated.closed().map_err(|error| error.to_string())
}

#[test]
fn readable() {
    let environment = environment();
    for text in include_str!("elaborate/try.txt").lines() {
        println!("{text}");
        match elaborated(&environment, text) {
            Ok(term) => {
                let printer = Printer::new(&environment);
                println!("    {}", printer.term(&term));
                let exact = printer.exact(&term);
                if exact != printer.term(&term) {
                    println!("  ! {exact}");
                }
                let again = elaborated(&environment, &format!("show {exact}"));
                if again.as_ref() != Ok(&term) {
                    println!("  DIFFERS {:?}", again.map(|t| printer.term(&t)));
                }
            }
            Err(error) => println!("  E {error}"),
        }
    }
}
