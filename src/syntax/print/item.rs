//! Items and files.

use super::Printer;
use crate::syntax::ast::{
    Attribute, Carve, Clause, DefBody, File, Fixed, Ident, Item, ItemKind, Justification,
    Statement, TypeExpr,
};

impl Printer {
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
            self.item(item);
            previous = Some(item);
        }
    }

    pub(super) fn item(&mut self, item: &Item) {
        if let Some(doc) = &item.doc {
            self.enclosed("/-- ", " -/\n", |printer| printer.put(doc));
        }
        for (rule, reason) in &item.allows {
            self.put(&format!("allow {} because \"{reason}\"\n", rule.value));
        }
        self.item_kind(&item.kind);
    }

    fn item_kind(&mut self, kind: &ItemKind) {
        match kind {
            ItemKind::Import(path) => self.words("import ", path, &[]),
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
                self.end();
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
                self.end();
            }
            ItemKind::AttributeItem(attributes, names) => {
                self.put("attribute");
                self.attributes(attributes);
                self.put(" ");
                self.names(names);
                self.end();
            }
            ItemKind::Arm(first, rest) => self.words("arm ", first, rest),
            _ => self.stating_item(kind),
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
                self.stated(statement);
            }
            ItemKind::Setting {
                name,
                parents,
                statement,
            } => {
                self.item_head("setting ", name, &[]);
                if !parents.is_empty() {
                    self.put(" := ");
                    self.separated(parents, " + ", |printer, parent| printer.put(&parent.value));
                }
                self.stated(statement);
            }
            ItemKind::Theorem {
                name,
                attributes,
                statement,
                why,
            } => {
                self.item_head("theorem ", name, attributes);
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
            printer.separated(attributes, ", ", |printer, attribute| {
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

    fn words(&mut self, keyword: &str, first: &Ident, rest: &[Ident]) {
        self.item_head(keyword, first, &[]);
        for name in rest {
            self.put(" ");
            self.put(&name.value);
        }
        self.end();
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

    /// A justification on lines of its own: `proof` at the margin, `by` indented.
    fn below(&mut self, why: &Justification) {
        match why {
            Justification::Missing(_) => return,
            Justification::Proof(proof) => self.proof(proof),
            Justification::By(methods) => {
                self.put("  ");
                self.by(methods);
            }
            Justification::Sorry(_) => self.put("  sorry"),
        }
        self.end();
    }

    fn definition(&mut self, params: &[Fixed], ty: Option<&TypeExpr>, body: &DefBody) {
        self.params(params);
        if let Some(ty) = ty {
            self.put(" : ");
            self.type_expr(ty);
        }
        match body {
            DefBody::Plain(body) => {
                self.put(" := ");
                self.expr(body);
                self.end();
            }
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

/// Whether a blank line stands between two items: always, but for runs of short ones.
fn parted(previous: &Item, item: &Item) -> bool {
    let short = |item: &Item| {
        matches!(
            item.kind,
            ItemKind::Import(_)
                | ItemKind::Constant(..)
                | ItemKind::AttributeItem(..)
                | ItemKind::Arm(..)
        )
    };
    !(short(previous) && short(item)) || item.doc.is_some()
}
