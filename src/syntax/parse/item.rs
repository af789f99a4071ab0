//! Items and whole files.

use super::Rule;
use super::builder::{Builder, after, doc_text, file_doc_text, ident, name, names, span, take};
use super::pairs::{Pair, Pairs};
use crate::report::Diagnostic;
use crate::syntax::ast::{
    Attribute, Carve, Clause, DefBody, File, Ident, Item, ItemKind, Span, Spanned, Statement,
    TheoremWord,
};

impl<'t> Builder<'t> {
    /// A file; text that is no item becomes an error item.
    pub(super) fn file(&mut self, pairs: Option<Pairs<'t>>) -> File {
        let mut file = File::default();
        let mut previous: Option<Pair<'t>> = None;
        for pair in pairs.into_iter().flatten() {
            let place = span(&pair);
            match pair.as_rule() {
                Rule::file_doc => file.doc = file_doc_text(pair.as_str()),
                Rule::item => file.items.push(self.item(pair)),
                Rule::skipped => {
                    let from = previous.unwrap_or(pair);
                    self.forget_missing_show(from.span());
                    self.report_failure(from.tokens().start, pair, Rule::only_item);
                    file.items.push(Item {
                        span: place,
                        doc: None,
                        allows: Vec::new(),
                        kind: ItemKind::Error,
                    });
                }
                _ => {}
            }
            previous = Some(pair);
        }
        file
    }

