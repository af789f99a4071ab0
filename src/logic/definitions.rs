//! The constants of the logic with their definitions, and its three axioms. The wording of the axioms is OpenTheory's.

use super::view::{ConstantShape, constant_at};
use super::{Result, apply_all, formula::lambda};
use rationale_kernel::{Constant, Term, Theorem, Type, TypeOperator, Variable, define_constant};
use std::sync::LazyLock;

/// A constant and the theorem ⊢ constant = definiens.
#[derive(Clone)]
pub struct Defined {
    /// The constant.
    pub constant: Constant,
    /// ⊢ constant = definiens.
    pub definition: Theorem,
}

impl Defined {
    pub(super) fn new(name: &str, definiens: &Term) -> Result<Self> {
        let (constant, definition) = define_constant(name, definiens)?;
        Ok(Defined {
            constant,
            definition,
        })
    }

    /// The constant at its own type.
    pub fn term(&self) -> Result<Term> {
        Ok(constant_at(&self.constant, self.constant.generic_type())?)
    }
}

/// The constants and axioms of the logic.
pub struct Logic {
    /// `true := (λp. p) = (λp. p)`
    pub truth: Defined,
    /// `and := λp q. (λf. f p q) = (λf. f true true)`
    pub and: Defined,
    /// `implies := λp q. (p ∧ q) = p`
    pub implies: Defined,
    /// `forall := λP. P = (λx. true)`
    pub forall: Defined,
    /// `exists := λP. ∀q. (∀x. P x → q) → q`
    pub exists: Defined,
    /// `or := λp q. ∀r. (p → r) → (q → r) → r`
    pub or: Defined,
    /// `false := ∀p. p`
    pub falsity: Defined,
    /// `not := λp. p → false`
    pub not: Defined,
    /// `injective := λf. ∀x y. f x = f y → x = y`
    pub injective: Defined,
    /// `surjective := λf. ∀y. ∃x. y = f x`
    pub surjective: Defined,
    /// Hilbert's choice, of type (α → bool) → α; primitive.
    pub some: Constant,
    /// The type of individuals, of which infinity speaks.
    pub individuals: TypeOperator,
    /// ⊢ ∀f. (λx. f x) = f
    pub extensionality: Theorem,
    /// ⊢ ∀p x. p x → p (some p)
    pub choice: Theorem,
    /// ⊢ ∃f : ind → ind. injective f ∧ ¬ surjective f
    pub infinity: Theorem,
    pub(super) truth_term: Term,
    pub(super) falsity_term: Term,
}

/// The logic, made once.
pub fn logic() -> &'static Logic {
    static LOGIC: LazyLock<Logic> =
        LazyLock::new(|| Logic::build().expect("the definitions of the logic are fixed"));
    &LOGIC
}

pub(super) fn boolean_variable(name: &str) -> (Variable, Term) {
    variable(name, Type::boolean())
}

pub(super) fn variable(name: &str, ty: Type) -> (Variable, Term) {
    let v = Variable::new(name, ty);
    let term = Term::variable(&v);
    (v, term)
}

pub(super) fn predicate_type(domain: &Type) -> Result<Type> {
    Ok(Type::function(domain, &Type::boolean())?)
}

impl Logic {
    fn build() -> Result<Self> {
        let truth = define_truth()?;
        let and = define_and(&truth.term()?)?;
        let implies = define_implies(&and)?;
        let forall = define_forall(&truth.term()?)?;
        let or = define_or(&implies, &forall)?;
        let exists = define_exists(&implies, &forall)?;
        let falsity = define_falsity(&forall)?;
        let not = define_not(&implies, &falsity)?;
        let a = Type::variable("α");
        let some = Constant::declare("some", Type::function(&predicate_type(&a)?, &a)?);
        let mut logic = Logic {
            truth_term: truth.term()?,
            falsity_term: falsity.term()?,
            extensionality: truth.definition.clone(),
            choice: truth.definition.clone(),
            infinity: truth.definition.clone(),
            injective: truth.clone(),
            surjective: truth.clone(),
            individuals: TypeOperator::declare("ind", 0),
            truth,
            and,
            implies,
            forall,
            exists,
            or,
            falsity,
            not,
            some,
        };
        logic.extensionality =
            Theorem::axiom("extensionality", &[], &logic.extensionality_statement()?)?;
        logic.choice = Theorem::axiom("choice", &[], &logic.choice_statement()?)?;
        logic.injective = logic.define_injective()?;
        logic.surjective = logic.define_surjective()?;
        logic.infinity = Theorem::axiom("infinity", &[], &logic.infinity_statement()?)?;
        Ok(logic)
    }

    fn extensionality_statement(&self) -> Result<Term> {
        let (a, b) = (Type::variable("α"), Type::variable("β"));
        let (f, function) = variable("f", Type::function(&a, &b)?);
        let (x, argument) = variable("x", a);
        let expanded = Term::abstraction(&x, &Term::apply(&function, &argument)?)?;
        self.forall(&f, &Term::equation(&expanded, &function)?)
    }

    fn choice_statement(&self) -> Result<Term> {
        let a = Type::variable("α");
        let (p, predicate) = variable("p", predicate_type(&a)?);
        let (x, value) = variable("x", a);
        let chosen = Term::apply(
            &constant_at(&self.some, self.some.generic_type())?,
            &predicate,
        )?;
        let (premise, conclusion) = (
            Term::apply(&predicate, &value)?,
            Term::apply(&predicate, &chosen)?,
        );
        self.forall_all(&[p, x], &self.implication(&premise, &conclusion)?)
    }

