//! Statements, facts, methods and justifications.

use super::Rule;
use super::atom::is_assignment;
use super::builder::{Builder, after, ident, name, names, span, take};
use super::pairs::{Pair, Pairs};
use crate::report::Diagnostic;
use crate::syntax::ast::{
    Expr, FactHead, FactRef, Fixed, Ident, Justification, Labelled, LetDef, Method, Span, Statement,
};

impl<'t> Builder<'t> {
    /// The statement of a theorem, axiom or claim, which must show something.
    pub(super) fn shown_statement(&mut self, pair: Pair<'t>) -> Statement {
        let place = span(&pair);
        let statement = self.parts(pair.into_inner());
        if statement.shown.is_empty() {
            let end = after(place);
            let diagnostic = Diagnostic::error("missing-show", end, "this statement shows nothing");
            self.report(diagnostic.help("state the goal with `show`, after `fix` and `assume`"));
        }
        statement
    }

    /// `in S without a fix … let … assume … show …`
    pub(super) fn parts(&mut self, pairs: Pairs<'t>) -> Statement {
        let mut statement = Statement::default();
        for part in pairs {
            self.part(part, &mut statement);
        }
        statement
    }

    /// Adds one part to a statement.
    pub(super) fn part(&mut self, part: Pair<'t>, statement: &mut Statement) {
        match part.as_rule() {
            Rule::in_setting => {
                statement.setting = part.into_inner().nth(1).map(|setting| ident(&setting))
            }
            Rule::without => statement.without = keyword_names(part),
            Rule::fix => statement.fixed.append(&mut self.fix(part)),
            Rule::lets => statement.lets.append(&mut self.lets(part)),
            Rule::assume => statement.assumed.append(&mut self.labelled_list(part)),
            Rule::show => statement.shown.append(&mut self.labelled_list(part)),
            _ => {}
        }
    }

    /// `fix x y : τ, z`
    pub(super) fn fix(&mut self, pair: Pair<'t>) -> Vec<Fixed> {
        let groups = pair
            .into_inner()
            .filter(|inner| inner.as_rule() == Rule::fixed);
        groups.map(|group| self.fixed(group)).collect()
    }

    /// `x y : τ`, also in the parentheses of a parameter.
    pub(super) fn fixed(&mut self, pair: Pair<'t>) -> Fixed {
        let mut fixed = Fixed {
            names: Vec::new(),
            ty: None,
        };
        for inner in pair.into_inner() {
            match inner.as_rule() {
                Rule::name => fixed.names.push(ident(&inner)),
                Rule::type_expr => fixed.ty = Some(self.type_expr(inner)),
                _ => {}
            }
        }
        fixed
    }

    /// `let g x := e, h := e'`
    pub(super) fn lets(&mut self, pair: Pair<'t>) -> Vec<LetDef> {
        let definitions = pair
            .into_inner()
            .filter(|inner| inner.as_rule() == Rule::let_def);
        definitions
            .map(|definition| self.let_def(definition))
            .collect()
    }

    fn let_def(&mut self, pair: Pair<'t>) -> LetDef {
        let mut inner = pair.into_inner();
        let name = name(&mut inner);
        let params = self.params(&mut inner);
        let body = inner.find(|part| part.as_rule() == Rule::expr);
        LetDef {
            name,
            params,
            body: self.expr_from(body),
        }
    }

    /// The parameters at the front.
    pub(super) fn params(&mut self, pairs: &mut Pairs<'t>) -> Vec<Fixed> {
        std::iter::from_fn(|| take(pairs, Rule::param))
            .map(|param| self.fixed(param))
            .collect()
    }

    /// The labelled formulas among a pair's parts.
    pub(super) fn labelled_list(&mut self, pair: Pair<'t>) -> Vec<Labelled> {
        let formulas = pair
            .into_inner()
            .filter(|inner| inner.as_rule() == Rule::labelled);
        formulas.map(|formula| self.labelled(formula)).collect()
    }

