//! The syntax tree: what a proof file says, with a byte span on every node. It knows nothing of types, names or proofs;
//! it must not hold anything of the parser generator.

mod item;

pub use item::{Attribute, Carve, Clause, DefBody, File, Item, ItemKind, TheoremWord};

/// A half-open range of bytes in one source text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// A value and the place that it was written at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

/// A name as written, after ASCII spellings were replaced (`sqrt` is `√`).
pub type Ident = Spanned<String>;

/// A type as written.
pub type TypeExpr = Spanned<TypeKind>;

/// The shapes of a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TypeKind {
    /// `ℝ`, `α`, `dist (α × β)`: a name applied to arguments.
    Apply(Ident, Vec<TypeExpr>),
    /// `α → β`
    Function(Box<TypeExpr>, Box<TypeExpr>),
    /// `α × β`, right associative.
    Product(Box<TypeExpr>, Box<TypeExpr>),
}

/// What a binder binds: a name, or a tuple of patterns.
pub type Pattern = Spanned<PatternKind>;

/// The shapes of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PatternKind {
    /// `x` or `_` (then the name is `_`).
    Name(String),
    /// `(x, y, z)`: at least two parts; nests to the right.
    Tuple(Vec<Pattern>),
}

/// Where a bound variable ranges.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Range {
    /// Nothing said.
    Whole,
    /// `x : τ`
    Typed(TypeExpr),
    /// `i < n`
    Below(Box<Expr>),
    /// `x ∈ A`
    Member(Box<Expr>),
    /// `x ~ μ`, only in `E[…]` and `P[…]`.
    Drawn(Box<Expr>),
}

/// One group of a binder: `x y : τ`, `h ∈ H`, `i < n`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    /// The patterns that share the range.
    pub patterns: Vec<Pattern>,
    /// The range.
    pub range: Range,
}

/// The operators that bind variables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Binder {
    /// `∀`
    Forall,
    /// `∃`
    Exists,
    /// `λ`
    Lambda,
    /// `Σ`
    Sum,
    /// `Π`
    Product,
    /// `avg`
    Average,
    /// `sup`
    Sup,
    /// `inf`
    Inf,
    /// `above h ∈ H. F h`: bounded above.
    Above,
    /// `below h ∈ H. F h`: bounded below.
    Below,
    /// `E[x ~ μ]`
    Expectation,
    /// `P[x ~ μ]`
    Probability,
    /// `some x. P`: Hilbert's choice.
    Some,
    /// `least n. P`
    Least,
}

/// Infix operators. Comparisons are in [`Comparison`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Infix {
    /// `↔`
    Iff,
    /// `→`
    Implies,
    /// `∨`
    Or,
    /// `∧`
    And,
    /// `+`
    Add,
    /// `-`
    Sub,
    /// `∸`, truncated subtraction on ℕ.
    Monus,
    /// `*`
    Mul,
    /// `/`
    Div,
    /// `div` on ℕ.
    NatDiv,
    /// `mod` on ℕ.
    NatMod,
    /// `^`
    Pow,
    /// `∪`
    Union,
    /// `∩`
    Inter,
    /// `\`
    Diff,
    /// `×` of sets.
    Times,
    /// `∘`
    Compose,
}

/// Comparison operators; they chain: `a ≤ b < c`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Comparison {
    /// `=`
    Eq,
    /// `≠`
    Ne,
    /// `≤`
    Le,
    /// `<`
    Lt,
    /// `≥`
    Ge,
    /// `>`
    Gt,
    /// `∈`
    In,
    /// `∉`
    NotIn,
    /// `⊆`
    Subset,
}

/// Prefix operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Prefix {
    /// `-`; weaker than `^`.
    Neg,
    /// `¬`
    Not,
    /// `√`; binds as tightly as application.
    Sqrt,
    /// `𝟙`; binds as tightly as application.
    Indicator,
}

/// A term or formula as written.
pub type Expr = Spanned<ExprKind>;

