//! Spellings: which words are reserved, what each operator's spellings mean, and the advice for spellings from other
//! tools. It holds tables and look-ups only.

use super::ast::{Binder, Comparison, Infix, Prefix};

/// Words that are never names. The grammar has the same list, arranged for speed; a test compares the two.
pub(crate) const RESERVED: &[&str] = &[
    "Prod",
    "Sum",
    "above",
    "allow",
    "and",
    "arm",
    "assume",
    "at",
    "attribute",
    "avg",
    "axiom",
    "because",
    "below",
    "by",
    "calc",
    "case",
    "cases",
    "cite",
    "claim",
    "constant",
    "corollary",
    "def",
    "div",
    "elem",
    "else",
    "exists",
    "fix",
    "forall",
    "from",
    "fun",
    "generalizing",
    "have",
    "if",
    "import",
    "in",
    "indicator",
    "induction",
    "inf",
    "inter",
    "least",
    "lemma",
    "let",
    "mod",
    "not",
    "notin",
    "obtain",
    "of",
    "or",
    "proof",
    "qed",
    "setting",
    "show",
    "some",
    "sorry",
    "specify",
    "split",
    "sqrt",
    "subset",
    "suffices",
    "sup",
    "then",
    "theorem",
    "type",
    "unfold",
    "union",
    "using",
    "where",
    "with",
    "without",
];

/// Whether a word is reserved.
pub(crate) fn is_reserved(word: &str) -> bool {
    RESERVED.binary_search(&word).is_ok()
}

/// Words that begin an item.
pub(crate) const ITEM_WORDS: &[&str] = &[
    "allow",
    "arm",
    "attribute",
    "axiom",
    "claim",
    "constant",
    "corollary",
    "def",
    "import",
    "lemma",
    "setting",
    "specify",
    "theorem",
    "type",
];

/// Letters of other alphabets that are drawn like a Latin one, each before it. Greek small letters are names of the
/// field and stay, but for omicron.
const TWINS: &str = "аa еe оo рp сc уy хx іi јj ѕs һh ԁd ԛq ԝw ɡg οo АA ВB ЕE КK МM НH ОO РP СC ТT УY ХX ІI ЈJ ЅS ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX";

/// The Latin letter that a letter of another alphabet is drawn like.
pub(crate) fn twin(letter: char) -> Option<char> {
    if let '\u{FF21}'..='\u{FF3A}' | '\u{FF41}'..='\u{FF5A}' = letter {
        return char::from_u32(u32::from(letter) - 0xFEE0);
    }
    if !matches!(letter, '\u{250}'..='\u{2AF}' | 'Α'..='Ω' | 'ο' | '\u{400}'..='\u{52F}') {
        return None;
    }
    let pair = TWINS.split(' ').find(|pair| pair.starts_with(letter))?;
    pair.chars().next_back()
}

/// Whether a character continues a name.
pub(crate) fn is_name_char(c: char) -> bool {
    match c {
        'λ' | 'Σ' | 'Π' => false,
        '_' | '\'' | '′' | '₀'..='₉' | '\u{300}'..='\u{36F}' => true,
        // The frequent ones first.
        'a'..='z' | 'α'..='ω' | 'ℝ' | 'ℕ' => true,
        '∀' | '∃' | '∈' | '∧' | '∨' | '→' | '≤' | '≥' | '·' | '√' => false,
        _ => c.is_ascii_digit() || c.is_alphabetic(),
    }
}

/// Whether a character can begin a name, but for `_`.
pub(crate) fn is_letter(c: char) -> bool {
    is_name_char(c) && (matches!(c, 'a'..='z' | 'α'..='ω' | 'ℝ' | 'ℕ') || c.is_alphabetic())
}

/// How long the run of characters is that a text begins with and names are made of.
pub(crate) fn name_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut length = 0;
    loop {
        match bytes.get(length) {
            Some(byte) if is_name_byte(*byte) => length += 1,
            Some(0x80..) => match text[length..].chars().next() {
                Some(next) if is_name_char(next) => length += next.len_utf8(),
                _ => return length,
            },
            _ => return length,
        }
    }
}

fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'\'')
}

/// Whether a text can be written as a name.
pub(crate) fn is_name(text: &str) -> bool {
    let starts = |c: char| c == '_' || (is_name_char(c) && c.is_alphabetic());
    text == "∅"
        || (text != "_"
            && text.starts_with(starts)
            && text.chars().all(is_name_char)
            && !is_reserved(text))
}

