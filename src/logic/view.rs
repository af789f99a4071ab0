//! Ways of looking at the kernel's values that the kernel itself does not need, and constructors that search for what
//! the kernel wants to be given. All of it goes through the kernel's public parts, and nothing here is trusted.

use num_bigint::BigInt;
use num_rational::BigRational;
use rationale_kernel::{
    Axiom, Constant, EQUALITY, Exact, Fragment, FragmentView, KernelError, Literal, Name, Numerals,
    Substitution, Term, Theorem, Type, TypeOperator, TypeSubstitution, TypeView, Variable,
};
use rustc_hash::FxHashSet;
use std::collections::BTreeSet;

type Result<T> = std::result::Result<T, KernelError>;

/// What `choose` picks from a term and its parts, each thing once, outermost and leftmost first.
pub fn parts_of<T: PartialEq>(
    term: &Term,
    choose: impl Fn(FragmentView<'_>) -> Option<T>,
) -> Vec<T> {
    fn walk<T: PartialEq>(
        fragment: Fragment<'_>,
        choose: &impl Fn(FragmentView<'_>) -> Option<T>,
        found: &mut Vec<T>,
    ) {
        if let Some(part) = choose(fragment.view()).filter(|part| !found.contains(part)) {
            found.push(part);
        }
        match fragment.view() {
            FragmentView::Apply(function, argument) => {
                walk(function, choose, found);
                walk(argument, choose, found);
            }
            FragmentView::Abstract(_, _, body) => walk(body, choose, found),
            _ => {}
        }
    }
    let mut found = Vec::new();
    walk(term.fragment(), &choose, &mut found);
    found
}

/// The constants of a term, each once.
pub fn constants_of(term: &Term) -> Vec<Constant> {
    parts_of(term, |part| match part {
        FragmentView::Constant(constant) => Some(constant.clone()),
        _ => None,
    })
}

/// The outermost shape of a term.
pub enum TermView<'a> {
    /// A free variable.
    Variable(&'a Variable),
    /// A constant; its type is the term's.
    Constant(&'a Constant),
    /// A function and its argument.
    Apply(&'a Term, &'a Term),
    /// A function given by its value.
    Abstract(Abstraction<'a>),
    /// An exact number.
    Literal(&'a Literal),
}

/// A function given by its value: the binder and the body.
#[derive(Clone, Copy)]
pub struct Abstraction<'a> {
    term: &'a Term,
    hint: &'a Name,
    binder_type: &'a Type,
    body: Fragment<'a>,
}

impl<'a> Abstraction<'a> {
    /// The name that was bound, for people.
    pub fn hint(&self) -> &'a Name {
        self.hint
    }

    /// The type of the argument.
    pub fn binder_type(&self) -> &'a Type {
        self.binder_type
    }

    /// A look at the body.
    pub fn body(&self) -> Fragment<'a> {
        self.body
    }

    /// The value at an argument. Errors: the argument's type, too deep.
    pub fn open(&self, argument: &Term) -> Result<Term> {
        self.term.open(argument)
    }
}

/// What a term looks like.
pub trait TermShape {
    /// Its outermost shape.
    fn view(&self) -> TermView<'_>;
    /// The variable that it is.
    fn as_variable(&self) -> Option<&Variable>;
    /// The constant that it is.
    fn as_constant(&self) -> Option<&Constant>;
    /// The abstraction that it is.
    fn as_abstraction(&self) -> Option<Abstraction<'_>>;
    /// The literal that it is.
    fn as_literal(&self) -> Option<&Literal>;
    /// How many nodes and binders it has, as a tree; saturates.
    fn size(&self) -> u32;
    /// How deep it is nested.
    fn depth(&self) -> u32;
    /// Whether a type variable occurs.
    fn has_type_variables(&self) -> bool;
    /// The free variables.
    fn free_variables(&self) -> BTreeSet<Variable>;
    /// The type variables, also those of bound variables and constants.
    fn type_variables(&self) -> BTreeSet<Name>;
}

impl TermShape for Term {
    fn view(&self) -> TermView<'_> {
        match self.fragment().view() {
            FragmentView::Variable(v) => TermView::Variable(v),
            FragmentView::Constant(c) => TermView::Constant(c),
            FragmentView::Literal(l) => TermView::Literal(l),
            FragmentView::Abstract(hint, binder_type, body) => TermView::Abstract(Abstraction {
                term: self,
                hint,
                binder_type,
                body,
            }),
            FragmentView::Apply(..) | FragmentView::Bound(_) => {
                let (function, argument) = self.as_apply().expect("a term has no loose index");
                TermView::Apply(function, argument)
            }
        }
    }

    fn as_variable(&self) -> Option<&Variable> {
        match self.fragment().view() {
            FragmentView::Variable(v) => Some(v),
            _ => None,
        }
    }

    fn as_constant(&self) -> Option<&Constant> {
        match self.fragment().view() {
            FragmentView::Constant(c) => Some(c),
            _ => None,
        }
    }

    fn as_abstraction(&self) -> Option<Abstraction<'_>> {
        match self.view() {
            TermView::Abstract(abstraction) => Some(abstraction),
            _ => None,
        }
    }

    fn as_literal(&self) -> Option<&Literal> {
        match self.fragment().view() {
            FragmentView::Literal(l) => Some(l),
            _ => None,
        }
    }

    fn size(&self) -> u32 {
        self.facts().size
    }

    fn depth(&self) -> u32 {
        self.facts().depth
    }

    fn has_type_variables(&self) -> bool {
        self.facts().mask & TYPE_VARIABLE != 0
    }

    fn free_variables(&self) -> BTreeSet<Variable> {
        let mut found = BTreeSet::new();
        visit(self, !TYPE_VARIABLE, &mut |fragment| {
            if let FragmentView::Variable(v) = fragment.view() {
                found.insert(v.clone());
            }
        });
        found
    }

    fn type_variables(&self) -> BTreeSet<Name> {
        let mut found = BTreeSet::new();
        visit(self, TYPE_VARIABLE, &mut |fragment| {
            found.extend(fragment.ty().variables());
        });
        found
    }
}

