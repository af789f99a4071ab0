//! Printing and parsing again gives the same tree: on the tour of the language, on the library, and on random trees.

use proptest::prelude::*;
use rationale::syntax::ast::*;
use rationale::syntax::{parse, parse_expr, parse_whole, print};

use crate::random::*;
use crate::shape;

#[test]
fn the_tour_parses_and_prints() {
    round_trip(include_str!("sample.proof"));
}

#[test]
fn the_library_prints_and_parses_again() {
    library().iter().for_each(|text| round_trip(text));
}

#[test]
fn pieces_are_the_whole() {
    let library = library();
    let joined = library
        .iter()
        .map(|text| text.replace("--!", "--"))
        .collect::<String>();
    for text in library.iter().chain([&joined]) {
        let (pieces, whole) = (parse(text), parse_whole(text));
        assert_eq!(pieces.file, whole.file);
        assert_eq!(pieces.comments, whole.comments);
        assert_eq!(pieces.diagnostics, whole.diagnostics);
    }
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
        theorem(head.clone()),
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

fn theorem(
    head: impl Strategy<Value = (Ident, Vec<Attribute>, Statement)>,
) -> impl Strategy<Value = ItemKind> {
    let word = prop::sample::select(vec![TheoremWord::Theorem, TheoremWord::Corollary]);
    (word, head, why(proof())).prop_map(|(word, (name, attributes, statement), why)| {
        ItemKind::Theorem {
            word,
            name,
            attributes,
            statement,
            why,
        }
    })
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
        prop_assert_eq!(&parsed.file, &parse_whole(&printed).file);
        prop_assert_eq!(shape(&parsed.file), shape(&file), "{}", printed);
    }
}
