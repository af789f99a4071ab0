//! Printing and parsing again gives the same tree: on the tour of the language, on the library, and on random trees.

use proptest::prelude::*;
use rationale::syntax::ast::*;
use rationale::syntax::{parse, parse_expr, print};

use crate::shape;

#[test]
fn the_tour_parses_and_prints() {
    round_trip(include_str!("sample.proof"));
}

#[test]
fn the_library_prints_and_parses_again() {
    library().iter().for_each(|text| round_trip(text));
}

/// The texts of all proof files of the project.
pub(super) fn library() -> Vec<String> {
    let mut folders = vec![std::path::PathBuf::from(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/proofs"
    ))];
    let mut texts = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path
                .extension()
                .is_some_and(|extension| extension == "proof")
            {
                texts.push(std::fs::read_to_string(path).unwrap());
            }
        }
    }
    texts
}

fn round_trip(text: &str) {
    let first = parse(text);
    assert_eq!(first.diagnostics, Vec::new());
    let printed = print::file(&first.file);
    let second = parse(&printed);
    assert_eq!(second.diagnostics, Vec::new(), "{printed}");
    assert_eq!(shape(&first.file), shape(&second.file), "{printed}");
    assert_eq!(print::file(&second.file), printed);
}

fn at<T>(value: T) -> Spanned<T> {
    Spanned {
        value,
        span: Span::default(),
    }
}

fn word() -> impl Strategy<Value = String> {
    let words = [
        "x",
        "y'",
        "f_1",
        "α",
        "h₀",
        "ĝ",
        "E",
        "P",
        "suc",
        "strong",
        "foundational",
        "x″y",
        "μ",
        "true",
        "arming",
        "input",
        "assumed",
        "iff",
        "_a",
        "formula",
        "ones",
        "not_zero",
        "in_range",
        "thesis",
        "π",
    ];
    prop::sample::select(words.to_vec()).prop_map(|word| word.replace('″', "2"))
}

fn ident() -> impl Strategy<Value = Ident> {
    word().prop_map(at)
}

fn idents() -> impl Strategy<Value = Vec<Ident>> {
    prop::collection::vec(ident(), 1..3)
}

fn number() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["0", "1", "12", "0.05", "3.0"]).prop_map(str::to_owned)
}

fn type_expr() -> impl Strategy<Value = TypeExpr> {
    let leaf = ident().prop_map(|name| at(TypeKind::Apply(name, vec![])));
    leaf.prop_recursive(4, 12, 3, |inner| {
        let pair = (inner.clone(), inner.clone());
        prop_oneof![
            pair.clone()
                .prop_map(|(a, b)| at(TypeKind::Function(Box::new(a), Box::new(b)))),
            pair.prop_map(|(a, b)| at(TypeKind::Product(Box::new(a), Box::new(b)))),
            (ident(), prop::collection::vec(inner, 1..3))
                .prop_map(|(name, args)| at(TypeKind::Apply(name, args))),
        ]
    })
}

fn pattern() -> impl Strategy<Value = Pattern> {
    let leaf =
        prop_oneof![word(), Just(String::from("_"))].prop_map(|name| at(PatternKind::Name(name)));
    leaf.prop_recursive(2, 5, 3, |inner| {
        prop::collection::vec(inner, 2..4).prop_map(|parts| at(PatternKind::Tuple(parts)))
    })
}

fn infix() -> impl Strategy<Value = Infix> {
    use Infix::*;
    prop::sample::select(vec![
        Iff, Implies, Or, And, Add, Sub, Monus, Mul, Div, NatDiv, NatMod, Pow, Union, Inter, Diff,
        Times, Compose,
    ])
}

fn comparison() -> impl Strategy<Value = Comparison> {
    use Comparison::*;
    prop::sample::select(vec![Eq, Ne, Le, Lt, Ge, Gt, In, NotIn, Subset])
}

fn binder() -> impl Strategy<Value = Binder> {
    use Binder::*;
    prop::sample::select(vec![
        Forall, Exists, Lambda, Sum, Product, Average, Sup, Inf, Above, Below, Some, Least,
    ])
}

fn range(expr: BoxedStrategy<Expr>) -> impl Strategy<Value = Range> {
    prop_oneof![
        Just(Range::Whole),
        type_expr().prop_map(Range::Typed),
        expr.clone().prop_map(|bound| Range::Below(Box::new(bound))),
        expr.prop_map(|bound| Range::Member(Box::new(bound))),
    ]
}

