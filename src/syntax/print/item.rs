//! Items and files.

use super::Printer;
use super::layout::{Indent, Taking};
use crate::syntax::ast::{
    Attribute, Carve, Clause, DefBody, Expr, File, Fixed, Ident, Item, ItemKind, Justification,
    Labelled, Statement, TheoremWord, TypeExpr,
};

impl Printer<'_> {
    pub(super) fn file(&mut self, file: &File) {
        if let Some(doc) = &file.doc {
            for line in doc.lines() {
                self.put(format!("--! {line}").trim_end());
                self.end();
            }
            self.end();
        }
        let mut previous: Option<&Item> = None;
        for item in &file.items {
            if previous.is_some_and(|previous| parted(previous, item)) {
                self.end();
            }
            self.comments_before(item.span.start);
            self.item(item);
            previous = Some(item);
        }
    }

    pub(super) fn item(&mut self, item: &Item) {
        if let Some(doc) = &item.doc {
            self.enclosed("/-- ", " -/", |printer| printer.put(doc));
            self.end();
        }
        for (rule, reason) in &item.allows {
            self.put(&format!("allow {} because \"{reason}\"", rule.value));
            self.end();
        }
        self.item_kind(item);
    }

    fn item_kind(&mut self, item: &Item) {
        let end = item.span.end;
        match &item.kind {
            ItemKind::Import(path) => self.words("import ", path, &[], end),
            ItemKind::Def {
                name,
                attributes,
                params,
                ty,
                body,
            } => {
                self.item_head("def ", name, attributes);
                self.definition(params, ty.as_ref(), body);
            }
            ItemKind::TypeAlias { name, params, ty } => {
                self.type_head(name, params);
                self.put(" := ");
                self.type_expr(ty);
                self.end_at(end);
            }
            ItemKind::TypeDef {
                name,
                params,
                carve,
            } => {
                self.type_head(name, params);
                match carve {
                    Some(carve) => self.carve(carve),
                    None => self.end(),
                }
            }
            ItemKind::Constant(name, ty) => {
                self.item_head("constant ", name, &[]);
                self.put(" : ");
                self.type_expr(ty);
                self.end_at(end);
            }
            ItemKind::AttributeItem(attributes, names) => {
                self.put("attribute");
                self.attributes(attributes);
                self.put(" ");
                self.names(names);
                self.end_at(end);
            }
            ItemKind::Arm(first, rest) => self.words("arm ", first, rest, end),
            kind => self.stating_item(kind),
        }
    }

    /// The items that state something.
    fn stating_item(&mut self, kind: &ItemKind) {
        match kind {
            ItemKind::Axiom {
                name,
                attributes,
                cite,
                statement,
            } => {
                self.item_head("axiom ", name, attributes);
                match cite {
                    Some(source) => self.put(&format!(" cite \"{source}\"")),
                    None => self.put(" foundational"),
                }
                match one_line(kind) {
                    Some(formula) => {
                        self.put(" show ");
                        self.expr(formula);
                        self.end_at(formula.span.end);
                    }
                    None => self.stated(statement),
                }
            }
            ItemKind::Setting {
                name,
                parents,
                statement,
            } => {
                self.item_head("setting ", name, &[]);
                if !parents.is_empty() {
                    self.put(" := ");
                    let names: Vec<&str> = parents.iter().map(|parent| &*parent.value).collect();
                    self.put(&names.join(" + "));
                }
                self.stated(statement);
            }
            ItemKind::Theorem {
                word,
                name,
                attributes,
                statement,
                why,
            } => {
                let word = match word {
                    TheoremWord::Theorem => "theorem ",
                    TheoremWord::Corollary => "corollary ",
                };
                self.item_head(word, name, attributes);
                self.stated(statement);
                self.below(why);
            }
            ItemKind::Claim {
                name,
                refuted,
                statement,
                why,
            } => {
                self.item_head("claim ", name, &[]);
                if *refuted {
                    self.put(" false");
                }
                self.stated(statement);
                self.below(why);
            }
            ItemKind::Specify {
                names,
                statement,
                why,
            } => {
                self.put("specify ");
                self.names(names);
                self.put(" where ");
                self.labelled_list(&statement.shown);
                self.end();
                self.below(why);
            }
            _ => {}
        }
    }

    fn item_head(&mut self, keyword: &str, name: &Ident, attributes: &[Attribute]) {
        self.put(keyword);
        self.put(&name.value);
        if !attributes.is_empty() {
            self.attributes(attributes);
        }
    }

    fn attributes(&mut self, attributes: &[Attribute]) {
        self.enclosed(" [", "]", |printer| {
            printer.separated(attributes, |printer, attribute| {
                printer.put(&attribute.value)
            });
        });
    }

    fn type_head(&mut self, name: &Ident, params: &[Ident]) {
        self.item_head("type ", name, &[]);
        for param in params {
            self.put(" ");
            self.put(&param.value);
        }
    }

    fn words(&mut self, keyword: &str, first: &Ident, rest: &[Ident], end: u32) {
        self.group(Indent::Nest, Taking::Needed, |printer| {
            printer.item_head(keyword, first, &[]);
            for name in rest {
                printer.gap();
                printer.put(&name.value);
            }
        });
        self.end_at(end);
    }

    /// The setting on the line of the name, the rest below.
    fn stated(&mut self, statement: &Statement) {
        if let Some(setting) = &statement.setting {
            self.put(" in ");
            self.put(&setting.value);
        }
        if !statement.without.is_empty() {
            self.put(" without ");
            self.names(&statement.without);
        }
        self.end();
        self.indented(|printer| printer.statement(statement));
    }

    /// A justification on lines of its own, at the margin.
    fn below(&mut self, why: &Justification) {
        match why {
            Justification::Missing(_) => return,
            Justification::Proof(proof) => self.proof(proof),
            Justification::By(methods) => self.by(methods),
            Justification::Sorry(_) => self.put("sorry"),
        }
        self.end();
    }

    fn definition(&mut self, params: &[Fixed], ty: Option<&TypeExpr>, body: &DefBody) {
        self.group(Indent::Nest, Taking::Needed, |printer| {
            printer.params(params);
            if let Some(ty) = ty {
                printer.put(" : ");
                printer.type_expr(ty);
            }
            if let DefBody::Plain(body) = body {
                printer.put(" :=");
                printer.gap();
                printer.expr(body);
            }
        });
        match body {
            DefBody::Plain(body) => self.end_at(body.span.end),
            DefBody::Recursive(clauses) => {
                self.end();
                self.indented(|printer| clauses.iter().for_each(|clause| printer.clause(clause)));
            }
            DefBody::Functional { var, body, why } => {
                self.put(" where E ");
                self.put(&var.value);
                self.put(" := ");
                self.expr(body);
                self.end();
                self.below(why);
            }
        }
    }

    fn clause(&mut self, clause: &Clause) {
        self.begin();
        match (&clause.predecessor, clause.by_suc) {
            (None, _) => self.put("| 0"),
            (Some(name), true) => self.put(&format!("| suc {}", name.value)),
            (Some(name), false) => self.put(&format!("| {} + 1", name.value)),
        }
        for param in &clause.params {
            self.put(" ");
            self.put(&param.value);
        }
        self.put(" := ");
        self.expr(&clause.body);
        self.end();
    }

    fn carve(&mut self, carve: &Carve) {
        self.put(" := ");
        self.enclosed("{ ", " }", |printer| {
            printer.put(&carve.var.value);
            printer.put(" : ");
            printer.type_expr(&carve.ty);
            printer.put(" | ");
            printer.expr(&carve.predicate);
        });
        if let Some((abstraction, representation)) = &carve.maps {
            self.put(&format!(
                " with {} {}",
                abstraction.value, representation.value
            ));
        }
        self.end();
        self.below(&carve.why);
    }
}