    fn item(&mut self, pair: Pair<'t>) -> Item {
        let place = span(&pair);
        let mut item = Item {
            span: place,
            doc: None,
            allows: Vec::new(),
            kind: ItemKind::Error,
        };
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::doc => item.doc = doc_text(part.as_str()),
                Rule::allow => item.allows.push(allow(part)),
                _ => item.kind = self.item_kind(part),
            }
        }
        item
    }

    fn item_kind(&mut self, pair: Pair<'t>) -> ItemKind {
        let place = span(&pair);
        let rule = pair.as_rule();
        let mut inner = pair.into_inner();
        let keyword = inner.next();
        match rule {
            Rule::import => {
                ItemKind::Import(inner.next().map_or_else(empty_name, |path| ident(&path)))
            }
            Rule::def => self.def(inner, place),
            Rule::type_item => self.type_item(inner, place),
            Rule::constant => self.constant(inner, place),
            Rule::axiom => self.axiom(inner, place),
            Rule::theorem => {
                let word = self.theorem_word(keyword);
                self.theorem(word, inner, place)
            }
            Rule::claim => self.claim(inner, place),
            Rule::setting => self.setting(inner),
            Rule::attribute => ItemKind::AttributeItem(attributes(&mut inner), names(&mut inner)),
            Rule::arm => ItemKind::Arm(name(&mut inner), names(&mut inner)),
            Rule::specify => self.specify(inner, place),
            _ => ItemKind::Error,
        }
    }

    fn theorem_word(&mut self, keyword: Option<Pair<'t>>) -> TheoremWord {
        match keyword.as_ref().map(Pair::as_str) {
            Some("corollary") => return TheoremWord::Corollary,
            Some("lemma") => {
                self.slip(
                    keyword.as_ref().map(span).unwrap_or_default(),
                    "lemma",
                    "theorem",
                );
            }
            _ => {}
        }
        TheoremWord::Theorem
    }

    fn def(&mut self, mut inner: Pairs<'t>, place: Span) -> ItemKind {
        let name = name(&mut inner);
        let attributes = attributes(&mut inner);
        let params = self.params(&mut inner);
        take(&mut inner, Rule::colon);
        let ty = take(&mut inner, Rule::type_expr).map(|ty| self.type_expr(ty));
        let body = self.def_body(inner, place);
        ItemKind::Def {
            name,
            attributes,
            params,
            ty,
            body,
        }
    }

    fn def_body(&mut self, mut inner: Pairs<'t>, place: Span) -> DefBody {
        if take(&mut inner, Rule::assign).is_some() {
            return DefBody::Plain(self.expr_from(inner.next()));
        }
        match inner.peek().map(|first| first.as_rule()) {
            Some(Rule::functional) => match inner.next() {
                Some(functional) => self.functional(functional, place),
                None => DefBody::Recursive(Vec::new()),
            },
            _ => DefBody::Recursive(inner.map(|clause| self.clause(clause)).collect()),
        }
    }

    /// `where E f := e by …`
    fn functional(&mut self, pair: Pair<'t>, place: Span) -> DefBody {
        let mut inner = pair.into_inner();
        inner.next();
        let functional = name(&mut inner);
        if functional.value != "E" {
            let message = format!(
                "a distribution is defined by its expectation, written `E`, not `{}`",
                functional.value
            );
            self.report(Diagnostic::error("syntax", functional.span, message));
        }
        let var = name(&mut inner);
        take(&mut inner, Rule::assign);
        let body = self.expr_from(inner.next());
        DefBody::Functional {
            var,
            body,
            why: self.why(&mut inner, place),
        }
    }

    /// `| 0 := a` or `| n + 1 x y := b`
    fn clause(&mut self, pair: Pair<'t>) -> Clause {
        let place = span(&pair);
        let mut inner = pair.into_inner();
        take(&mut inner, Rule::bar);
        let zero = take(&mut inner, Rule::number);
        let head = if zero.is_none() {
            Some(name(&mut inner))
        } else {
            None
        };
        let plus = take(&mut inner, Rule::plus).is_some();
        let one = take(&mut inner, Rule::number);
        let mut params = names(&mut inner);
        let by_suc =
            !plus && head.as_ref().is_some_and(|head| head.value == "suc") && !params.is_empty();
        let predecessor = if by_suc { Some(params.remove(0)) } else { head };
        let right = zero.as_ref().is_none_or(|zero| zero.as_str() == "0")
            && one.as_ref().is_none_or(|one| one.as_str() == "1")
            && (zero.is_some() || plus || by_suc);
        if !right {
            let message = "a recursive definition has two clauses, `| 0 := …` and `| n + 1 := …`";
            self.report(Diagnostic::error("recursion-clause", place, message));
        }
        take(&mut inner, Rule::assign);
        Clause {
            predecessor,
            by_suc,
            params,
            body: self.expr_from(inner.next()),
            span: place,
        }
    }

    fn type_item(&mut self, mut inner: Pairs<'t>, place: Span) -> ItemKind {
        let name = name(&mut inner);
        let params = names(&mut inner);
        take(&mut inner, Rule::assign);
        match inner.next() {
            Some(ty) if ty.as_rule() == Rule::type_expr => ItemKind::TypeAlias {
                name,
                params,
                ty: self.type_expr(ty),
            },
            Some(carve) => ItemKind::TypeDef {
                name,
                params,
                carve: self.carve(carve, place),
            },
            None => ItemKind::TypeDef {
                name,
                params,
                carve: None,
            },
        }
    }

    /// `{ E : τ | P } with abs rep by …`
    fn carve(&mut self, pair: Pair<'t>, place: Span) -> Option<Carve> {
        let mut inner = pair.into_inner();
        let var = name(&mut inner);
        take(&mut inner, Rule::colon);
        let ty = self.type_expr(inner.next()?);
        take(&mut inner, Rule::bar);
        let predicate = self.expr_from(inner.next());
        take(&mut inner, Rule::brace);
        let maps = take(&mut inner, Rule::k_with).map(|_| (name(&mut inner), name(&mut inner)));
        Some(Carve {
            var,
            ty,
            predicate,
            maps,
            why: self.why(&mut inner, place),
        })
    }

    fn constant(&mut self, mut inner: Pairs<'t>, place: Span) -> ItemKind {
        let name = name(&mut inner);
        take(&mut inner, Rule::colon);
        match inner.next() {
            Some(ty) => ItemKind::Constant(name, self.type_expr(ty)),
            None => {
                self.report(Diagnostic::error(
                    "syntax",
                    place,
                    "a primitive constant needs its type",
                ));
                ItemKind::Error
            }
        }
    }

    fn axiom(&mut self, mut inner: Pairs<'t>, place: Span) -> ItemKind {
        let name = name(&mut inner);
        let attributes = attributes(&mut inner);
        let foundational = take(&mut inner, Rule::k_foundational).is_some();
        let cite = take(&mut inner, Rule::cite)
            .and_then(|cite| cite.into_inner().nth(1))
            .map(|source| string(&source));
        if !foundational && cite.is_none() {
            let diagnostic = Diagnostic::error(
                "axiom-source",
                name.span,
                "an axiom says where it comes from",
            );
            let help = "write `foundational`, or `cite \"author year, theorem\"`, after its name";
            self.report(diagnostic.help(help));
        }
        ItemKind::Axiom {
            name,
            attributes,
            cite,
            statement: self.statement_from(inner.next(), place),
        }
    }

    fn statement_from(&mut self, pair: Option<Pair<'t>>, place: Span) -> Statement {
        match pair {
            Some(pair) => self.shown_statement(pair),
            None => {
                self.report(Diagnostic::error(
                    "missing-show",
                    after(place),
                    "this statement shows nothing",
                ));
                Statement::default()
            }
        }
    }

    fn theorem(&mut self, word: TheoremWord, mut inner: Pairs<'t>, place: Span) -> ItemKind {
        let name = name(&mut inner);
        let attributes = attributes(&mut inner);
        let statement = self.statement_from(take(&mut inner, Rule::statement), place);
        ItemKind::Theorem {
            word,
            name,
            attributes,
            statement,
            why: self.why(&mut inner, place),
        }
    }

    fn claim(&mut self, mut inner: Pairs<'t>, place: Span) -> ItemKind {
        let name = name(&mut inner);
        let refuted = take(&mut inner, Rule::k_false).is_some();
        let statement = self.statement_from(take(&mut inner, Rule::statement), place);
        ItemKind::Claim {
            name,
            refuted,
            statement,
            why: self.why(&mut inner, place),
        }
    }

    /// `setting NAME := A + B fix … assume …`
    fn setting(&mut self, mut inner: Pairs<'t>) -> ItemKind {
        let name = name(&mut inner);
        let mut parents = Vec::new();
        if take(&mut inner, Rule::assign).is_some() {
            while let Some(parent) = take(&mut inner, Rule::name) {
                parents.push(ident(&parent));
                take(&mut inner, Rule::plus);
            }
        }
        let statement = self.parts(inner);
        if let Some(shown) = statement.shown.first() {
            let message = "a setting only fixes and assumes: it shows nothing";
            self.report(Diagnostic::error(
                "setting-shows",
                shown.formula.span,
                message,
            ));
        }
        ItemKind::Setting {
            name,
            parents,
            statement,
        }
    }

    fn specify(&mut self, mut inner: Pairs<'t>, place: Span) -> ItemKind {
        let names = names(&mut inner);
        let mut statement = Statement::default();
        while let Some(part) = inner
            .peek()
            .filter(|part| matches!(part.as_rule(), Rule::k_where | Rule::labelled | Rule::comma))
        {
            inner.next();
            if part.as_rule() == Rule::labelled {
                statement.shown.push(self.labelled(part));
            }
        }
        ItemKind::Specify {
            names,
            statement,
            why: self.why(&mut inner, place),
        }
    }
}

fn empty_name() -> Ident {
    Spanned {
        value: String::new(),
        span: Span::default(),
    }
}

/// `[simp, mono]` at the front.
fn attributes(pairs: &mut Pairs<'_>) -> Vec<Attribute> {
    let Some(list) = take(pairs, Rule::attributes) else {
        return Vec::new();
    };
    list.into_inner()
        .filter(|inner| inner.as_rule() == Rule::name)
        .map(|name| ident(&name))
        .collect()
}

fn allow(pair: Pair<'_>) -> (Ident, String) {
    let mut rule = empty_name();
    let mut reason = String::new();
    for inner in pair.into_inner() {
        match inner.as_rule() {
            Rule::rule_name => rule = ident(&inner),
            Rule::string => reason = string(&inner),
            _ => {}
        }
    }
    (rule, reason)
}

fn string(pair: &Pair<'_>) -> String {
    pair.as_str().trim_matches('"').to_owned()
}