fn bindings(expr: BoxedStrategy<Expr>) -> impl Strategy<Value = Vec<Binding>> {
    let binding = (prop::collection::vec(pattern(), 1..3), range(expr));
    prop::collection::vec(
        binding.prop_map(|(patterns, range)| Binding { patterns, range }),
        1..3,
    )
}

fn drawn(expr: BoxedStrategy<Expr>) -> impl Strategy<Value = Vec<Binding>> {
    let binding = (pattern(), expr).prop_map(|(pattern, law)| Binding {
        patterns: vec![pattern],
        range: Range::Drawn(Box::new(law)),
    });
    prop::collection::vec(binding, 1..3)
}

fn comprehension(expr: BoxedStrategy<Expr>) -> impl Strategy<Value = Expr> {
    (pattern(), range(expr.clone()), expr).prop_map(|(pattern, range, body)| {
        let binding = Binding {
            patterns: vec![pattern],
            range,
        };
        at(ExprKind::Comprehension(Box::new(binding), Box::new(body)))
    })
}

/// Numerals are never functions.
fn function(expr: Expr) -> Expr {
    match expr.value {
        ExprKind::Number(_) => at(ExprKind::Hole),
        value => at(value),
    }
}

fn operators(inner: BoxedStrategy<Expr>) -> BoxedStrategy<Expr> {
    use Prefix::*;
    let boxed = inner.clone().prop_map(Box::new);
    let prefix = prop::sample::select(vec![Neg, Not, Sqrt, Indicator]);
    let links = prop::collection::vec((comparison().prop_map(at), inner.clone()), 1..3);
    prop_oneof![
        (infix(), boxed.clone(), boxed.clone())
            .prop_map(|(op, a, b)| at(ExprKind::Infix(op, a, b))),
        (prefix, boxed.clone()).prop_map(|(op, a)| at(ExprKind::Prefix(op, a))),
        (boxed.clone(), links).prop_map(|(first, links)| at(ExprKind::Chain(first, links))),
        (inner.clone(), boxed.clone())
            .prop_map(|(f, a)| at(ExprKind::Apply(Box::new(function(f)), a))),
        (boxed.clone(), boxed.clone(), boxed.clone())
            .prop_map(|(p, a, b)| at(ExprKind::If(p, a, b))),
        (pattern(), boxed.clone(), boxed.clone()).prop_map(|(x, a, b)| at(ExprKind::Let(x, a, b))),
        (binder(), bindings(inner.clone()), boxed.clone())
            .prop_map(|(op, xs, b)| at(ExprKind::Bind(op, xs, b))),
        (drawn(inner), boxed, any::<bool>()).prop_map(|(xs, b, mean)| {
            let op = if mean {
                Binder::Expectation
            } else {
                Binder::Probability
            };
            at(ExprKind::Bind(op, xs, b))
        }),
    ]
    .boxed()
}

fn brackets(inner: BoxedStrategy<Expr>) -> BoxedStrategy<Expr> {
    let boxed = inner.clone().prop_map(Box::new);
    prop_oneof![
        prop::collection::vec(inner.clone(), 2..4).prop_map(|parts| at(ExprKind::Tuple(parts))),
        prop::collection::vec(inner.clone(), 1..3).prop_map(|parts| at(ExprKind::SetOf(parts))),
        comprehension(inner),
        boxed.clone().prop_map(|a| at(ExprKind::Abs(a))),
        boxed.clone().prop_map(|a| at(ExprKind::Floor(a))),
        (boxed.clone(), boxed.clone(), boxed.clone())
            .prop_map(|(f, k, x)| at(ExprKind::Update(f, k, x))),
        (boxed, type_expr()).prop_map(|(a, ty)| at(ExprKind::Typed(a, ty))),
    ]
    .boxed()
}

fn expr() -> BoxedStrategy<Expr> {
    let leaf = prop_oneof![
        4 => word().prop_map(|name| at(ExprKind::Name(name))),
        2 => number().prop_map(|digits| at(ExprKind::Number(digits))),
        1 => Just(at(ExprKind::Hole)),
    ];
    leaf.prop_recursive(
        6,
        40,
        4,
        |inner| prop_oneof![3 => operators(inner.clone()), 1 => brackets(inner)],
    )
    .boxed()
}