/// What stands between two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Joint {
    /// An infix operator.
    Infix(Infix),
    /// A comparison.
    Comparison(Comparison),
    /// `then`
    Then,
    /// `else`
    Else,
    /// `in`: membership, or the end of a `let`.
    In,
    /// No operator at all, though it looks like one.
    Unknown,
}

/// What an infix spelling means; the second part is the right spelling where this one is a slip.
pub(crate) fn joint(text: &str) -> (Joint, Option<&'static str>) {
    if let Some(name) = text
        .strip_prefix('\\')
        .filter(|name| name.starts_with(|c: char| c.is_alphabetic()))
    {
        return latex_joint(name);
    }
    if let Some(infix) = infix(text) {
        return (Joint::Infix(infix), None);
    }
    if let Some(comparison) = comparison(text) {
        return (Joint::Comparison(comparison), None);
    }
    match text {
        "then" => (Joint::Then, None),
        "else" => (Joint::Else, None),
        "in" => (Joint::In, None),
        _ => slip(text),
    }
}

fn slip(text: &str) -> (Joint, Option<&'static str>) {
    let (joint, right) = match text {
        "=>" => (Joint::Infix(Infix::Implies), "→"),
        "==" => (Joint::Comparison(Comparison::Eq), "="),
        "/=" => (Joint::Comparison(Comparison::Ne), "≠"),
        "⩽" => (Joint::Comparison(Comparison::Le), "≤"),
        "⩾" => (Joint::Comparison(Comparison::Ge), "≥"),
        "⊂" => (Joint::Comparison(Comparison::Subset), "⊆"),
        "·" | "⋅" => (Joint::Infix(Infix::Mul), "*"),
        "**" => (Joint::Infix(Infix::Pow), "^"),
        "−" | "–" => (Joint::Infix(Infix::Sub), "-"),
        "÷" => (Joint::Infix(Infix::Div), "/"),
        "&&" | "&" => (Joint::Infix(Infix::And), "∧"),
        "%" => (Joint::Infix(Infix::NatMod), "mod"),
        "∖" => (Joint::Infix(Infix::Diff), "\\"),
        _ => return (Joint::Unknown, None),
    };
    (joint, Some(right))
}

fn latex_joint(name: &str) -> (Joint, Option<&'static str>) {
    let Some(symbol) = latex(name) else {
        return (Joint::Unknown, None);
    };
    (joint(symbol).0, Some(symbol))
}

/// An infix operator by any accepted spelling.
pub(crate) fn infix(text: &str) -> Option<Infix> {
    Some(match text {
        "↔" | "<->" | "⟺" | "⇔" | "<=>" | "⟷" => Infix::Iff,
        "→" | "->" | "⟹" | "⇒" | "==>" | "⟶" => Infix::Implies,
        "∨" | "\\/" | "or" => Infix::Or,
        "∧" | "/\\" | "and" => Infix::And,
        "+" => Infix::Add,
        "-" => Infix::Sub,
        "∸" => Infix::Monus,
        "*" => Infix::Mul,
        "/" => Infix::Div,
        "div" => Infix::NatDiv,
        "mod" => Infix::NatMod,
        "^" => Infix::Pow,
        "∪" | "union" => Infix::Union,
        "∩" | "inter" => Infix::Inter,
        "\\" => Infix::Diff,
        "×" | "><" => Infix::Times,
        "∘" => Infix::Compose,
        _ => return None,
    })
}

/// A comparison by any accepted spelling; `in` is left to the caller.
pub(crate) fn comparison(text: &str) -> Option<Comparison> {
    Some(match text {
        "=" => Comparison::Eq,
        "≠" | "!=" => Comparison::Ne,
        "≤" | "<=" => Comparison::Le,
        "<" => Comparison::Lt,
        "≥" | ">=" => Comparison::Ge,
        ">" => Comparison::Gt,
        "∈" | "elem" => Comparison::In,
        "∉" | "notin" => Comparison::NotIn,
        "⊆" | "subset" => Comparison::Subset,
        _ => return None,
    })
}

