//! Items: definitions, axioms, settings, theorems and the rest, from the grammar's pairs.

use super::{
    ast::{
        Carve, Clause, DefBody, Expr, ExprKind, Fixed, Ident, Item, ItemKind, Justification,
        Labelled, LetDef, Span, Statement,
    },
    expression::{parts, spanned},
    parse::{Reader, Rule, doc_text},
};
use crate::report::Diagnostic;
use pest::iterators::Pair;

type Part<'a> = Pair<'a, Rule>;

impl Reader {
    pub(super) fn item(&mut self, pair: Part<'_>) -> Item {
        let span = self.span(&pair);
        let mut item = Item {
            span,
            doc: None,
            allows: vec![],
            kind: ItemKind::Error,
        };
        for part in parts(pair) {
            match part.as_rule() {
                Rule::item_doc => {
                    item.doc = Some(doc_text(part.as_str().trim_end_matches("-/"), "/--"))
                }
                Rule::allow => item.allows.extend(self.allow(part)),
                _ => item.kind = self.item_kind(part),
            }
        }
        item
    }

    fn allow(&mut self, pair: Part<'_>) -> Option<(Ident, String)> {
        let mut inner = parts(pair);
        let (rule, reason) = (inner.next()?, inner.next()?);
        Some((self.ident(&rule), unquoted(&reason)))
    }

    fn item_kind(&mut self, pair: Part<'_>) -> ItemKind {
        let span = self.span(&pair);
        match pair.as_rule() {
            Rule::import => parts(pair)
                .next()
                .map_or(ItemKind::Error, |p| ItemKind::Import(self.ident(&p))),
            Rule::def => self.def(pair),
            Rule::type_item => self.type_item(pair),
            Rule::constant => self.constant(pair),
            Rule::setting => self.setting(pair),
            Rule::axiom | Rule::theorem | Rule::claim => self.stated(pair, span),
            Rule::attribute_item => self.attribute_item(pair),
            Rule::arm => self.first_and_rest(pair, ItemKind::Arm),
            Rule::specify => self.specify(pair, span),
            _ => ItemKind::Error,
        }
    }

    fn first_and_rest(
        &mut self,
        pair: Part<'_>,
        make: impl Fn(Ident, Vec<Ident>) -> ItemKind,
    ) -> ItemKind {
        let mut names: Vec<Ident> = parts(pair).map(|p| self.ident(&p)).collect();
        if names.is_empty() {
            ItemKind::Error
        } else {
            make(names.remove(0), names)
        }
    }

    fn attribute_item(&mut self, pair: Part<'_>) -> ItemKind {
        let (mut attributes, mut names) = (vec![], vec![]);
        for part in parts(pair) {
            match part.as_rule() {
                Rule::attributes => attributes = self.idents(part),
                _ => names.push(self.ident(&part)),
            }
        }
        ItemKind::AttributeItem(attributes, names)
    }

    pub(super) fn idents(&self, pair: Part<'_>) -> Vec<Ident> {
        parts(pair).map(|p| self.ident(&p)).collect()
    }

    fn def(&mut self, pair: Part<'_>) -> ItemKind {
        let span = self.span(&pair);
        let (mut name, mut attributes, mut params, mut ty) =
            (spanned(String::new(), span), vec![], vec![], None);
        let (mut body, mut clauses) = (None, vec![]);
        for part in parts(pair) {
            match part.as_rule() {
                Rule::def_name => name = self.ident(&part),
                Rule::attributes => attributes = self.idents(part),
                Rule::params => params = self.params(part),
                Rule::type_expr => ty = Some(self.type_expr(part)),
                Rule::definiens => body = parts(part).next().map(|e| DefBody::Plain(self.expr(e))),
                Rule::functional => body = self.functional(part),
                Rule::clause => clauses.push(self.clause(part)),
                _ => {}
            }
        }
        let body = body.unwrap_or(DefBody::Recursive(clauses));
        ItemKind::Def {
            name,
            attributes,
            params,
            ty,
            body,
        }
    }