fn small() -> BoxedStrategy<Expr> {
    let leaf = word().prop_map(|name| at(ExprKind::Name(name)));
    leaf.prop_recursive(
        2,
        6,
        3,
        |inner| prop_oneof![3 => operators(inner.clone()), 1 => brackets(inner)],
    )
    .boxed()
}

fn labelled() -> impl Strategy<Value = Labelled> {
    (prop::option::of(ident()), small()).prop_map(|(label, formula)| Labelled { label, formula })
}

fn labelled_list() -> impl Strategy<Value = Vec<Labelled>> {
    prop::collection::vec(labelled(), 1..3)
}

fn fixed() -> impl Strategy<Value = Vec<Fixed>> {
    let group =
        (idents(), prop::option::of(type_expr())).prop_map(|(names, ty)| Fixed { names, ty });
    prop::collection::vec(group, 1..3)
}

fn params() -> impl Strategy<Value = Vec<Fixed>> {
    let typed = (idents(), type_expr()).prop_map(|(names, ty)| Fixed {
        names,
        ty: Some(ty),
    });
    let bare = ident().prop_map(|name| Fixed {
        names: vec![name],
        ty: None,
    });
    prop::collection::vec(prop_oneof![typed, bare], 0..3)
}

fn let_def() -> impl Strategy<Value = LetDef> {
    (ident(), params(), small()).prop_map(|(name, params, body)| LetDef { name, params, body })
}

fn optional<T: std::fmt::Debug + Clone>(
    list: impl Strategy<Value = Vec<T>>,
) -> impl Strategy<Value = Vec<T>> {
    prop::option::of(list).prop_map(Option::unwrap_or_default)
}

fn statement() -> impl Strategy<Value = Statement> {
    let lets = prop::collection::vec(let_def(), 0..2);
    let setting = (prop::option::of(ident()), optional(idents()));
    (
        setting,
        optional(fixed()),
        lets,
        optional(labelled_list()),
        labelled_list(),
    )
        .prop_map(
            |((setting, without), fixed, lets, assumed, shown)| Statement {
                setting,
                without,
                fixed,
                lets,
                assumed,
                shown,
            },
        )
}

fn fact() -> BoxedStrategy<FactRef> {
    let head = prop_oneof![
        4 => word().prop_map(FactHead::Name),
        1 => Just(FactHead::Name(String::from("sup"))),
        1 => small().prop_map(|formula| FactHead::Formula(Box::new(formula))),
    ];
    let bare = (head.clone(), any::<bool>()).prop_map(|(head, reversed)| FactRef {
        span: Span::default(),
        head,
        args: vec![],
        named: vec![],
        of: vec![],
        reversed,
    });
    bare.prop_recursive(2, 6, 3, |inner| {
        let args = prop::collection::vec(small(), 0..2);
        let named = prop::collection::vec((ident(), small()), 0..2);
        (
            inner.clone(),
            args,
            named,
            prop::collection::vec(inner, 0..3),
        )
            .prop_map(|(fact, args, named, of)| FactRef {
                args,
                named,
                of,
                ..fact
            })
    })
    .boxed()
}

fn method() -> impl Strategy<Value = Method> {
    let facts = prop_oneof![
        (ident(), prop::collection::vec(fact(), 0..3))
            .prop_map(|(name, facts)| (Some(name), facts)),
        prop::collection::vec(fact(), 1..3).prop_map(|facts| (None, facts)),
    ];
    (
        facts,
        prop::collection::vec(small(), 0..2),
        prop::collection::vec(fact(), 0..3),
    )
        .prop_map(|((name, facts), at, using)| Method {
            span: Span::default(),
            name,
            facts,
            at,
            using,
        })
}

fn by() -> impl Strategy<Value = Justification> {
    prop::collection::vec(method(), 1..3).prop_map(Justification::By)
}

/// A reason that is there; a missing one could not be told from a step after it.
fn why(proof: BoxedStrategy<Proof>) -> impl Strategy<Value = Justification> {
    let sorry = Just(Justification::Sorry(Span::default()));
    prop_oneof![
        4 => by(),
        1 => proof.prop_map(Justification::Proof),
        1 => sorry,
    ]
}