/// The shapes of an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExprKind {
    /// A name. `true`, `false`, `univ`, `∅` and `π` are names.
    Name(String),
    /// An unsigned decimal numeral, as digits and an optional fraction: `12`, `0.05`.
    Number(String),
    /// `f x`
    Apply(Box<Expr>, Box<Expr>),
    /// `a + b`
    Infix(Infix, Box<Expr>, Box<Expr>),
    /// `-a`
    Prefix(Prefix, Box<Expr>),
    /// `a ≤ b < c`: the first operand, then operators with operands.
    Chain(Box<Expr>, Vec<(Spanned<Comparison>, Expr)>),
    /// `∀ x y : τ. P`; bindings are never empty.
    Bind(Binder, Vec<Binding>, Box<Expr>),
    /// `if p then a else b`
    If(Box<Expr>, Box<Expr>, Box<Expr>),
    /// `let x := a in b`
    Let(Pattern, Box<Expr>, Box<Expr>),
    /// `(a, b, c)`: at least two parts.
    Tuple(Vec<Expr>),
    /// `{a, b}`
    SetOf(Vec<Expr>),
    /// `{x | P}` and `{x ∈ A | P}` (range `Member`).
    Comprehension(Box<Binding>, Box<Expr>),
    /// `|a|`
    Abs(Box<Expr>),
    /// `⌊a⌋`
    Floor(Box<Expr>),
    /// `f(k := x)`
    Update(Box<Expr>, Box<Expr>, Box<Expr>),
    /// `(a : τ)`
    Typed(Box<Expr>, TypeExpr),
    /// `_`: to be found by matching, in calc steps the previous right side.
    Hole,
    /// Where parsing gave up; already reported.
    Error,
}

/// `x y : τ` after `fix`, or a parameter of a definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fixed {
    /// The names.
    pub names: Vec<Ident>,
    /// Their type, if written.
    pub ty: Option<TypeExpr>,
}

/// `name: P`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Labelled {
    /// The label, if written.
    pub label: Option<Ident>,
    /// The formula.
    pub formula: Expr,
}

/// What a theorem, axiom or claim states.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Statement {
    /// `in SETTING`
    pub setting: Option<Ident>,
    /// `without a b`: assumptions of the setting that are not taken.
    pub without: Vec<Ident>,
    /// `fix`
    pub fixed: Vec<Fixed>,
    /// `let dev h S := …`, in order, between `fix` and `show`.
    pub lets: Vec<LetDef>,
    /// `assume`
    pub assumed: Vec<Labelled>,
    /// `show`: one or more goals, each with an optional label.
    pub shown: Vec<Labelled>,
}

/// `let NAME ARGS := BODY`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LetDef {
    /// The name.
    pub name: Ident,
    /// The parameters.
    pub params: Vec<Fixed>,
    /// The body.
    pub body: Expr,
}

/// A fact with instantiations: `le_sup h`, `resample (f := λ ω. 1)`, `mcdiarmid of diff`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactRef {
    /// The whole of it.
    pub span: Span,
    /// The lemma, local fact or hypothesis; a formula in backquotes `‹P›` names a fact by what it says.
    pub head: FactHead,
    /// Positional arguments for the outermost ∀; `_` leaves one open.
    pub args: Vec<Expr>,
    /// Named instantiations.
    pub named: Vec<(Ident, Expr)>,
    /// `of f g`: facts for the premises in order.
    pub of: Vec<FactRef>,
    /// `← f`: used from right to left.
    pub reversed: bool,
}

/// How a fact is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FactHead {
    /// By its name.
    Name(String),
    /// By its formula.
    Formula(Box<Expr>),
}

