//! Digests of what is proved. A statement as people read it leaves types out and shows a defined constant by its name; a
//! digest leaves nothing out: equal digests mean the same hypotheses and conclusions at the same types, over symbols
//! with the same names and the same definitions. Names of bound variables do not count, order and files neither.
//!
//! A digest is a SHA-256 over the parts' digests, so shared parts are looked at once. It proves nothing by itself.

use super::{
    print::Seen,
    read::{Article, Origin, Sequent, Symbols},
};
use crate::logic::{LiteralShape, OperatorShape};
use rationale_kernel::{Constant, Fragment, FragmentView, Term, Type, TypeOperator, TypeView};
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// 256 bits.
type Hash = [u8; 32];

/// The digest of what an article exports and what it assumes, in hexadecimal.
pub fn digest(article: &Article, symbols: &Symbols) -> String {
    let mut digester = Digester::new(symbols);
    let mut parts = vec![];
    for (tag, sequents) in [
        (b"assumes", article.assumptions.iter().collect::<Vec<_>>()),
        (
            b"exports",
            article.theorems.iter().map(|t| &t.sequent).collect(),
        ),
    ] {
        let mut found: Vec<Hash> = sequents.iter().map(|s| digester.sequent(s)).collect();
        found.sort_unstable();
        found.dedup();
        parts.push(join(tag, &found));
    }
    let whole = join(b"article", &parts);
    whole.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A digest of a tag and parts.
fn join(tag: &[u8], parts: &[Hash]) -> Hash {
    let mut hasher = Sha256::new();
    hasher.update([tag.len() as u8]);
    hasher.update(tag);
    parts.iter().for_each(|part| hasher.update(part));
    hasher.finalize().into()
}

fn text(tag: &[u8], text: &str) -> Hash {
    join(tag, &[Sha256::digest(text.as_bytes()).into()])
}

fn number(tag: &[u8], number: u64) -> Hash {
    text(tag, &number.to_string())
}

/// The digests of all symbols that articles defined.
struct Digester {
    symbols: HashMap<u64, Hash>,
    types: HashMap<Type, Hash>,
}

impl Digester {
    fn new(symbols: &Symbols) -> Self {
        let mut digester = Digester {
            symbols: HashMap::new(),
            types: HashMap::new(),
        };
        // in order of identity: a definition speaks of what was there before it
        for (identity, origin) in symbols.origins() {
            let hash = digester.origin(&origin);
            digester.symbols.insert(identity, hash);
        }
        digester
    }

    fn origin(&mut self, origin: &Origin<'_>) -> Hash {
        match origin {
            Origin::Defined(name, term) => {
                let parts = [text(b"name", name), self.term(term)];
                join(b"defined", &parts)
            }
            Origin::Specified(place, specification) => {
                let mut parts = vec![number(b"place", *place as u64)];
                for (name, variable) in &specification.constants {
                    let term = Term::variable(variable);
                    parts.extend([text(b"name", name), self.term(&term)]);
                }
                parts.push(self.sequent(&specification.premise));
                join(b"specified", &parts)
            }
            Origin::Carved(place, carving) => {
                let names = [&carving.name, &carving.abstraction, &carving.representation];
                let mut parts = vec![number(b"place", *place as u64)];
                parts.extend(names.map(|name| text(b"name", name)));
                parts.extend(
                    carving
                        .parameters
                        .iter()
                        .map(|name| text(b"parameter", name)),
                );
                parts.push(self.term(&carving.predicate));
                join(b"carved", &parts)
            }
        }
    }

    fn sequent(&mut self, sequent: &Sequent) -> Hash {
        let mut parts: Vec<Hash> = sequent.hypotheses.iter().map(|h| self.term(h)).collect();
        parts.sort_unstable();
        parts.push(self.term(&sequent.conclusion));
        join(b"sequent", &parts)
    }

    /// Parts first, without recursion: terms may be deep.
    fn term(&mut self, term: &Term) -> Hash {
        let mut known: HashMap<Seen<'_>, Hash> = HashMap::new();
        let mut pending = vec![term.fragment()];
        while let Some(next) = pending.last().copied() {
            match self.fragment(next, &known) {
                Ok(hash) => {
                    known.insert(Seen(next), hash);
                    pending.pop();
                }
                Err(missing) => pending.extend(missing),
            }
        }
        known[&Seen(term.fragment())]
    }

    /// The digest of a fragment. Errors: the parts whose digests it needs first.
    fn fragment<'t>(
        &mut self,
        fragment: Fragment<'t>,
        known: &HashMap<Seen<'t>, Hash>,
    ) -> Result<Hash, Vec<Fragment<'t>>> {
        let part = |part| known.get(&Seen(part)).copied();
        Ok(match fragment.view() {
            FragmentView::Variable(v) => {
                join(b"variable", &[text(b"name", &v.name), self.ty(&v.ty)])
            }
            FragmentView::Constant(c) => {
                join(b"constant", &[self.constant(c), self.ty(fragment.ty())])
            }
            FragmentView::Apply(f, x) => match (part(f), part(x)) {
                (Some(f), Some(x)) => join(b"apply", &[f, x]),
                _ => return Err(vec![f, x]),
            },
            FragmentView::Abstract(_, ty, body) => match part(body) {
                Some(body) => join(b"abstract", &[self.ty(ty), body]),
                None => return Err(vec![body]),
            },
            FragmentView::Bound(index) => number(b"bound", index.into()),
            FragmentView::Literal(literal) => text(b"literal", &literal.value().to_string()),
        })
    }

    fn constant(&self, constant: &Constant) -> Hash {
        let external = || text(b"external", constant.name());
        let known = self.symbols.get(&constant.identity());
        known.copied().unwrap_or_else(external)
    }

    fn operator(&self, operator: &TypeOperator) -> Hash {
        let external = || {
            let arity = number(b"arity", operator.arity() as u64);
            join(b"operator", &[text(b"name", operator.name()), arity])
        };
        let known = self.symbols.get(&operator.identity());
        known.copied().unwrap_or_else(external)
    }

    fn ty(&mut self, ty: &Type) -> Hash {
        if let Some(known) = self.types.get(ty) {
            return *known;
        }
        let hash = match ty.view() {
            TypeView::Variable(name) => text(b"type", name),
            TypeView::Apply(operator, arguments) => {
                let mut parts = vec![self.operator(operator)];
                parts.extend(arguments.iter().map(|argument| self.ty(argument)));
                join(b"type", &parts)
            }
        };
        self.types.insert(ty.clone(), hash);
        hash
    }
}
