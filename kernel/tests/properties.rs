//! Random terms: the kernel's locally nameless terms against a naive reference with named variables, written here from
//! the textbook: α-equivalence by two lists of binders, substitution by renaming where a variable would be captured,
//! type instantiation after all binders were given names of their own.

use proptest::prelude::*;
use rationale_kernel::*;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Ty {
    Bool,
    Letter(&'static str),
    To(Box<Ty>, Box<Ty>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Named {
    Variable(String, Ty),
    Apply(Box<Named>, Box<Named>),
    Lambda(String, Ty, Box<Named>),
}

use Named::{Apply, Lambda, Variable as Var};

type Atom = (String, Ty);

impl Ty {
    fn kernel(&self) -> Type {
        match self {
            Ty::Bool => Type::boolean(),
            Ty::Letter(name) => Type::variable(*name),
            Ty::To(a, b) => Type::function(&a.kernel(), &b.kernel()).unwrap(),
        }
    }

    fn instantiate(&self, by: &BTreeMap<&'static str, Ty>) -> Ty {
        match self {
            Ty::Bool => Ty::Bool,
            Ty::Letter(name) => by.get(name).unwrap_or(self).clone(),
            Ty::To(a, b) => Ty::To(Box::new(a.instantiate(by)), Box::new(b.instantiate(by))),
        }
    }
}

fn atom((name, ty): &Atom) -> Variable {
    Variable::new(name.as_str(), ty.kernel())
}

impl Named {
    fn kernel(&self) -> Term {
        match self {
            Var(name, ty) => Term::variable(&Variable::new(name.as_str(), ty.kernel())),
            Apply(f, x) => Term::apply(&f.kernel(), &x.kernel()).unwrap(),
            Lambda(name, ty, body) => {
                let binder = Variable::new(name.as_str(), ty.kernel());
                Term::abstraction(&binder, &body.kernel()).unwrap()
            }
        }
    }

    fn free(&self) -> BTreeSet<Atom> {
        match self {
            Var(name, ty) => BTreeSet::from([(name.clone(), ty.clone())]),
            Apply(f, x) => f.free().union(&x.free()).cloned().collect(),
            Lambda(name, ty, body) => {
                let mut free = body.free();
                free.remove(&(name.clone(), ty.clone()));
                free
            }
        }
    }

    fn equivalent(&self, other: &Named, binders: &mut Vec<(Atom, Atom)>) -> bool {
        match (self, other) {
            (Var(x, t), Var(y, u)) => {
                let (x, y) = ((x.clone(), t.clone()), (y.clone(), u.clone()));
                match binders.iter().rev().find(|(a, b)| *a == x || *b == y) {
                    Some((a, b)) => *a == x && *b == y,
                    None => x == y,
                }
            }
            (Apply(f, x), Apply(g, y)) => f.equivalent(g, binders) && x.equivalent(y, binders),
            (Lambda(x, t, s), Lambda(y, u, r)) => {
                binders.push(((x.clone(), t.clone()), (y.clone(), u.clone())));
                let same = t == u && s.equivalent(r, binders);
                binders.pop();
                same
            }
            _ => false,
        }
    }

    fn substitute(&self, by: &BTreeMap<Atom, Named>) -> Named {
        match self {
            Var(name, ty) => by.get(&(name.clone(), ty.clone())).unwrap_or(self).clone(),
            Apply(f, x) => Apply(Box::new(f.substitute(by)), Box::new(x.substitute(by))),
            Lambda(name, ty, body) => {
                let mut inner = by.clone();
                inner.remove(&(name.clone(), ty.clone()));
                let free = body.free();
                let images = inner.iter().filter(|(v, _)| free.contains(v));
                let taken: BTreeSet<Atom> = images.flat_map(|(_, t)| t.free()).collect();
                let mut fresh = name.clone();
                let clashes = |name: &String| {
                    let atom = (name.clone(), ty.clone());
                    taken.contains(&atom) || (name != fresh_of(self) && free.contains(&atom))
                };
                while clashes(&fresh) {
                    fresh.push('\'');
                }
                inner.insert((name.clone(), ty.clone()), Var(fresh.clone(), ty.clone()));
                Lambda(fresh, ty.clone(), Box::new(body.substitute(&inner)))
            }
        }
    }

    /// The same up to the names of binders, which are all different and start with that letter.
    fn renamed(&self, letter: char, used: &mut usize) -> Named {
        match self {
            Var(..) => self.clone(),
            Apply(f, x) => {
                let f = f.renamed(letter, used);
                Apply(Box::new(f), Box::new(x.renamed(letter, used)))
            }
            Lambda(name, ty, body) => {
                *used += 1;
                let fresh = format!("{letter}{used}");
                let own = (name.clone(), ty.clone());
                let by = BTreeMap::from([(own, Var(fresh.clone(), ty.clone()))]);
                let body = body.renamed(letter, used).substitute(&by);
                Lambda(fresh, ty.clone(), Box::new(body))
            }
        }
    }

    fn retyped(&self, by: &BTreeMap<&'static str, Ty>) -> Named {
        match self {
            Var(name, ty) => Var(name.clone(), ty.instantiate(by)),
            Apply(f, x) => Apply(Box::new(f.retyped(by)), Box::new(x.retyped(by))),
            Lambda(name, ty, body) => {
                Lambda(name.clone(), ty.instantiate(by), Box::new(body.retyped(by)))
            }
        }
    }
}

fn fresh_of(lambda: &Named) -> &String {
    match lambda {
        Lambda(name, ..) => name,
        _ => unreachable!("asked of abstractions only"),
    }
}

/// A random well-typed term from a list of choices.
struct Choices<'a>(std::slice::Iter<'a, u8>);

impl Choices<'_> {
    fn below(&mut self, bound: usize) -> usize {
        usize::from(*self.0.next().unwrap_or(&0)) % bound
    }

    fn ty(&mut self, depth: usize) -> Ty {
        match self.below(if depth == 0 { 3 } else { 5 }) {
            0 => Ty::Bool,
            1 => Ty::Letter("A"),
            2 => Ty::Letter("B"),
            _ => Ty::To(Box::new(self.ty(depth - 1)), Box::new(self.ty(depth - 1))),
        }
    }

    fn name(&mut self) -> String {
        ["x", "y", "x'"][self.below(3)].to_string()
    }

    fn term(&mut self, ty: &Ty, depth: usize) -> Named {
        match (ty, self.below(if depth == 0 { 1 } else { 4 })) {
            (Ty::To(a, b), 1 | 2) => Lambda(
                self.name(),
                (**a).clone(),
                Box::new(self.term(b, depth - 1)),
            ),
            (_, 1..) => {
                let argument = self.ty(1);
                let function = Ty::To(Box::new(argument.clone()), Box::new(ty.clone()));
                let function = self.term(&function, depth - 1);
                Apply(
                    Box::new(function),
                    Box::new(self.term(&argument, depth - 1)),
                )
            }
            _ => Var(self.name(), ty.clone()),
        }
    }
}

fn choices() -> impl Strategy<Value = Vec<u8>> {
    proptest::collection::vec(any::<u8>(), 0..80)
}

/// A term, and images for some of its free variables.
fn term_and_images(of: &[u8]) -> (Named, BTreeMap<Atom, Named>) {
    let mut choices = Choices(of.iter());
    let ty = choices.ty(2);
    let term = choices.term(&ty, 5);
    let free = term.free().into_iter().filter(|_| choices.below(3) > 0);
    let free: Vec<Atom> = free.collect();
    let images = free.into_iter().map(|v| {
        let image = choices.term(&v.1, 2);
        (v, image)
    });
    (term, images.collect())
}

fn in_kernel(images: &BTreeMap<Atom, Named>) -> Substitution {
    images.iter().map(|(v, t)| (atom(v), t.kernel())).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn equality_is_alpha_equivalence(left in choices(), right in choices()) {
        let ((s, images), (t, _)) = (term_and_images(&left), term_and_images(&right));
        let renamed = s.renamed('u', &mut 0);
        prop_assert_eq!(s.kernel(), renamed.kernel());
        prop_assert!(s.equivalent(&renamed, &mut vec![]));
        for other in [&t, &s.substitute(&images), &renamed.substitute(&images)] {
            prop_assert_eq!(s.kernel() == other.kernel(), s.equivalent(other, &mut vec![]));
        }
        let (a, b) = (s.kernel(), t.kernel());
        prop_assert_eq!(a.cmp(&b), b.cmp(&a).reverse());
        prop_assert!(a != b || a.facts().hash == b.facts().hash);
    }

    #[test]
    fn substitution_is_that_of_the_textbook(of in choices()) {
        let (term, images) = term_and_images(&of);
        let expected = term.substitute(&images).kernel();
        prop_assert_eq!(&term.kernel().substitute(&in_kernel(&images)).unwrap(), &expected);
        prop_assert_eq!(expected.facts().loose, 0);
        let theorem = Theorem::reflexive(&term.kernel()).unwrap();
        let instance = theorem.instantiate(&in_kernel(&images)).unwrap();
        prop_assert_eq!(instance.as_equation(), Some((&expected, &expected)));
    }

    #[test]
    fn type_instantiation_is_that_of_the_textbook(of in choices(), types in choices()) {
        let (term, _) = term_and_images(&of);
        let mut choices = Choices(types.iter());
        let by = BTreeMap::from([("A", choices.ty(1)), ("B", choices.ty(1))]);
        let expected = term.renamed('u', &mut 0).retyped(&by).kernel();
        let in_kernel = by.iter().map(|(name, ty)| (Name::from(*name), ty.kernel())).collect();
        prop_assert_eq!(term.kernel().instantiate_types(&in_kernel).unwrap(), expected);
    }

    #[test]
    fn beta_and_free_variables_are_those_of_the_textbook(of in choices()) {
        let (term, images) = term_and_images(&of);
        let mut all = term.free();
        all.extend(images.values().flat_map(Named::free));
        for v in &all {
            prop_assert_eq!(term.kernel().has_free(&atom(v)), term.free().contains(v));
        }
        for (v, image) in &images {
            let function = Term::abstraction(&atom(v), &term.kernel()).unwrap();
            let redex = Term::apply(&function, &image.kernel()).unwrap();
            let by = BTreeMap::from([(v.clone(), image.clone())]);
            let theorem = Theorem::beta(&redex).unwrap();
            prop_assert_eq!(theorem.as_equation().unwrap().1, &term.substitute(&by).kernel());
        }
    }

    #[test]
    fn masks_and_sizes_are_right(of in choices()) {
        let (term, _) = term_and_images(&of);
        let (kernel, free) = (term.kernel(), term.free());
        let closed = kernel.facts().mask & !Facts::TYPE_VARIABLE == 0;
        prop_assert_eq!(closed, free.is_empty());
        let ground: TypeSubstitution =
            ["A", "B"].map(|name| (Name::from(name), Type::boolean())).into();
        let without = kernel.instantiate_types(&ground).unwrap();
        prop_assert_eq!(without.facts().mask & Facts::TYPE_VARIABLE, 0);
        prop_assert_eq!(without != kernel, kernel.facts().mask & Facts::TYPE_VARIABLE != 0);
    }
}