/// The formula of an axiom that only shows one, if that fits on the line of its name.
fn one_line(kind: &ItemKind) -> Option<&Expr> {
    let ItemKind::Axiom {
        name,
        cite: None,
        attributes,
        statement:
            Statement {
                setting: None,
                without,
                fixed,
                lets,
                assumed,
                shown,
            },
    } = kind
    else {
        return None;
    };
    let bare = attributes.is_empty() && without.is_empty() && fixed.is_empty() && lets.is_empty();
    match shown.as_slice() {
        [
            Labelled {
                label: None,
                formula,
            },
        ] if bare && assumed.is_empty() => {
            let head = "axiom  foundational show ".len() + name.value.chars().count();
            (head + super::expr(formula).chars().count() <= super::WIDTH).then_some(formula)
        }
        _ => None,
    }
}

/// Whether a blank line stands between two items: always, but for runs of short ones.
fn parted(previous: &Item, item: &Item) -> bool {
    let short = |item: &Item| {
        matches!(
            item.kind,
            ItemKind::Import(_)
                | ItemKind::Constant(..)
                | ItemKind::AttributeItem(..)
                | ItemKind::Arm(..)
        ) || one_line(&item.kind).is_some()
    };
    !(short(previous) && short(item)) || item.doc.is_some()
}