    /// `where E f := e by …`
    fn functional(&mut self, pair: Part<'_>) -> Option<DefBody> {
        let mut inner = parts(pair).skip(1);
        let (var, body, why) = (inner.next()?, inner.next()?, inner.next()?);
        Some(DefBody::Functional {
            var: self.ident(&var),
            body: self.expr(body),
            why: self.justification(why),
        })
    }

    fn clause(&mut self, pair: Part<'_>) -> Clause {
        let span = self.span(&pair);
        let body = spanned(ExprKind::Error, span);
        let mut clause = Clause {
            predecessor: None,
            by_suc: false,
            params: vec![],
            body,
            span,
        };
        for part in parts(pair) {
            match part.as_rule() {
                Rule::successor => (clause.predecessor, clause.by_suc) = self.successor(part),
                Rule::name => clause.params.push(self.ident(&part)),
                Rule::expr => clause.body = self.expr(part),
                _ => {}
            }
        }
        clause
    }

    fn successor(&mut self, pair: Part<'_>) -> (Option<Ident>, bool) {
        match parts(pair).next() {
            Some(p) if p.as_rule() == Rule::successor => self.successor(p),
            Some(p) if p.as_rule() == Rule::plus_one => {
                (parts(p).next().map(|n| self.ident(&n)), false)
            }
            Some(p) => (Some(self.ident(&p)), true),
            None => (None, false),
        }
    }

    fn type_item(&mut self, pair: Part<'_>) -> ItemKind {
        let mut inner = parts(pair);
        let (Some(name), Some(params)) = (inner.next(), inner.next()) else {
            return ItemKind::Error;
        };
        let (name, params) = (self.ident(&name), self.idents(params));
        match inner.next() {
            None => ItemKind::TypeDef {
                name,
                params,
                carve: None,
            },
            Some(p) if p.as_rule() == Rule::carve => ItemKind::TypeDef {
                name,
                params,
                carve: self.carve(p),
            },
            Some(p) => ItemKind::TypeAlias {
                name,
                params,
                ty: self.type_expr(p),
            },
        }
    }

    fn carve(&mut self, pair: Part<'_>) -> Option<Carve> {
        let mut inner = parts(pair).peekable();
        let (var, ty, predicate) = (inner.next()?, inner.next()?, inner.next()?);
        let maps = inner
            .next_if(|p| p.as_rule() == Rule::maps)
            .map(|p| self.idents(p));
        let maps = maps.and_then(|names| Some((names.first()?.clone(), names.get(1)?.clone())));
        let why = self.justification(inner.next()?);
        Some(Carve {
            var: self.ident(&var),
            ty: self.type_expr(ty),
            predicate: self.expr(predicate),
            maps,
            why,
        })
    }

    fn constant(&mut self, pair: Part<'_>) -> ItemKind {
        let mut inner = parts(pair);
        match (inner.next(), inner.next()) {
            (Some(name), Some(ty)) => ItemKind::Constant(self.ident(&name), self.type_expr(ty)),
            _ => ItemKind::Error,
        }
    }

    fn setting(&mut self, pair: Part<'_>) -> ItemKind {
        let (mut names, mut statement) = (vec![], Statement::default());
        for part in parts(pair) {
            match part.as_rule() {
                Rule::statement => statement = self.statement(part),
                _ => names.push(self.ident(&part)),
            }
        }
        if names.is_empty() {
            return ItemKind::Error;
        }
        ItemKind::Setting {
            name: names.remove(0),
            parents: names,
            statement,
        }
    }

    /// An axiom, a theorem or a claim.
    fn stated(&mut self, pair: Part<'_>, span: Span) -> ItemKind {
        let rule = pair.as_rule();
        let (mut name, mut attributes, mut statement) =
            (spanned(String::new(), span), vec![], Statement::default());
        let (mut cite, mut refuted, mut why) = (None, false, Justification::Missing(span));
        for part in parts(pair) {
            match part.as_rule() {
                Rule::name => name = self.ident(&part),
                Rule::attributes => attributes = self.idents(part),
                Rule::string => cite = Some(unquoted(&part)),
                Rule::refuted => refuted = true,
                Rule::statement => statement = self.statement(part),
                Rule::justification => why = self.justification(part),
                _ => {}
            }
        }
        if statement.shown.is_empty() {
            let message = format!(
                "`{}` states nothing: expected `show` with a formula",
                name.value
            );
            self.diagnostics
                .push(Diagnostic::error("nothing-shown", name.span, message));
        }
        match rule {
            Rule::axiom => ItemKind::Axiom {
                name,
                attributes,
                cite,
                statement,
            },
            Rule::claim => ItemKind::Claim {
                name,
                refuted,
                statement,
                why,
            },
            _ => ItemKind::Theorem {
                name,
                attributes,
                statement,
                why,
            },
        }
    }