/// A binder by any spelling; the second part is the right spelling where this one is a slip.
pub(crate) fn binder(text: &str) -> (Binder, Option<&'static str>) {
    match text {
        "∀" | "forall" => (Binder::Forall, None),
        "∃" | "exists" => (Binder::Exists, None),
        "Σ" | "∑" | "Sum" => (Binder::Sum, None),
        "Π" | "∏" | "Prod" => (Binder::Product, None),
        "avg" => (Binder::Average, None),
        "sup" => (Binder::Sup, None),
        "inf" => (Binder::Inf, None),
        "above" => (Binder::Above, None),
        "below" => (Binder::Below, None),
        "some" => (Binder::Some, None),
        "least" => (Binder::Least, None),
        "E[" | "𝔼[" => (Binder::Expectation, None),
        "P[" | "ℙ[" => (Binder::Probability, None),
        "\\forall" => (Binder::Forall, Some("∀")),
        "\\exists" => (Binder::Exists, Some("∃")),
        "\\sum" => (Binder::Sum, Some("Σ")),
        "\\prod" => (Binder::Product, Some("Π")),
        "\\sup" => (Binder::Sup, Some("sup")),
        "\\inf" => (Binder::Inf, Some("inf")),
        "\\lambda" => (Binder::Lambda, Some("λ")),
        _ => (Binder::Lambda, None),
    }
}

/// The symbol that a LaTeX command stands for.
pub(crate) fn latex(name: &str) -> Option<&'static str> {
    LATEX
        .binary_search_by_key(&name, |(command, _)| command)
        .ok()
        .map(|place| LATEX[place].1)
}

const LATEX: &[(&str, &str)] = &[
    ("Delta", "Δ"),
    ("Gamma", "Γ"),
    ("Lambda", "Λ"),
    ("Leftrightarrow", "↔"),
    ("Omega", "Ω"),
    ("Phi", "Φ"),
    ("Psi", "Ψ"),
    ("Rightarrow", "→"),
    ("Sigma", "Σ"),
    ("alpha", "α"),
    ("beta", "β"),
    ("cap", "∩"),
    ("cdot", "*"),
    ("circ", "∘"),
    ("cup", "∪"),
    ("delta", "δ"),
    ("ell", "ℓ"),
    ("emptyset", "∅"),
    ("epsilon", "ε"),
    ("exists", "∃"),
    ("forall", "∀"),
    ("gamma", "γ"),
    ("ge", "≥"),
    ("geq", "≥"),
    ("iff", "↔"),
    ("implies", "→"),
    ("in", "∈"),
    ("inf", "inf"),
    ("lambda", "λ"),
    ("land", "∧"),
    ("le", "≤"),
    ("leftrightarrow", "↔"),
    ("leq", "≤"),
    ("lnot", "¬"),
    ("lor", "∨"),
    ("mu", "μ"),
    ("ne", "≠"),
    ("neg", "¬"),
    ("neq", "≠"),
    ("notin", "∉"),
    ("nu", "ν"),
    ("omega", "ω"),
    ("phi", "φ"),
    ("pi", "π"),
    ("prod", "Π"),
    ("psi", "ψ"),
    ("rho", "ρ"),
    ("rightarrow", "→"),
    ("setminus", "\\"),
    ("sigma", "σ"),
    ("sqrt", "√"),
    ("subset", "⊆"),
    ("subseteq", "⊆"),
    ("sum", "Σ"),
    ("sup", "sup"),
    ("tau", "τ"),
    ("theta", "θ"),
    ("times", "×"),
    ("to", "→"),
    ("varepsilon", "ε"),
    ("varphi", "φ"),
    ("vee", "∨"),
    ("wedge", "∧"),
];

/// A prefix operator by any spelling; the second part is the right spelling where this one is a slip.
pub(crate) fn prefix(text: &str) -> (Prefix, Option<&'static str>) {
    match text {
        "-" => (Prefix::Neg, None),
        "−" | "–" => (Prefix::Neg, Some("-")),
        "¬" | "~" | "not" => (Prefix::Not, None),
        "!" => (Prefix::Not, Some("¬")),
        "√" | "sqrt" => (Prefix::Sqrt, None),
        _ => (Prefix::Indicator, None),
    }
}

/// How tightly operators bind; an operand must be at least as tight as its place asks.
pub(crate) mod level {
    /// `∀ ∃ λ some least if let`: as far right as possible.
    pub(crate) const OPEN: u8 = 0;
    /// `↔`
    pub(crate) const IFF: u8 = 10;
    /// `→`
    pub(crate) const IMPLIES: u8 = 20;
    /// `∨`
    pub(crate) const OR: u8 = 30;
    /// `∧`
    pub(crate) const AND: u8 = 40;
    /// `¬`
    pub(crate) const NOT: u8 = 50;
    /// `= ≠ ≤ < ≥ > ∈ ∉ ⊆`
    pub(crate) const COMPARISON: u8 = 60;
    /// The body of `Σ Π avg sup inf above below`.
    pub(crate) const SUM: u8 = 70;
    /// `+ - ∸ ∪ ∩ \`
    pub(crate) const ADD: u8 = 80;
    /// Prefix `-`, and the body of `E[…]` and `P[…]`.
    pub(crate) const NEG: u8 = 90;
    /// `* / div mod × ∘`
    pub(crate) const MUL: u8 = 100;
    /// `^`
    pub(crate) const POW: u8 = 110;
    /// Application.
    pub(crate) const APPLY: u8 = 120;
    /// Arguments.
    pub(crate) const ATOM: u8 = 130;
}

