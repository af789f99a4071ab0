//! The syntax tree of items and whole files.

use super::{Expr, Fixed, Ident, Justification, Span, Statement, TypeExpr};

/// An equation of a recursive definition: `| 0 := a`, `| n + 1 := b`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// `None` for zero, else the predecessor's name.
    pub predecessor: Option<Ident>,
    /// `true` if it was written `suc n`, not `n + 1`.
    pub by_suc: bool,
    /// Further parameters after the recursive one.
    pub params: Vec<Ident>,
    /// The right side.
    pub body: Expr,
    /// The whole clause.
    pub span: Span,
}

/// An attribute in brackets.
pub type Attribute = Ident;

/// What a theorem is called; both are the same to the checker.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TheoremWord {
    /// `theorem`
    #[default]
    Theorem,
    /// `corollary`
    Corollary,
}

/// One item of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The whole item.
    pub span: Span,
    /// Its `/-- … -/` comment.
    pub doc: Option<String>,
    /// `allow RULE because "…"` lines before it.
    pub allows: Vec<(Ident, String)>,
    /// What it is.
    pub kind: ItemKind,
}

/// The items.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ItemKind {
    /// `import lib.real`
    Import(Ident),
    /// `def f (x : α) y : τ := e`
    Def {
        /// The name.
        name: Ident,
        /// `[simp]`, `[unfold]`, ….
        attributes: Vec<Attribute>,
        /// The parameters.
        params: Vec<Fixed>,
        /// The result type.
        ty: Option<TypeExpr>,
        /// The right side.
        body: DefBody,
    },
    /// `type set α := α → bool`, an abbreviation.
    TypeAlias {
        /// The name.
        name: Ident,
        /// The parameters.
        params: Vec<Ident>,
        /// What it stands for.
        ty: TypeExpr,
    },
    /// `type dist α := { E : τ | P } with ABS REP by …`: a new type carved out of τ; also `type ι` declares one.
    TypeDef {
        /// The name.
        name: Ident,
        /// The parameters.
        params: Vec<Ident>,
        /// The carving; `None` declares a primitive type.
        carve: Option<Carve>,
    },
    /// `constant + : ℝ → ℝ → ℝ`: a primitive, undefined constant.
    Constant(Ident, TypeExpr),
    /// `axiom NAME cite "…"` / `axiom NAME foundational`
    Axiom {
        /// The name.
        name: Ident,
        /// The attributes.
        attributes: Vec<Attribute>,
        /// The source; `None` for a foundational one.
        cite: Option<String>,
        /// What it states.
        statement: Statement,
    },
    /// `setting NAME := parent + fix … assume …`
    Setting {
        /// The name.
        name: Ident,
        /// The settings it extends.
        parents: Vec<Ident>,
        /// Its own part (nothing shown).
        statement: Statement,
    },
    /// `theorem` or `corollary`.
    Theorem {
        /// Which of the two words.
        word: TheoremWord,
        /// The name.
        name: Ident,
        /// The attributes.
        attributes: Vec<Attribute>,
        /// What it states.
        statement: Statement,
        /// Why.
        why: Justification,
    },
    /// `claim NAME` / `claim NAME false`
    Claim {
        /// The name.
        name: Ident,
        /// `true` if it is claimed to be false.
        refuted: bool,
        /// What it states.
        statement: Statement,
        /// A witness, if written.
        why: Justification,
    },
    /// `attribute [simp] a b`
    AttributeItem(Vec<Attribute>, Vec<Ident>),
    /// `arm naturals a b c`: hands characteristic theorems to the kernel's literal rule.
    Arm(Ident, Vec<Ident>),
    /// `specify c d by THEOREM`: constants from an existence theorem.
    Specify {
        /// The constants' names.
        names: Vec<Ident>,
        /// The statement about them.
        statement: Statement,
        /// Why such things exist.
        why: Justification,
    },
    /// Text that no item begins with; already reported.
    Error,
}

/// `{ x : τ | P } with abs rep by …`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Carve {
    /// The variable.
    pub var: Ident,
    /// Its type.
    pub ty: TypeExpr,
    /// The predicate.
    pub predicate: Expr,
    /// Names of the two maps, if given (else `mk_NAME`, `rep_NAME`).
    pub maps: Option<(Ident, Ident)>,
    /// Why it is not empty.
    pub why: Justification,
}

/// The right side of a definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DefBody {
    /// `:= e`
    Plain(Expr),
    /// `| 0 := a | n + 1 := b`
    Recursive(Vec<Clause>),
    /// `: dist τ where E f := e by …`: a distribution by its expectation functional.
    Functional {
        /// The function variable `f`.
        var: Ident,
        /// The functional's value.
        body: Expr,
        /// Why it is representable.
        why: Justification,
    },
}

/// A whole file.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct File {
    /// The leading `--!` comment.
    pub doc: Option<String>,
    /// The items in order.
    pub items: Vec<Item>,
}