    /// `name: P`
    pub(super) fn labelled(&mut self, pair: Pair<'t>) -> Labelled {
        let mut inner = pair.into_inner();
        let label = take(&mut inner, Rule::label).map(label_name);
        Labelled {
            label,
            formula: self.expr_from(inner.next()),
        }
    }

    /// The justification at the front. None there is no matter of syntax: the checker shows the goal that it leaves.
    pub(super) fn why(&mut self, pairs: &mut Pairs<'t>, of: Span) -> Justification {
        match pairs.peek().filter(is_why) {
            Some(pair) if pair.as_rule() != Rule::missing => {
                pairs.next();
                self.justification(pair)
            }
            _ => Justification::Missing(after(of)),
        }
    }

    fn justification(&mut self, pair: Pair<'t>) -> Justification {
        match pair.as_rule() {
            Rule::by => Justification::By(self.by(pair)),
            Rule::proof => Justification::Proof(self.proof(pair)),
            Rule::lean_by => self.lean_by(pair),
            _ => Justification::Sorry(span(&pair)),
        }
    }

    fn lean_by(&mut self, pair: Pair<'t>) -> Justification {
        let place = span(&pair);
        let mut inner = pair.into_inner();
        if let Some(assign) = take(&mut inner, Rule::assign) {
            let message = "a reason begins with `by` or `proof`, without `:=`";
            self.report(Diagnostic::error("spelling", span(&assign), message));
        }
        match inner.next() {
            Some(pair) => self.justification(pair),
            None => Justification::Missing(place),
        }
    }

    /// `by m; m'`
    pub(super) fn by(&mut self, pair: Pair<'t>) -> Vec<Method> {
        let methods = pair
            .into_inner()
            .filter(|inner| inner.as_rule() == Rule::method);
        methods.map(|method| self.method(method)).collect()
    }