/// Which side a run of one operator groups to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Grouping {
    /// `(a - b) - c`
    Left,
    /// `a → (b → c)`
    Right,
    /// Parentheses are needed.
    None,
}

/// An infix operator's level and grouping.
pub(crate) fn binding(infix: Infix) -> (u8, Grouping) {
    match infix {
        Infix::Iff => (level::IFF, Grouping::None),
        Infix::Implies => (level::IMPLIES, Grouping::Right),
        Infix::Or => (level::OR, Grouping::Right),
        Infix::And => (level::AND, Grouping::Right),
        Infix::Add | Infix::Sub | Infix::Monus | Infix::Union | Infix::Inter | Infix::Diff => {
            (level::ADD, Grouping::Left)
        }
        Infix::Mul | Infix::Div | Infix::NatDiv | Infix::NatMod | Infix::Times | Infix::Compose => {
            (level::MUL, Grouping::Left)
        }
        Infix::Pow => (level::POW, Grouping::Right),
    }
}

/// The level that a binder's body swallows: operators that are tighter than this belong to the body.
pub(crate) fn reach(binder: Binder) -> u8 {
    match binder {
        Binder::Forall | Binder::Exists | Binder::Lambda | Binder::Some | Binder::Least => {
            level::OPEN
        }
        Binder::Sum
        | Binder::Product
        | Binder::Average
        | Binder::Sup
        | Binder::Inf
        | Binder::Above
        | Binder::Below => level::SUM,
        Binder::Expectation | Binder::Probability => level::NEG,
    }
}

/// The canonical spelling of an infix operator.
pub(crate) fn infix_symbol(infix: Infix) -> &'static str {
    match infix {
        Infix::Iff => "↔",
        Infix::Implies => "→",
        Infix::Or => "∨",
        Infix::And => "∧",
        Infix::Add => "+",
        Infix::Sub => "-",
        Infix::Monus => "∸",
        Infix::Mul => "*",
        Infix::Div => "/",
        Infix::NatDiv => "div",
        Infix::NatMod => "mod",
        Infix::Pow => "^",
        Infix::Union => "∪",
        Infix::Inter => "∩",
        Infix::Diff => "\\",
        Infix::Times => "×",
        Infix::Compose => "∘",
    }
}

/// The canonical spelling of a comparison.
pub(crate) fn comparison_symbol(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Eq => "=",
        Comparison::Ne => "≠",
        Comparison::Le => "≤",
        Comparison::Lt => "<",
        Comparison::Ge => "≥",
        Comparison::Gt => ">",
        Comparison::In => "∈",
        Comparison::NotIn => "∉",
        Comparison::Subset => "⊆",
    }
}

/// The canonical spelling of a binder; `E` and `P` go on with `[`.
pub(crate) fn binder_symbol(binder: Binder) -> &'static str {
    match binder {
        Binder::Forall => "∀",
        Binder::Exists => "∃",
        Binder::Lambda => "λ",
        Binder::Sum => "Σ",
        Binder::Product => "Π",
        Binder::Average => "avg",
        Binder::Sup => "sup",
        Binder::Inf => "inf",
        Binder::Above => "above",
        Binder::Below => "below",
        Binder::Some => "some",
        Binder::Least => "least",
        Binder::Expectation => "E",
        Binder::Probability => "P",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::parse_statement;

    #[test]
    fn the_grammar_reserves_the_same_words() {
        assert!(RESERVED.is_sorted());
        for word in RESERVED {
            assert!(
                parse_statement(&format!("fix {word} show p")).is_err(),
                "{word} is a name"
            );
            let longer = format!("{word}_x");
            assert!(
                parse_statement(&format!("fix {longer} show p")).is_ok(),
                "{longer} is no name"
            );
        }
    }

    #[test]
    fn latex_commands_are_sorted() {
        assert!(LATEX.is_sorted());
    }
}