const TYPE_VARIABLE: u64 = rationale_kernel::Facts::TYPE_VARIABLE;
/// Above this many nodes, a traversal remembers where it was.
const SMALL: u32 = 64;

/// Shows every node whose mask has one of the bits, large ones that are equal once.
fn visit(term: &Term, bits: u64, show: &mut impl FnMut(Fragment<'_>)) {
    let mut seen = FxHashSet::default();
    let mut pending = vec![term.fragment()];
    while let Some(fragment) = pending.pop() {
        let facts = fragment.facts();
        if facts.mask & bits == 0 || (facts.size > SMALL && !seen.insert(fragment)) {
            continue;
        }
        show(fragment);
        match fragment.view() {
            FragmentView::Apply(function, argument) => pending.extend([function, argument]),
            FragmentView::Abstract(_, _, body) => pending.push(body),
            _ => {}
        }
    }
}

/// What a type looks like.
pub trait TypeShape {
    /// Whether it is the type of formulas.
    fn is_boolean(&self) -> bool;
    /// Whether a type variable occurs.
    fn has_variables(&self) -> bool;
}

impl TypeShape for Type {
    fn is_boolean(&self) -> bool {
        *self == Type::boolean()
    }

    fn has_variables(&self) -> bool {
        self.facts().mask != 0
    }
}

/// What was declared as a constant.
pub trait ConstantShape {
    /// Its type, of which every occurrence has an instance.
    fn generic_type(&self) -> &Type;
    /// Equality, of type α → α → bool.
    fn equality() -> Self;
}

impl ConstantShape for Constant {
    fn generic_type(&self) -> &Type {
        self.content()
    }

    fn equality() -> Self {
        EQUALITY.clone()
    }
}

/// What was declared as a type operator.
pub trait OperatorShape {
    /// How many arguments it takes.
    fn arity(&self) -> usize;
    /// The operator of formulas.
    fn boolean() -> Self;
    /// The operator of functions.
    fn function() -> Self;
}

impl OperatorShape for TypeOperator {
    fn arity(&self) -> usize {
        *self.content()
    }

    fn boolean() -> Self {
        operator(&Type::boolean())
    }

    fn function() -> Self {
        operator(EQUALITY.content())
    }
}

fn operator(ty: &Type) -> TypeOperator {
    match ty.view() {
        TypeView::Apply(operator, _) => operator.clone(),
        TypeView::Variable(_) => unreachable!("no type variable is asked"),
    }
}

/// What was put forward as an axiom.
pub trait AxiomShape {
    /// What it concludes.
    fn statement(&self) -> &Term;
    /// Under which hypotheses.
    fn hypotheses(&self) -> &[Term];
}

impl AxiomShape for Axiom {
    fn statement(&self) -> &Term {
        &self.content().1
    }

    fn hypotheses(&self) -> &[Term] {
        &self.content().0
    }
}

/// More ways to a literal.
pub trait NumeralsShape {
    /// The literal for a whole number. Errors: negative, and the family has naturals only.
    fn integer(&self, value: i64) -> Result<Literal>;
}

impl NumeralsShape for Numerals {
    fn integer(&self, value: i64) -> Result<Literal> {
        self.literal(&BigRational::from_integer(BigInt::from(value)))
    }
}

/// The value of a literal.
pub trait LiteralShape {
    /// Its value.
    fn value(&self) -> BigRational;
    /// Numerator and positive denominator, if both are small.
    fn as_small(&self) -> Option<(i64, i64)>;
}

impl LiteralShape for Literal {
    fn value(&self) -> BigRational {
        let (p, q) = self.exact().parts();
        BigRational::new_raw(p, q)
    }

    fn as_small(&self) -> Option<(i64, i64)> {
        match self.exact() {
            Exact::Small(p, q) => Some((*p, *q)),
            Exact::Big(_) => None,
        }
    }
}

/// A constant at an instance of its type. Errors: not an instance.
pub fn constant_at(c: &Constant, ty: &Type) -> Result<Term> {
    let mut by = TypeSubstitution::new();
    if !is_instance(c.content(), ty, &mut by) {
        let generic = Term::constant(c, &TypeSubstitution::new())?;
        return Err(KernelError("not an instance of the type of", vec![generic]));
    }
    Term::constant(c, &by)
}

/// Whether replacing type variables, by what is found meanwhile, makes the type equal to another.
fn is_instance(generic: &Type, of: &Type, found: &mut TypeSubstitution) -> bool {
    match (generic.view(), of.view()) {
        _ if generic == of && generic.facts().mask == 0 => true,
        (TypeView::Variable(name), _) => found.entry(name.clone()).or_insert(of.clone()) == of,
        (TypeView::Apply(f, xs), TypeView::Apply(g, ys)) => {
            f == g && xs.iter().zip(ys).all(|(x, y)| is_instance(x, y, found))
        }
        _ => false,
    }
}

/// A substitution from pairs. Errors: an image of another type, a variable twice.
pub fn substitution_from(
    pairs: impl IntoIterator<Item = (Variable, Term)>,
) -> Result<Substitution> {
    let mut images = Substitution::new();
    for (v, image) in pairs {
        if v.ty != *image.ty() {
            return Err(KernelError("an image of another type", vec![image]));
        }
        if images.insert(v.clone(), image).is_some() {
            let problem = "a variable stands twice";
            return Err(KernelError(problem, vec![Term::variable(&v)]));
        }
    }
    Ok(images)
}

/// What a type definition makes, by name.
#[derive(Clone, Debug)]
pub struct TypeDefinition {
    /// The new type operator.
    pub operator: TypeOperator,
    /// From the old type to the new one.
    pub abstraction: Constant,
    /// From the new type to the old one.
    pub representation: Constant,
    /// ⊢ abs (rep a) = a
    pub abs_rep: Theorem,
    /// ⊢ P r = (rep (abs r) = r)
    pub rep_abs: Theorem,
}

/// [`rationale_kernel::define_type`], with names for what it makes.
pub fn define_type(
    name: impl Into<Name>,
    abstraction: impl Into<Name>,
    representation: impl Into<Name>,
    parameters: &[Name],
    premise: &Theorem,
) -> Result<TypeDefinition> {
    let names = [name.into(), abstraction.into(), representation.into()];
    let (operator, [abstraction, representation], [abs_rep, rep_abs]) =
        rationale_kernel::define_type(names, parameters, premise)?;
    Ok(TypeDefinition {
        operator,
        abstraction,
        representation,
        abs_rep,
        rep_abs,
    })
}