fn simple_step() -> impl Strategy<Value = StepKind> {
    prop_oneof![
        fixed().prop_map(StepKind::Fix),
        labelled_list().prop_map(StepKind::Assume),
        let_def().prop_map(StepKind::Let),
        by().prop_map(StepKind::By),
        prop::collection::vec(small(), 1..3).prop_map(StepKind::Witness),
        idents().prop_map(StepKind::Unfold),
        Just(StepKind::Sorry),
    ]
}

fn local_statement() -> impl Strategy<Value = Statement> {
    let lets = prop::collection::vec(let_def(), 0..2);
    (
        optional(fixed()),
        lets,
        optional(labelled_list()),
        labelled_list(),
    )
        .prop_map(|(fixed, lets, assumed, shown)| Statement {
            fixed,
            lets,
            assumed,
            shown,
            ..Statement::default()
        })
}

fn step(proof: BoxedStrategy<Proof>) -> BoxedStrategy<StepKind> {
    let link =
        (comparison(), small(), why(proof.clone())).prop_map(|(relation, right, why)| CalcLink {
            relation: at(relation),
            right,
            why,
            span: Span::default(),
        });
    prop_oneof![
        (local_statement(), why(proof.clone()))
            .prop_map(|(statement, why)| StepKind::Have(Box::new(statement), why)),
        (
            prop::option::of(ident()),
            small(),
            prop::collection::vec(link, 1..3)
        )
            .prop_map(|(label, start, links)| StepKind::Calc {
                label,
                start: Box::new(start),
                links
            }),
        (fixed(), labelled_list(), why(proof.clone()))
            .prop_map(|(vars, facts, why)| StepKind::Obtain { vars, facts, why }),
        (labelled(), why(proof.clone())).prop_map(|(goal, why)| StepKind::Suffices(goal, why)),
        (labelled(), why(proof.clone())).prop_map(|(goal, why)| StepKind::Show(goal, why)),
        splitting_step(proof),
    ]
    .boxed()
}

fn splitting_step(proof: BoxedStrategy<Proof>) -> impl Strategy<Value = StepKind> {
    let label = prop_oneof![
        prop::sample::select(vec!["yes", "left", "suc", "n + 1"])
            .prop_map(|name| at(ExprKind::Name(name.to_owned()))),
        Just(at(ExprKind::Number(String::from("0")))),
    ];
    let branch =
        (label, prop::collection::vec(ident(), 0..2), proof).prop_map(|(label, names, proof)| {
            Branch {
                label,
                names,
                proof,
            }
        });
    let branches = prop::collection::vec(branch, 1..3).boxed();
    let on = prop_oneof![
        small().prop_map(CaseSplit::Formula),
        fact().prop_map(CaseSplit::Fact)
    ];
    let induction = (
        ident(),
        any::<bool>(),
        optional(idents()),
        prop::option::of(fact()),
        branches.clone(),
    );
    prop_oneof![
        (on, branches.clone()).prop_map(|(on, branches)| StepKind::Cases { on, branches }),
        branches.prop_map(StepKind::Split),
        induction.prop_map(
            |(on, strong, generalizing, rule, branches)| StepKind::Induction {
                on,
                strong,
                generalizing,
                rule,
                branches
            }
        ),
    ]
}

fn proof() -> BoxedStrategy<Proof> {
    let block = |steps: Vec<StepKind>| Proof {
        span: Span::default(),
        steps: steps.into_iter().map(at).collect(),
    };
    let leaf = prop::collection::vec(simple_step(), 1..3).prop_map(block);
    leaf.prop_recursive(4, 24, 3, move |inner| {
        let any_step = prop_oneof![simple_step().boxed(), step(inner)];
        prop::collection::vec(any_step, 1..4).prop_map(block)
    })
    .boxed()
}

fn def_body() -> impl Strategy<Value = DefBody> {
    let clause = (
        prop::option::of(ident()),
        any::<bool>(),
        optional(idents()),
        small(),
    )
        .prop_map(|(predecessor, by_suc, params, body)| Clause {
            by_suc: by_suc && predecessor.is_some(),
            predecessor,
            params,
            body,
            span: Span::default(),
        });
    prop_oneof![
        expr().prop_map(DefBody::Plain),
        prop::collection::vec(clause, 1..3).prop_map(DefBody::Recursive),
        (ident(), small(), why(proof())).prop_map(|(var, body, why)| DefBody::Functional {
            var,
            body,
            why
        }),
    ]
}