    fn specify(&mut self, pair: Part<'_>, span: Span) -> ItemKind {
        let (mut names, mut statement, mut why) =
            (vec![], Statement::default(), Justification::Missing(span));
        for part in parts(pair) {
            match part.as_rule() {
                Rule::labelled_list => statement.shown = self.labelled_list(part),
                Rule::justification => why = self.justification(part),
                _ => names.push(self.ident(&part)),
            }
        }
        ItemKind::Specify {
            names,
            statement,
            why,
        }
    }

    pub(super) fn statement(&mut self, pair: Part<'_>) -> Statement {
        let mut statement = Statement::default();
        for part in parts(pair) {
            match part.as_rule() {
                Rule::in_setting => statement.setting = self.idents(part).pop(),
                Rule::without => statement.without = self.idents(part),
                Rule::fix => statement.fixed.extend(self.fixes(part)),
                Rule::let_def => statement.lets.extend(self.let_def(part)),
                Rule::assume => statement.assumed.extend(self.labelled_lists(part)),
                Rule::show => statement.shown.extend(self.labelled_lists(part)),
                _ => {}
            }
        }
        statement
    }

    pub(super) fn fixes(&mut self, pair: Part<'_>) -> Vec<Fixed> {
        parts(pair).map(|p| self.fixed(p)).collect()
    }

    /// Names with an optional type.
    pub(super) fn fixed(&mut self, pair: Part<'_>) -> Fixed {
        let mut fixed = Fixed {
            names: vec![],
            ty: None,
        };
        for part in parts(pair) {
            match part.as_rule() {
                Rule::type_expr => fixed.ty = Some(self.type_expr(part)),
                _ => fixed.names.push(self.ident(&part)),
            }
        }
        fixed
    }

    fn params(&mut self, pair: Part<'_>) -> Vec<Fixed> {
        parts(pair).map(|p| self.fixed(p)).collect()
    }

    pub(super) fn let_def(&mut self, pair: Part<'_>) -> Option<LetDef> {
        let mut inner = parts(pair);
        let (name, params, body) = (inner.next()?, inner.next()?, inner.next()?);
        Some(LetDef {
            name: self.ident(&name),
            params: self.params(params),
            body: self.expr(body),
        })
    }

    pub(super) fn labelled_lists(&mut self, pair: Part<'_>) -> Vec<Labelled> {
        parts(pair)
            .flat_map(|list| self.labelled_list(list))
            .collect()
    }

    pub(super) fn labelled_list(&mut self, pair: Part<'_>) -> Vec<Labelled> {
        parts(pair).map(|p| self.labelled(p)).collect()
    }

    pub(super) fn labelled(&mut self, pair: Part<'_>) -> Labelled {
        let span = self.span(&pair);
        let mut labelled = Labelled {
            label: None,
            formula: spanned(ExprKind::Error, span),
        };
        for part in parts(pair) {
            match part.as_rule() {
                Rule::label => labelled.label = self.label(part),
                _ => labelled.formula = self.expr(part),
            }
        }
        labelled
    }

    pub(super) fn label(&mut self, pair: Part<'_>) -> Option<Ident> {
        parts(pair).next().map(|p| self.ident(&p))
    }

    pub(super) fn first_expr(&mut self, pair: Part<'_>) -> Expr {
        let span = self.span(&pair);
        let inner = parts(pair).find(|p| p.as_rule() == Rule::expr);
        inner.map_or_else(|| spanned(ExprKind::Error, span), |p| self.expr(p))
    }
}

fn unquoted(pair: &Part<'_>) -> String {
    pair.as_str().trim().trim_matches('"').to_string()
}
