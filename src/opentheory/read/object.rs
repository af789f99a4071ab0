//! What a stack machine's stack and dictionary hold. Objects are cheap to clone; lists are shared, and long or deeply
//! nested ones are dropped without recursion.

use crate::opentheory::print::Printer;
use rationale_kernel::{Constant, Name, Term, Theorem, Type, TypeOperator, Variable};
use std::rc::Rc;

/// An object of an article.
#[derive(Clone)]
pub(super) enum Object {
    Number(i64),
    Name(Name),
    List(List),
    Operator(Operator),
    Type(Type),
    Constant(Symbol),
    Variable(Variable),
    Term(Term),
    Theorem(Rc<Theorem>),
}

/// A type operator. An external one has no arity until it is used.
#[derive(Clone)]
pub(super) enum Operator {
    Known(TypeOperator),
    External(Name),
}

/// A constant, or the term that an external one is taken for.
#[derive(Clone)]
pub(super) enum Symbol {
    Known(Constant),
    Meaning(Term),
}

impl Symbol {
    /// For messages.
    pub(super) fn name(&self) -> String {
        match self {
            Symbol::Known(constant) => constant.name().to_string(),
            Symbol::Meaning(term) => Printer::short().term(term),
        }
    }
}

/// A list, as a chain of cells.
#[derive(Clone, Default)]
pub(super) struct List(Option<Rc<Cell>>);

struct Cell {
    head: Object,
    tail: List,
}

impl List {
    pub(super) fn cons(head: Object, tail: List) -> Self {
        List(Some(Rc::new(Cell { head, tail })))
    }

    /// Its first object and the rest.
    pub(super) fn split(&self) -> Option<(&Object, &List)> {
        self.0.as_ref().map(|cell| (&cell.head, &cell.tail))
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Object> {
        std::iter::successors(self.split(), |(_, tail)| tail.split()).map(|(head, _)| head)
    }

    /// Its two objects, if they are two.
    pub(super) fn pair(&self) -> Option<(&Object, &Object)> {
        let (first, rest) = self.split()?;
        let (second, end) = rest.split()?;
        end.0.is_none().then_some((first, second))
    }
}

impl Drop for List {
    fn drop(&mut self) {
        let mut pending = vec![];
        let mut next = self.0.take();
        while let Some(cell) = next {
            next = Rc::into_inner(cell).and_then(|mut cell| {
                if let Object::List(inner) = &mut cell.head {
                    pending.extend(inner.0.take());
                }
                cell.tail.0.take()
            });
            if next.is_none() {
                next = pending.pop();
            }
        }
    }
}

/// A kind of object, by its Rust type.
pub(super) trait Kind {
    /// What people call it.
    const NAME: &'static str;
    /// The object, if it is of this kind.
    fn of(object: &Object) -> Option<&Self>;
}

macro_rules! kinds {
    ($($ty:ty, $variant:ident, $name:literal;)*) => {
        $(impl Kind for $ty {
            const NAME: &'static str = $name;
            fn of(object: &Object) -> Option<&Self> {
                if let Object::$variant(inner) = object { Some(inner) } else { None }
            }
        })*

        impl Object {
            /// What people call its kind.
            pub(super) fn kind(&self) -> &'static str {
                match self { $(Object::$variant(_) => $name),* }
            }
        }
    };
}

kinds! {
    i64, Number, "a number";
    Name, Name, "a name";
    List, List, "a list";
    Operator, Operator, "a type operator";
    Type, Type, "a type";
    Symbol, Constant, "a constant";
    Variable, Variable, "a variable";
    Term, Term, "a term";
    Rc<Theorem>, Theorem, "a theorem";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_and_deep_lists_are_dropped_without_recursion() {
        let (mut long, mut deep) = (List::default(), List::default());
        for i in 0..1_000_000 {
            long = List::cons(Object::Number(i), long);
            deep = List::cons(Object::List(deep), List::default());
        }
        assert_eq!(long.iter().count(), 1_000_000);
        drop(long);
        drop(deep);
    }

    #[test]
    fn a_shared_list_survives_its_copies() {
        let shared = List::cons(Object::Number(1), List::default());
        drop(List::cons(Object::List(shared.clone()), shared.clone()));
        assert_eq!(shared.iter().count(), 1);
        assert!(shared.pair().is_none());
        let two = List::cons(Object::Number(2), shared);
        assert!(two.pair().is_some());
    }
}