/// One proof method with its arguments: `simp [a, b] at 2 using c d`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Method {
    /// The whole of it.
    pub span: Span,
    /// The method's name; absent for a plain list of facts (`by a, b`).
    pub name: Option<Ident>,
    /// The list in brackets, or after `by` for a plain list.
    pub facts: Vec<FactRef>,
    /// The terms in brackets of a certificate: `sos [2 * h, (x - y) ^ 2]`.
    pub terms: Vec<Expr>,
    /// Terms after `at`.
    pub at: Vec<Expr>,
    /// After `using`.
    pub using: Vec<FactRef>,
}

/// A justification: methods in sequence (`by a; b`), or a proof, or `sorry`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Justification {
    /// `by m₁; m₂`: each later method proves what the earlier ones left.
    By(Vec<Method>),
    /// `proof … qed`
    Proof(Proof),
    /// `sorry`
    Sorry(Span),
    /// Nothing written (an error except for axioms and claims).
    Missing(Span),
}

/// A block of steps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// From `proof` to `qed`.
    pub span: Span,
    /// The steps.
    pub steps: Vec<Step>,
}

/// One step of a proof.
pub type Step = Spanned<StepKind>;

/// One link of a calculation: `_ ≤ b by m`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalcLink {
    /// The relation.
    pub relation: Spanned<Comparison>,
    /// The new right side.
    pub right: Expr,
    /// Why.
    pub why: Justification,
    /// The whole link.
    pub span: Span,
}

/// A branch: `case LABEL h₁ h₂: steps`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Branch {
    /// What the branch is for: `yes`, `no`, `left`, `right`, `0`, `n + 1`, `true`, `false`, or a formula.
    pub label: Expr,
    /// Names for the branch's assumptions (the case's formula, or induction hypotheses).
    pub names: Vec<Ident>,
    /// The branch's proof.
    pub proof: Proof,
}

/// The shapes of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StepKind {
    /// `fix x : τ`: takes the goal's ∀.
    Fix(Vec<Fixed>),
    /// `assume h: P, k: Q`: takes the goal's premises.
    Assume(Vec<Labelled>),
    /// `let g x := e`
    Let(LetDef),
    /// `have h: P by m`; with `fix`/`assume` of its own it is a local lemma.
    Have(Box<Statement>, Justification),
    /// `have h: calc …` or a bare `calc …`.
    Calc {
        /// The fact's name.
        label: Option<Ident>,
        /// The first left side.
        start: Box<Expr>,
        /// The links.
        links: Vec<CalcLink>,
    },
    /// `obtain x y where h: P, k: Q by m`
    Obtain {
        /// The names.
        vars: Vec<Fixed>,
        /// What is known of them.
        facts: Vec<Labelled>,
        /// Why they exist.
        why: Justification,
    },
    /// `suffices h: P by m`: the goal follows from P by m; P is the new goal.
    Suffices(Labelled, Justification),
    /// `show P by m`: proves the goal, which must be P.
    Show(Labelled, Justification),
    /// `by m`: proves the goal.
    By(Justification),
    /// `cases P`, `cases x = y`, `cases b`, `cases [h]` (a disjunction).
    Cases {
        /// What to split on.
        on: CaseSplit,
        /// The branches.
        branches: Vec<Branch>,
    },
    /// `induction n [strong] [generalizing x y]`
    Induction {
        /// The variable (or, with `using`, the set).
        on: Ident,
        /// `strong`
        strong: bool,
        /// `generalizing`
        generalizing: Vec<Ident>,
        /// `using RULE`
        rule: Option<FactRef>,
        /// The branches.
        branches: Vec<Branch>,
    },
    /// `split`: the goal is a conjunction (or ↔); one branch each.
    Split(Vec<Branch>),
    /// `exists a, b`: witnesses for the goal's ∃.
    Witness(Vec<Expr>),
    /// `unfold f g`: rewrites the goal by definitions.
    Unfold(Vec<Ident>),
    /// `sorry`
    Sorry,
    /// Where parsing gave up; already reported.
    Error,
}

/// What `cases` splits on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CaseSplit {
    /// A formula (or a term of type bool): it holds or not.
    Formula(Expr),
    /// A known disjunction.
    Fact(FactRef),
}
