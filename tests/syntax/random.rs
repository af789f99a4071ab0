//! Random trees: types, expressions, statements and reasons. Proofs and items stand with their tests.

use proptest::prelude::*;
use rationale::syntax::ast::*;

pub(super) fn at<T>(value: T) -> Spanned<T> {
    Spanned {
        value,
        span: Span::default(),
    }
}

pub(super) fn word() -> impl Strategy<Value = String> {
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

pub(super) fn ident() -> impl Strategy<Value = Ident> {
    word().prop_map(at)
}

pub(super) fn idents() -> impl Strategy<Value = Vec<Ident>> {
    prop::collection::vec(ident(), 1..3)
}

pub(super) fn number() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["0", "1", "12", "0.05", "3.0"]).prop_map(str::to_owned)
}

pub(super) fn type_expr() -> impl Strategy<Value = TypeExpr> {
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

pub(super) fn pattern() -> impl Strategy<Value = Pattern> {
    let leaf =
        prop_oneof![word(), Just(String::from("_"))].prop_map(|name| at(PatternKind::Name(name)));
    leaf.prop_recursive(2, 5, 3, |inner| {
        prop::collection::vec(inner, 2..4).prop_map(|parts| at(PatternKind::Tuple(parts)))
    })
}

pub(super) fn infix() -> impl Strategy<Value = Infix> {
    use Infix::*;
    prop::sample::select(vec![
        Iff, Implies, Or, And, Add, Sub, Monus, Mul, Div, NatDiv, NatMod, Pow, Union, Inter, Diff,
        Times, Compose,
    ])
}

pub(super) fn comparison() -> impl Strategy<Value = Comparison> {
    use Comparison::*;
    prop::sample::select(vec![Eq, Ne, Le, Lt, Ge, Gt, In, NotIn, Subset])
}

pub(super) fn binder() -> impl Strategy<Value = Binder> {
    use Binder::*;
    prop::sample::select(vec![
        Forall, Exists, Lambda, Sum, Product, Average, Sup, Inf, Above, Below, Some, Least,
    ])
}

pub(super) fn range(expr: BoxedStrategy<Expr>) -> impl Strategy<Value = Range> {
    prop_oneof![
        Just(Range::Whole),
        type_expr().prop_map(Range::Typed),
        expr.clone().prop_map(|bound| Range::Below(Box::new(bound))),
        expr.prop_map(|bound| Range::Member(Box::new(bound))),
    ]
}

pub(super) fn bindings(expr: BoxedStrategy<Expr>) -> impl Strategy<Value = Vec<Binding>> {
    let binding = (prop::collection::vec(pattern(), 1..3), range(expr));
    prop::collection::vec(
        binding.prop_map(|(patterns, range)| Binding { patterns, range }),
        1..3,
    )
}

pub(super) fn drawn(expr: BoxedStrategy<Expr>) -> impl Strategy<Value = Vec<Binding>> {
    let binding = (pattern(), expr).prop_map(|(pattern, law)| Binding {
        patterns: vec![pattern],
        range: Range::Drawn(Box::new(law)),
    });
    prop::collection::vec(binding, 1..3)
}

pub(super) fn comprehension(expr: BoxedStrategy<Expr>) -> impl Strategy<Value = Expr> {
    (pattern(), range(expr.clone()), expr).prop_map(|(pattern, range, body)| {
        let binding = Binding {
            patterns: vec![pattern],
            range,
        };
        at(ExprKind::Comprehension(Box::new(binding), Box::new(body)))
    })
}

/// Numerals are never functions.
pub(super) fn function(expr: Expr) -> Expr {
    match expr.value {
        ExprKind::Number(_) => at(ExprKind::Hole),
        value => at(value),
    }
}

pub(super) fn operators(inner: BoxedStrategy<Expr>) -> BoxedStrategy<Expr> {
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

pub(super) fn brackets(inner: BoxedStrategy<Expr>) -> BoxedStrategy<Expr> {
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

pub(super) fn expr() -> BoxedStrategy<Expr> {
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

pub(super) fn small() -> BoxedStrategy<Expr> {
    let leaf = word().prop_map(|name| at(ExprKind::Name(name)));
    leaf.prop_recursive(
        2,
        6,
        3,
        |inner| prop_oneof![3 => operators(inner.clone()), 1 => brackets(inner)],
    )
    .boxed()
}

pub(super) fn labelled() -> impl Strategy<Value = Labelled> {
    (prop::option::of(ident()), small()).prop_map(|(label, formula)| Labelled { label, formula })
}

pub(super) fn labelled_list() -> impl Strategy<Value = Vec<Labelled>> {
    prop::collection::vec(labelled(), 1..3)
}

pub(super) fn fixed() -> impl Strategy<Value = Vec<Fixed>> {
    let group =
        (idents(), prop::option::of(type_expr())).prop_map(|(names, ty)| Fixed { names, ty });
    prop::collection::vec(group, 1..3)
}

pub(super) fn params() -> impl Strategy<Value = Vec<Fixed>> {
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

pub(super) fn let_def() -> impl Strategy<Value = LetDef> {
    (ident(), params(), small()).prop_map(|(name, params, body)| LetDef { name, params, body })
}

pub(super) fn optional<T: std::fmt::Debug + Clone>(
    list: impl Strategy<Value = Vec<T>>,
) -> impl Strategy<Value = Vec<T>> {
    prop::option::of(list).prop_map(Option::unwrap_or_default)
}

pub(super) fn statement() -> impl Strategy<Value = Statement> {
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

pub(super) fn fact() -> BoxedStrategy<FactRef> {
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

pub(super) fn method() -> impl Strategy<Value = Method> {
    let sos = Ident {
        value: "sos".into(),
        span: Span::default(),
    };
    let facts = prop_oneof![
        (ident(), prop::collection::vec(fact(), 0..3)).prop_map(|(name, facts)| (
            Some(name),
            facts,
            vec![]
        )),
        prop::collection::vec(fact(), 1..3).prop_map(|facts| (None, facts, vec![])),
        prop::collection::vec(small(), 0..3).prop_map(move |terms| (
            Some(sos.clone()),
            vec![],
            terms
        )),
    ];
    (
        facts,
        prop::collection::vec(small(), 0..2),
        prop::collection::vec(fact(), 0..3),
    )
        .prop_map(|((name, facts, terms), at, using)| Method {
            span: Span::default(),
            name,
            facts,
            terms,
            at,
            using,
        })
}

pub(super) fn by() -> impl Strategy<Value = Justification> {
    prop::collection::vec(method(), 1..3).prop_map(Justification::By)
}

/// A reason that is there; a missing one could not be told from a step after it.
pub(super) fn why(proof: BoxedStrategy<Proof>) -> impl Strategy<Value = Justification> {
    let sorry = Just(Justification::Sorry(Span::default()));
    prop_oneof![
        4 => by(),
        1 => proof.prop_map(Justification::Proof),
        1 => sorry,
    ]
}