    fn method(&mut self, pair: Pair<'t>) -> Method {
        let place = span(&pair);
        let mut method = Method {
            span: place,
            name: None,
            facts: Vec::new(),
            terms: Vec::new(),
            at: Vec::new(),
            using: Vec::new(),
        };
        let mut list = None;
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::facts => method.facts = self.facts(part),
                Rule::certificate => self.certificate(&mut method, part),
                Rule::fact_list => list = Some(part),
                Rule::at => method.at.append(&mut self.exprs(part)),
                Rule::using => method.using.append(&mut self.using(part)),
                _ => {}
            }
        }
        if let Some(list) = list {
            self.bracketed(&mut method, list);
        }
        method
    }

    /// `sos [2 * h, (x - y) ^ 2]`
    fn certificate(&mut self, method: &mut Method, pair: Pair<'t>) {
        let name = pair.into_inner().next();
        method.name = name.map(|name| Ident {
            value: name.as_str().to_owned(),
            span: span(&name),
        });
        method.terms = self.exprs(pair);
    }

    /// The list in brackets belongs to the method whose name stands before it.
    fn bracketed(&mut self, method: &mut Method, list: Pair<'t>) {
        method.name = lone_name(&method.facts);
        if method.name.is_none() {
            let message = "a list in brackets belongs to one method, as in `simp [a, b]`";
            let help = "only the method's name stands before the list";
            self.report(Diagnostic::error("syntax", span(&list), message).help(help));
        }
        let facts = list
            .into_inner()
            .find(|inner| inner.as_rule() == Rule::facts);
        method.facts = facts.map(|facts| self.facts(facts)).unwrap_or_default();
    }

    /// The facts after `using` or `of`.
    fn using(&mut self, pair: Pair<'t>) -> Vec<FactRef> {
        let mut premises = Vec::new();
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::premise => premises.push(self.premise(part)),
                _ => self.check_using(&part),
            }
        }
        premises
    }

    /// `from` is another tool's word for `using`.
    pub(super) fn check_using(&mut self, word: &Pair<'t>) {
        if word.as_str() == "from" {
            self.slip(span(word), "from", "using");
        }
    }

    /// The expressions among a pair's parts.
    pub(super) fn exprs(&mut self, pair: Pair<'t>) -> Vec<Expr> {
        let exprs = pair
            .into_inner()
            .filter(|inner| inner.as_rule() == Rule::expr);
        exprs.map(|expr| self.expr(expr)).collect()
    }

    /// `a, b t, ← c`
    pub(super) fn facts(&mut self, pair: Pair<'t>) -> Vec<FactRef> {
        let facts = pair
            .into_inner()
            .filter(|inner| inner.as_rule() == Rule::fact);
        facts.map(|fact| self.fact(fact)).collect()
    }

    /// `← name t (x := u) of h k`
    pub(super) fn fact(&mut self, pair: Pair<'t>) -> FactRef {
        let mut fact = empty_fact(span(&pair));
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::reversed => fact.reversed = true,
                Rule::fact_term => self.fact_term(part, &mut fact),
                Rule::of => fact.of = self.using(part),
                _ => {}
            }
        }
        fact
    }

    fn fact_term(&mut self, pair: Pair<'t>, fact: &mut FactRef) {
        let mut parts = pair.into_inner();
        if let Some(head) = parts.next() {
            fact.head = self.fact_head(head);
        }
        while let Some(part) = parts.peek() {
            if part.as_rule() == Rule::paren && is_assignment(&part) {
                parts.next();
                self.named_argument(part, fact);
            } else if let Some(argument) = self.tight(&mut parts)
                && self.closer != Some(argument.node.span)
            {
                fact.args.push(argument.node);
            }
        }
    }

    fn fact_head(&mut self, pair: Pair<'t>) -> FactHead {
        match pair.as_rule() {
            Rule::quoted => FactHead::Formula(Box::new(self.expr_from(pair.into_inner().next()))),
            _ => FactHead::Name(pair.as_str().to_owned()),
        }
    }

    /// `(x := t)` after a fact.
    fn named_argument(&mut self, pair: Pair<'t>, fact: &mut FactRef) {
        let mut parts = pair
            .into_inner()
            .filter(|inner| inner.as_rule() == Rule::expr);
        let (Some(variable), Some(value)) = (parts.next(), parts.next()) else {
            return;
        };
        let variable = Ident {
            value: variable.as_str().trim().to_owned(),
            span: span(&variable),
        };
        if !super::builder::plain(&variable) {
            let message = "the left side of `:=` in a fact is one of its variables";
            self.report(Diagnostic::error("syntax", variable.span, message));
        }
        let value = self.expr(value);
        fact.named.push((variable, value));
    }

    /// A bare fact, or one in parentheses.
    fn premise(&mut self, pair: Pair<'t>) -> FactRef {
        let mut fact = empty_fact(span(&pair));
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::fact => return self.fact(part),
                Rule::reversed => fact.reversed = true,
                Rule::open | Rule::close => {}
                _ => fact.head = self.fact_head(part),
            }
        }
        fact
    }
}

fn empty_fact(place: Span) -> FactRef {
    FactRef {
        span: place,
        head: FactHead::Name(String::new()),
        args: Vec::new(),
        named: Vec::new(),
        of: Vec::new(),
        reversed: false,
    }
}

/// A list that is one bare name, which may be a method's.
fn lone_name(facts: &[FactRef]) -> Option<Ident> {
    match facts {
        [fact]
            if fact.args.is_empty()
                && fact.named.is_empty()
                && fact.of.is_empty()
                && !fact.reversed =>
        {
            match &fact.head {
                FactHead::Name(name) => Some(Ident {
                    value: name.clone(),
                    span: fact.span,
                }),
                FactHead::Formula(_) => None,
            }
        }
        _ => None,
    }
}

/// Whether a pair is a justification, or stands for a missing one.
pub(super) fn is_why(pair: &Pair<'_>) -> bool {
    matches!(
        pair.as_rule(),
        Rule::by | Rule::proof | Rule::k_sorry | Rule::lean_by | Rule::missing
    )
}

/// The name in `name:`.
pub(super) fn label_name(pair: Pair<'_>) -> Ident {
    name(&mut pair.into_inner())
}

/// The names after a keyword.
pub(super) fn keyword_names(pair: Pair<'_>) -> Vec<Ident> {
    let mut inner = pair.into_inner();
    inner.next();
    names(&mut inner)
}