    fn infinity_statement(&self) -> Result<Term> {
        let individual = Type::apply(&self.individuals, vec![])?;
        let (f, function) = variable("f", Type::function(&individual, &individual)?);
        let holds = |property: &Defined| -> Result<Term> {
            let ty = predicate_type(function.ty())?;
            Ok(Term::apply(
                &constant_at(&property.constant, &ty)?,
                &function,
            )?)
        };
        let (injective, surjective) = (holds(&self.injective)?, holds(&self.surjective)?);
        self.exists(
            &f,
            &self.conjunction(&injective, &self.negation(&surjective)?)?,
        )
    }

    fn define_injective(&self) -> Result<Defined> {
        let (a, b) = (Type::variable("α"), Type::variable("β"));
        let (f, function) = variable("f", Type::function(&a, &b)?);
        let ((x, first), (y, second)) = (variable("x", a.clone()), variable("y", a));
        let images = [&first, &second].map(|t| Term::apply(&function, t));
        let [f_x, f_y] = images;
        let same = self.implication(
            &Term::equation(&f_x?, &f_y?)?,
            &Term::equation(&first, &second)?,
        )?;
        Defined::new(
            "injective",
            &lambda(&[f], &self.forall_all(&[x, y], &same)?)?,
        )
    }

    fn define_surjective(&self) -> Result<Defined> {
        let (a, b) = (Type::variable("α"), Type::variable("β"));
        let (f, function) = variable("f", Type::function(&a, &b)?);
        let ((x, argument), (y, value)) = (variable("x", a), variable("y", b));
        let hit = Term::equation(&value, &Term::apply(&function, &argument)?)?;
        let every = self.forall(&y, &self.exists(&x, &hit)?)?;
        Defined::new("surjective", &lambda(&[f], &every)?)
    }
}

fn define_truth() -> Result<Defined> {
    let (p, formula) = boolean_variable("p");
    let identity = Term::abstraction(&p, &formula)?;
    Defined::new("true", &Term::equation(&identity, &identity)?)
}

fn define_and(truth: &Term) -> Result<Defined> {
    let ((p, left), (q, right)) = (boolean_variable("p"), boolean_variable("q"));
    let boolean = Type::boolean();
    let (f, function) = variable("f", Type::function(&boolean, &predicate_type(&boolean)?)?);
    let at = |x: &Term, y: &Term| -> Result<Term> {
        Ok(Term::abstraction(&f, &apply_all(&function, [x, y])?)?)
    };
    Defined::new(
        "and",
        &lambda(
            &[p, q],
            &Term::equation(&at(&left, &right)?, &at(truth, truth)?)?,
        )?,
    )
}

fn define_implies(and: &Defined) -> Result<Defined> {
    let ((p, left), (q, right)) = (boolean_variable("p"), boolean_variable("q"));
    let both = apply_all(&and.term()?, [&left, &right])?;
    Defined::new("implies", &lambda(&[p, q], &Term::equation(&both, &left)?)?)
}

fn define_forall(truth: &Term) -> Result<Defined> {
    let a = Type::variable("α");
    let (p, predicate) = variable("P", predicate_type(&a)?);
    let always = Term::abstraction(&Variable::new("x", a), truth)?;
    Defined::new(
        "forall",
        &Term::abstraction(&p, &Term::equation(&predicate, &always)?)?,
    )
}

/// `∀v. body` before there is a [`Logic`] to ask.
fn forall_term(forall: &Defined, v: &Variable, body: &Term) -> Result<Term> {
    let predicate = Term::abstraction(v, body)?;
    let head = constant_at(&forall.constant, &predicate_type(predicate.ty())?)?;
    Ok(Term::apply(&head, &predicate)?)
}

fn define_or(implies: &Defined, forall: &Defined) -> Result<Defined> {
    let ((p, left), (q, right), (r, goal)) = (
        boolean_variable("p"),
        boolean_variable("q"),
        boolean_variable("r"),
    );
    let implies = implies.term()?;
    let first = apply_all(&implies, [&left, &goal])?;
    let second = apply_all(&implies, [&right, &goal])?;
    let body = apply_all(&implies, [&first, &apply_all(&implies, [&second, &goal])?])?;
    Defined::new("or", &lambda(&[p, q], &forall_term(forall, &r, &body)?)?)
}

fn define_exists(implies: &Defined, forall: &Defined) -> Result<Defined> {
    let a = Type::variable("α");
    let (p, predicate) = variable("P", predicate_type(&a)?);
    let ((x, witness), (q, goal)) = (variable("x", a), boolean_variable("q"));
    let implies = implies.term()?;
    let step = apply_all(&implies, [&Term::apply(&predicate, &witness)?, &goal])?;
    let body = apply_all(&implies, [&forall_term(forall, &x, &step)?, &goal])?;
    Defined::new(
        "exists",
        &Term::abstraction(&p, &forall_term(forall, &q, &body)?)?,
    )
}

fn define_falsity(forall: &Defined) -> Result<Defined> {
    let (p, formula) = boolean_variable("p");
    Defined::new("false", &forall_term(forall, &p, &formula)?)
}

fn define_not(implies: &Defined, falsity: &Defined) -> Result<Defined> {
    let (p, formula) = boolean_variable("p");
    let body = apply_all(&implies.term()?, [&formula, &falsity.term()?])?;
    Defined::new("not", &Term::abstraction(&p, &body)?)
}
