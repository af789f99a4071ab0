//! What people write who come from other tools, from LaTeX or from a blackboard, and what is written here instead. It
//! holds tables and look-ups only: when to look is the matter of those who report.

/// The methods of the language.
pub(crate) const METHODS: [&str; 18] = [
    "simp",
    "rewrite",
    "unfold",
    "field",
    "norm_num",
    "positivity",
    "auto",
    "ext",
    "cases",
    "mono",
    "bounded",
    "ring",
    "linarith",
    "nlinarith",
    "bound",
    "inequality",
    "apply",
    "sos",
];

/// What to write for a word that begins a line inside a proof.
pub(crate) fn step(word: &str) -> Option<&'static str> {
    Some(match word {
        "exact" | "refine" | "assumption" | "trivial" | "Exact" => {
            "a fact `h` that is the goal is given by `by h`"
        }
        "intro" | "intros" | "rintro" | "introv" => {
            "the goal's ∀ is taken by `fix x`, its premise by `assume h: P`"
        }
        "apply" => "a lemma is applied by `by lemma`, its premises given by `by lemma of h, k`",
        "rw" | "rewrite" | "erw" | "simp_rw" | "subst" | "nth_rewrite" => {
            "equations are used by a method: `by rewrite [h]`, or in a `calc`"
        }
        "rcases" | "destruct" | "elim" => {
            "a known disjunction is split by `cases [h]`; values that exist are taken by `obtain x where h: P by k`"
        }
        "use" | "existsi" => "a witness for the goal's ∃ is given by `exists a`",
        "constructor" | "refine'" | "econstructor" => {
            "both halves of a conjunction are proved by `split`, with `case left:` and `case right:`"
        }
        "left" | "right" => "one side of the goal's ∨ is enough: `have h: P by …`, then `by h`",
        "thus" | "hence" | "therefore" | "so" | "then" | "finally" | "ultimately" => {
            "a conclusion is written `have h: P by …`, the goal itself `show P by …`"
        }
        "moreover" | "also" | "note" | "with" | "from" => {
            "facts are named after the method: `have h: P by linarith using k`"
        }
        "suppose" | "presume" | "hypothesis" => "an assumption is written `assume h: P`",
        "case'" | "next" | "subgoal" => "a branch begins with `case yes h:` or `case 0:`",
        "by_cases" => "a formula that holds or not is split by `cases P`",
        "by_contra" | "by_contradiction" | "exfalso" | "contradiction" | "absurd" => {
            "a contradiction is drawn by `cases P`, or by `by auto` from the facts"
        }
        "specialize" => "a fact's variables are given after it: `have k: P by h x`",
        "change" | "convert" | "conv" => "a goal is exchanged by `suffices h: P by …`",
        "set" | "generalize" => "a name is given by `let a := e`",
        "done" | "Qed" | "QED" | "Defined" | "end" | "End" => "a proof ends with `qed`",
        "Proof" | "begin" => "a proof begins with `proof` and ends with `qed`",
        "admit" | "oops" | "Admitted" => "a gap is written `sorry`, and always counts as a failure",
        _ => return step_method(word),
    })
}

fn step_method(word: &str) -> Option<&'static str> {
    let is_method = METHODS.contains(&word);
    let general = "a method follows `by`, as in `by linarith [h]` or `have h: P by simp`";
    method(word).or_else(|| is_method.then_some(general))
}

/// What to write for a word after `by` that is no method here.
pub(crate) fn method(word: &str) -> Option<&'static str> {
    Some(match word {
        "induction" => {
            "`induction n` is a step of a proof: `proof`, `induction n`, `case 0: …`, `case n + 1 ih: …`, `qed`"
        }
        "exact" | "refine" => "write the fact alone: `by h`",
        "assumption" | "this" => {
            "a goal that is among the facts is proved by the fact's name: `by h`"
        }
        "rfl" | "reflexivity" | "refl" | "trivial" | "tauto" | "decide" | "blast" | "metis"
        | "force" | "fastforce" | "aesop" | "meson" | "eauto" | "firstorder" | "intuition"
        | "clarsimp" | "smt" | "sledgehammer" | "assumption'" => {
            "write `by auto`, or `by simp` for equations"
        }
        "rw" | "erw" | "simp_rw" | "subst" => "write `by rewrite [h]`",
        "only" | "simp_all" | "dsimp" | "simpa" => "write `by simp [h, k]`",
        "omega" | "lia" | "arith" | "lra" | "positivity'" | "linear_arith" => {
            "linear arithmetic is done by `by linarith`, over ℝ and ℕ"
        }
        "nia" | "nra" | "psatz" | "polyrith" => "nonlinear arithmetic is done by `by nlinarith`",
        "field_simp" => {
            "fractions are cleared by `by field`, with facts that denominators are not 0"
        }
        "ring_nf" | "noncomm_ring" | "algebra" => "write `by ring`",
        "gcongr" | "monotonicity" => "write `by mono`",
        "norm_cast" | "push_cast" | "zify" | "qify" => {
            "write `by simp`, or `by norm_num` for numbers"
        }
        "push_neg" | "contrapose" => "write `by auto`",
        "intro" | "intros" | "constructor" | "funext" => {
            "steps stand between `proof` and `qed`: `fix`, `assume`, `have`, `split`; functions are equal `by ext`"
        }
        "interval" | "approximation" | "interval_cases" | "bounds" => "write `by bound`",
        "sorry" => "`sorry` stands alone, without `by`",
        _ => return None,
    })
}

