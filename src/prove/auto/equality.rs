//! The clauses that say what equality is, for the types and symbols of a problem: reflexive, symmetric, transitive, and
//! a congruence for each function and predicate.

use super::clause::Clause;
use crate::logic::{TermShape, TypeShape};
use crate::{
    logic::{Result, convert, logic, modus_ponens, negation_elimination, spine, symmetric},
    prove::matching::eta_normal_term,
};
use rationale_kernel::{Fragment, FragmentView, Term, Theorem, Type, TypeView, Variable};

/// More congruences than this are not made.
const MAX_CONGRUENCES: usize = 40;

/// The types at which literals of the clauses are equations.
pub fn types(clauses: &[Clause]) -> Vec<Type> {
    let mut found: Vec<Type> = Vec::new();
    for literal in clauses.iter().flat_map(|clause| &clause.hypotheses) {
        let atom = logic().as_negation(literal).unwrap_or(literal);
        if let Some((left, _)) = atom.as_equation()
            && !found.contains(left.ty())
        {
            found.push(left.ty().clone());
        }
    }
    found
}

/// Reflexivity and symmetry.
pub fn basic(types: &[Type]) -> Vec<Clause> {
    types
        .iter()
        .flat_map(|ty| [reflexive(ty), symmetry(ty)])
        .filter_map(Result::ok)
        .collect()
}

/// Transitivity, and the congruences of what occurs in the clauses.
pub fn full(types: &[Type], clauses: &[Clause]) -> Vec<Clause> {
    let mut made: Vec<Clause> = types.iter().filter_map(|ty| transitive(ty).ok()).collect();
    let mut heads: Vec<(Term, usize)> = Vec::new();
    for clause in clauses {
        for literal in &clause.hypotheses {
            let atom = eta_normal_term(logic().as_negation(literal).unwrap_or(literal));
            collect(atom.fragment(), &clause.variables, &mut heads);
        }
    }
    let usable = |(head, count): &(Term, usize)| {
        let domains = domains(head.ty(), *count);
        domains.iter().any(|domain| types.contains(domain))
    };
    let congruences = heads
        .iter()
        .filter(|head| usable(head))
        .take(MAX_CONGRUENCES);
    made.extend(congruences.filter_map(|(head, count)| congruence(head, *count, types).ok()));
    made
}

fn domains(ty: &Type, count: usize) -> Vec<Type> {
    let (mut found, mut ty) = (Vec::new(), ty.clone());
    while found.len() < count {
        let TypeView::Apply(..) = ty.view() else {
            break;
        };
        let Some((domain, codomain)) = ty.as_function().map(|(d, c)| (d.clone(), c.clone())) else {
            break;
        };
        found.push(domain);
        ty = codomain;
    }
    found
}

/// The fixed heads of applications, with the number of their arguments; not equality.
fn collect(fragment: Fragment<'_>, variables: &[Variable], found: &mut Vec<(Term, usize)>) {
    if let Some(term) = fragment.to_term() {
        let (head, arguments) = spine(&term);
        let fixed = match head.as_variable() {
            Some(v) => !variables.contains(v),
            None => head.as_constant().is_some() && term.as_equation().is_none(),
        };
        let entry = (head.clone(), arguments.len());
        if fixed && !arguments.is_empty() && !found.contains(&entry) {
            found.push(entry);
        }
        arguments
            .iter()
            .for_each(|argument| collect(argument.fragment(), variables, found));
        return;
    }
    if let FragmentView::Apply(function, argument) = fragment.view() {
        collect(function, variables, found);
        collect(argument, variables, found);
    }
}

fn variable(name: &str, index: usize, ty: &Type) -> (Variable, Term) {
    let v = Variable::new(format!("{name}#{index}"), ty.clone());
    (v.clone(), Term::variable(&v))
}

/// The clause from `{positive …} ⊢ atom`: the atom negated joins the hypotheses.
fn clause(
    theorem: &Theorem,
    mut hypotheses: Vec<Term>,
    variables: Vec<Variable>,
) -> Result<Clause> {
    let negated = logic().negation(&theorem.conclusion())?;
    let falsity = modus_ponens(&negation_elimination(&Theorem::assume(&negated)?)?, theorem)?;
    hypotheses.push(negated);
    Ok(Clause {
        theorem: falsity,
        hypotheses,
        variables,
    })
}

fn reflexive(ty: &Type) -> Result<Clause> {
    let (v, x) = variable("x", 0, ty);
    clause(&Theorem::reflexive(&x)?, vec![], vec![v])
}

fn symmetry(ty: &Type) -> Result<Clause> {
    let ((v, x), (w, y)) = (variable("x", 0, ty), variable("y", 0, ty));
    let equal = Term::equation(&x, &y)?;
    clause(
        &symmetric(&Theorem::assume(&equal)?)?,
        vec![equal],
        vec![v, w],
    )
}

fn transitive(ty: &Type) -> Result<Clause> {
    let [(u, x), (v, y), (w, z)] = ["x", "y", "z"].map(|name| variable(name, 0, ty));
    let (first, second) = (Term::equation(&x, &y)?, Term::equation(&y, &z)?);
    let theorem = Theorem::transitive(&Theorem::assume(&first)?, &Theorem::assume(&second)?)?;
    clause(&theorem, vec![first, second], vec![u, v, w])
}

/// Equal arguments give equal values; for a predicate, what holds of one holds of the other. Arguments of types at
/// which nothing is equated stay the same.
fn congruence(head: &Term, count: usize, types: &[Type]) -> Result<Clause> {
    let (mut variables, mut equations) = (Vec::new(), Vec::new());
    let mut theorem = Theorem::reflexive(head)?;
    for (index, ty) in domains(head.ty(), count).iter().enumerate() {
        let (v, x) = variable("x", index, ty);
        variables.push(v);
        let argument = if types.contains(ty) {
            let (w, y) = variable("y", index, ty);
            variables.push(w);
            let equal = Term::equation(&x, &y)?;
            equations.push(equal.clone());
            Theorem::assume(&equal)?
        } else {
            Theorem::reflexive(&x)?
        };
        theorem = Theorem::congruence(&theorem, &argument)?;
    }
    let Some((left, _)) = theorem.as_equation() else {
        return clause(&theorem, equations, variables);
    };
    if !left.ty().is_boolean() {
        return clause(&theorem, equations, variables);
    }
    let left = left.clone();
    equations.push(left.clone());
    clause(
        &convert(Theorem::assume(&left)?, Some(&theorem))?,
        equations,
        variables,
    )
}