fn type_item() -> impl Strategy<Value = ItemKind> {
    let maps = prop::option::of((ident(), ident()));
    let carve = (ident(), type_expr(), small(), maps, why(proof())).prop_map(
        |(var, ty, predicate, maps, why)| Carve {
            var,
            ty,
            predicate,
            maps,
            why,
        },
    );
    let alias = (ident(), optional(idents()), type_expr());
    prop_oneof![
        alias.prop_map(|(name, params, ty)| ItemKind::TypeAlias { name, params, ty }),
        (ident(), optional(idents()), prop::option::of(carve)).prop_map(|(name, params, carve)| {
            ItemKind::TypeDef {
                name,
                params,
                carve,
            }
        }),
    ]
}

fn stating_item() -> impl Strategy<Value = ItemKind> {
    let cite = prop::option::of("[A-Za-z0-9 ,;.&é]{1,12}");
    let head = (ident(), optional(idents()), statement()).boxed();
    let setting =
        (ident(), optional(idents()), statement()).prop_map(|(name, parents, statement)| {
            let statement = Statement {
                setting: None,
                without: vec![],
                shown: vec![],
                ..statement
            };
            ItemKind::Setting {
                name,
                parents,
                statement,
            }
        });
    let specify = (idents(), labelled_list(), why(proof())).prop_map(|(names, shown, why)| {
        let statement = Statement {
            shown,
            ..Statement::default()
        };
        ItemKind::Specify {
            names,
            statement,
            why,
        }
    });
    prop_oneof![
        (head.clone(), cite).prop_map(|((name, attributes, statement), cite)| ItemKind::Axiom {
            name,
            attributes,
            cite,
            statement
        }),
        (head.clone(), why(proof())).prop_map(|((name, attributes, statement), why)| {
            ItemKind::Theorem {
                name,
                attributes,
                statement,
                why,
            }
        }),
        (head, any::<bool>(), why(proof())).prop_map(|((name, _, statement), refuted, why)| {
            ItemKind::Claim {
                name,
                refuted,
                statement,
                why,
            }
        }),
        setting,
        specify,
    ]
}

fn item_kind() -> impl Strategy<Value = ItemKind> {
    let definition = (
        ident(),
        optional(idents()),
        params(),
        prop::option::of(type_expr()),
        def_body(),
    );
    prop_oneof![
        prop::sample::select(vec!["lib.real", "multimodal.setting", "a"])
            .prop_map(|path| ItemKind::Import(at(path.to_owned()))),
        definition.prop_map(|(name, attributes, params, ty, body)| ItemKind::Def {
            name,
            attributes,
            params,
            ty,
            body
        }),
        (ident(), type_expr()).prop_map(|(name, ty)| ItemKind::Constant(name, ty)),
        (idents(), idents())
            .prop_map(|(attributes, names)| ItemKind::AttributeItem(attributes, names)),
        (ident(), idents()).prop_map(|(first, rest)| ItemKind::Arm(first, rest)),
        type_item(),
        stating_item(),
    ]
}

pub(super) fn item() -> impl Strategy<Value = Item> {
    let allow = ("[a-z]{1,5}(-[a-z]{1,5}){0,2}", "[A-Za-z ,.]{1,12}")
        .prop_map(|(rule, reason)| (at(rule), reason));
    let doc = prop::option::of("[A-Za-z][a-z \n-]{0,20}[a-z.]");
    (doc, prop::collection::vec(allow, 0..2), item_kind()).prop_map(|(doc, allows, kind)| Item {
        span: Span::default(),
        doc,
        allows,
        kind,
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]

    #[test]
    fn expressions_print_and_parse_again(tree in expr()) {
        let printed = print::expr(&tree);
        let parsed = parse_expr(&printed);
        prop_assert!(parsed.is_ok(), "{printed}\n{parsed:?}");
        prop_assert_eq!(shape(&parsed.unwrap()), shape(&tree), "{}", printed);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn items_print_and_parse_again(items in prop::collection::vec(item(), 1..3)) {
        let file = File { doc: None, items };
        let printed = print::file(&file);
        let parsed = parse(&printed);
        prop_assert!(parsed.diagnostics.is_empty(), "{printed}\n{:?}", parsed.diagnostics);
        prop_assert_eq!(shape(&parsed.file), shape(&file), "{}", printed);
    }
}