/// What to write for a word that begins a line where an item is expected.
pub(crate) fn item(word: &str) -> Option<&'static str> {
    Some(match word {
        "example" | "Theorem" | "Lemma" | "Proposition" | "proposition" | "Corollary" | "Fact"
        | "thm" => {
            "every theorem has a name: `theorem NAME`, then `fix`, `assume`, `show` and `by`"
        }
        "Definition" | "definition" | "abbrev" | "noncomputable" | "fun" | "function"
        | "Fixpoint" | "let" => "a definition is written `def f (x : ℝ) : ℝ := x + 1`",
        "open" | "namespace" | "section" | "end" | "universe" | "set_option" | "theory"
        | "begin" | "Section" | "End" | "Require" | "Import" | "from" => {
            "a file has imports, `import lib.real`, and items; there are no sections or name spaces"
        }
        "variable" | "variables" | "parameter" | "Variable" | "Hypothesis" | "locale"
        | "context" | "assume" | "fix" => {
            "what several theorems share is a `setting NAME` with `fix` and `assume`; a theorem takes it `in NAME`"
        }
        "structure" | "record" | "inductive" | "class" | "datatype" | "Inductive" | "instance" => {
            "a new type is carved from another: `type t := { x : τ | P x } by …`"
        }
        "Proof" => "a proof begins with `proof` and ends with `qed`",
        "Qed" | "QED" | "qed" | "done" => {
            "a proof begins with `proof` and ends with `qed`, after the theorem that it proves"
        }
        "#" | "//" | "/" | "(" | "%" | "\"" => {
            "a comment is written `-- …`, or `/- … -/` over several lines"
        }
        _ => return None,
    })
}

/// What to write for a word that begins a line in the statement of a theorem.
pub(crate) fn statement(word: &str) -> Option<&'static str> {
    Some(match word {
        "hypothesis" | "suppose" | "given" | "assumes" | "assuming" | "hyp" | "requires" | "if" => {
            "a hypothesis is written `assume h: P`"
        }
        "forall" | "fixes" | "for" | "given_any" | "∀" => {
            "variables are introduced by `fix x y : ℝ`"
        }
        "shows" | "then" | "conclude" | "ensures" | "prove" | "goal" | "have" | "thus" => {
            "what is claimed is written `show P`"
        }
        "obtains" => "values that exist are claimed by `show ∃ x. P`",
        "begin" | "Proof" => "a proof begins with `proof` and ends with `qed`",
        "admit" => "a gap is written `sorry`, and always counts as a failure",
        _ => return None,
    })
}

/// What to write for a name in a formula that is not known.
pub(crate) fn term(name: &str) -> Option<&'static str> {
    Some(match name {
        "P" | "Pr" | "Prob" | "ℙ" | "prob" => {
            "a probability names its variable and distribution: `P[x ~ μ] (x ∈ A)`"
        }
        "E" | "Exp" | "𝔼" | "expectation" | "mean" => {
            "an expectation names its variable and distribution: `E[x ~ μ] f x`"
        }
        "Var" | "var" | "variance" => {
            "a variance is written out: `E[x ~ μ] (f x - E[y ~ μ] f y) ^ 2`"
        }
        "Cov" | "cov" => {
            "a covariance is written out: `E[x ~ μ] f x * g x - (E[x ~ μ] f x) * E[x ~ μ] g x`"
        }
        "ln" => "the natural logarithm is `log`",
        "R" | "Reals" | "real" => "the type of real numbers is `ℝ`, or `Real`",
        "N" => "the type of natural numbers is `ℕ`, or `Nat`",
        "True" | "False" | "TRUE" | "FALSE" => "truth values are `true` and `false`",
        "infinity" | "oo" | "∞" => {
            "there is no ∞: say `∃ B. …`, or use `above` and `below` for bounds"
        }
        "Max" | "maximum" => "the larger of two is `max a b`; over a set it is `sup x ∈ A. f x`",
        "Min" | "minimum" => "the smaller of two is `min a b`; over a set it is `inf x ∈ A. f x`",
        "frac" => "a fraction is written `a / b`",
        _ => return None,
    })
}

/// What to write for a LaTeX command that stands for nothing here.
pub(crate) fn command(name: &str) -> &'static str {
    match name {
        "frac" | "dfrac" | "tfrac" => "a fraction is written `a / b`",
        "mathbb" | "mathbf" | "mathcal" | "mathrm" | "operatorname" | "text" => {
            "letters are written as they are: `ℝ`, `E[x ~ μ] f x`, `P[x ~ μ] (f x ≤ c)`"
        }
        "left" | "right" | "big" | "Big" | "bigl" | "bigr" => {
            "brackets are written alone: `( … )`, `|x|`"
        }
        "lvert" | "rvert" | "vert" | "lVert" | "rVert" | "Vert" => {
            "an absolute value is written `|x|`"
        }
        "ldots" | "dots" | "cdots" => "write a sum as `Σ i < n. f i`",
        "infty" => "there is no ∞: say `∃ B. …`, or use `above` and `below` for bounds",
        "max" => "the larger of two is `max a b`; over a set it is `sup x ∈ A. f x`",
        "min" => "the smaller of two is `min a b`; over a set it is `inf x ∈ A. f x`",
        "log" | "ln" => "the natural logarithm is `log x`",
        "exp" => "the exponential function is `exp x`",
        "sim" => "`x` is drawn from `μ` in `E[x ~ μ] f x`",
        "mid" => "write `|`",
        "lfloor" | "rfloor" => "rounding down is written `⌊x⌋`",
        _ => "write the symbol itself; README and docs/language.md list all of them",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_method_is_a_habit() {
        for known in crate::prove::methods() {
            assert!(METHODS.contains(&known.name), "{}", known.name);
            assert!(
                method(known.name).is_none() || known.name == "apply",
                "{}",
                known.name
            );
        }
    }
}
