//! From terms to code: β-reduction at compile time, library constants as operations, definitions unfolded, closures with
//! what they capture. What has no meaning here compiles to `Unknown`.

use super::code::{Code, Lambda, Quantifier, Search};
use super::machine::{Program, Recursion};
use super::meaning::{Meaning, Symbols};
use super::node::{Definition, Node, VarId, definition};
use super::types::{Shape, TypeId};
use super::value::{Value, Why};
use crate::elaborate::Environment;
use rationale_kernel::{Constant, Term, Type, Variable};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

/// Larger code is given up.
const MAX_CODE: usize = 60_000;
/// Deeper nesting of definitions is given up.
const MAX_NESTING: usize = 400;

/// What the indices of a node stand for: a persistent list.
#[derive(Clone, Default)]
pub(super) struct Scope(Option<Rc<(Thunk, Scope)>>);

/// A node with what its indices stand for.
#[derive(Clone)]
pub(super) struct Thunk {
    pub node: Rc<Node>,
    pub scope: Scope,
}

impl Scope {
    pub(super) fn with(&self, thunk: Thunk) -> Scope {
        Scope(Some(Rc::new((thunk, self.clone()))))
    }

    pub(super) fn get(&self, index: u32) -> Option<&Thunk> {
        let mut here = self;
        for _ in 0..index {
            here = &here.0.as_ref()?.1;
        }
        here.0.as_ref().map(|cell| &cell.0)
    }
}

impl Thunk {
    pub(super) fn closed(node: Rc<Node>) -> Self {
        Thunk {
            node,
            scope: Scope::default(),
        }
    }

    pub(super) fn var(var: VarId) -> Self {
        Self::closed(Rc::new(Node::Var(var)))
    }

    /// The thunk that an index stands for, followed to its end.
    pub(super) fn resolved(&self) -> Thunk {
        let mut here = self.clone();
        while let Node::Bound(index) = &*here.node {
            match here.scope.get(*index) {
                Some(next) => here = next.clone(),
                None => break,
            }
        }
        here
    }
}

/// The stack places of one function.
#[derive(Default)]
struct Frame {
    locals: Vec<VarId>,
    captured: Vec<VarId>,
}

/// Compiles the parts of one statement, so that they share variables and recursive functions.
pub struct Compiler<'e> {
    pub(super) env: &'e Environment,
    /// The library's constants.
    pub symbols: &'e Symbols,
    /// What the code needs.
    pub program: Program,
    frames: Vec<Frame>,
    pub(super) free: HashMap<Variable, VarId>,
    /// The type of a variable, where it is known.
    pub(super) types: HashMap<VarId, TypeId>,
    /// Variables of quantifiers over ℕ.
    pub(super) numbers: HashSet<VarId>,
    next: VarId,
    size: usize,
    nesting: usize,
    recursions: HashMap<(u64, Type), u32>,
    definitions: HashMap<(u64, Type), Option<Rc<Definition>>>,
}

impl<'e> Compiler<'e> {
    /// A compiler for a statement over these variables, which stand on the stack in this order.
    pub fn new(env: &'e Environment, symbols: &'e Symbols, variables: &[Variable]) -> Self {
        let mut compiler = Compiler {
            env,
            symbols,
            program: Program::default(),
            frames: vec![Frame::default()],
            free: HashMap::new(),
            types: HashMap::new(),
            numbers: HashSet::new(),
            next: 0,
            size: 0,
            nesting: 0,
            recursions: HashMap::new(),
            definitions: HashMap::new(),
        };
        compiler.program.width = variables.len();
        for variable in variables {
            let var = compiler.fresh();
            let ty = compiler.number(&variable.ty);
            compiler.types.insert(var, ty);
            compiler.free.insert(variable.clone(), var);
            compiler.frames[0].locals.push(var);
        }
        compiler
    }

    /// The code of a term over the variables.
    pub fn term(&mut self, term: &Term) -> Code {
        self.size = 0;
        let thunk = Thunk::closed(Node::of(term));
        self.compile(&thunk, vec![])
    }

    /// The number of a type.
    pub fn number(&mut self, ty: &Type) -> TypeId {
        self.program.types.number(ty, &self.symbols.operators)
    }

    pub(super) fn fresh(&mut self) -> VarId {
        self.next += 1;
        self.next - 1
    }

    /// Code for a thunk applied to arguments.
    pub(super) fn compile(&mut self, thunk: &Thunk, arguments: Vec<Thunk>) -> Code {
        self.size += 1;
        if self.size > MAX_CODE || self.nesting > MAX_NESTING {
            return Code::Unknown(Why::TooLarge);
        }
        self.nesting += 1;
        let code = stacker::maybe_grow(64 << 10, 1 << 20, || self.compile_here(thunk, arguments));
        self.nesting -= 1;
        code
    }

    fn compile_here(&mut self, thunk: &Thunk, mut arguments: Vec<Thunk>) -> Code {
        match &*thunk.node {
            Node::Apply(function, argument) => {
                arguments.insert(
                    0,
                    Thunk {
                        node: argument.clone(),
                        scope: thunk.scope.clone(),
                    },
                );
                self.compile(
                    &Thunk {
                        node: function.clone(),
                        scope: thunk.scope.clone(),
                    },
                    arguments,
                )
            }
            Node::Bound(index) => match thunk.scope.get(*index).cloned() {
                Some(inner) => self.compile(&inner, arguments),
                None => Code::Unknown(Why::Opaque),
            },
            Node::Abstract(ty, body) if arguments.is_empty() => {
                let (ty, body, scope) = (ty.clone(), body.clone(), thunk.scope.clone());
                self.lambda(&ty, |s, var| {
                    s.compile(
                        &Thunk {
                            node: body.clone(),
                            scope: scope.with(Thunk::var(var)),
                        },
                        vec![],
                    )
                })
            }
            Node::Abstract(ty, body) => {
                let first = arguments.remove(0);
                let inner = |argument| Thunk {
                    node: body.clone(),
                    scope: thunk.scope.with(argument),
                };
                if self.is_cheap(&first, ty) {
                    return self.compile(&inner(first), arguments);
                }
                let value = self.compile(&first, vec![]);
                let body = self.local(|s, var| s.compile(&inner(Thunk::var(var)), arguments));
                Code::Let(Box::new(value), Box::new(body))
            }
            Node::Var(var) => {
                let head = self.variable(*var);
                self.applied(head, arguments)
            }
            Node::Free(variable) => match self.free.get(variable).copied() {
                Some(var) => self.compile(&Thunk::var(var), arguments),
                None => Code::Unknown(Why::Opaque),
            },
            Node::Literal(value) => Code::Constant(value.clone()),
            Node::Constant(constant, ty) => self.constant(constant, ty, arguments),
        }
    }

    fn applied(&mut self, head: Code, arguments: Vec<Thunk>) -> Code {
        arguments.into_iter().fold(head, |head, argument| {
            let argument = self.compile(&argument, vec![]);
            Code::Apply(Box::new(head), Box::new(argument))
        })
    }

    /// Whether an argument may be repeated: a variable, a number, or a function.
    fn is_cheap(&mut self, argument: &Thunk, ty: &Type) -> bool {
        ty.as_function().is_some()
            || matches!(
                &*argument.resolved().node,
                Node::Var(_) | Node::Free(_) | Node::Literal(_) | Node::Constant(..)
            )
    }

    /// The place of a variable, captured if it is one of a function further out.
    fn variable(&mut self, var: VarId) -> Code {
        self.variable_in(var, self.frames.len() - 1)
    }

    fn variable_in(&mut self, var: VarId, frame: usize) -> Code {
        if let Some(place) = self.frames[frame].locals.iter().position(|v| *v == var) {
            return Code::Slot(place as u32);
        }
        if frame == 0 {
            return Code::Unknown(Why::Opaque);
        }
        let captured = &mut self.frames[frame].captured;
        let place = captured.iter().position(|v| *v == var).unwrap_or_else(|| {
            captured.push(var);
            captured.len() - 1
        });
        Code::Captured(place as u32)
    }

    /// Code with one more variable on the stack.
    pub(super) fn local(&mut self, make: impl FnOnce(&mut Self, VarId) -> Code) -> Code {
        let var = self.fresh();
        let frame = self.frames.len() - 1;
        self.frames[frame].locals.push(var);
        let code = make(self, var);
        self.frames[frame].locals.pop();
        code
    }

    /// The body of a binder: the thunk applied to the new variable.
    pub(super) fn body(&mut self, function: &Thunk) -> Code {
        let function = function.clone();
        self.local(|s, var| s.compile(&function, vec![Thunk::var(var)]))
    }

    /// The body of a binder whose variable is a number that a quantifier or a supremum goes to.
    pub(super) fn number_body(&mut self, function: &Thunk) -> Code {
        let function = function.clone();
        self.local(|s, var| {
            s.numbers.insert(var);
            s.compile(&function, vec![Thunk::var(var)])
        })
    }

    fn lambda(&mut self, ty: &Type, make: impl FnOnce(&mut Self, VarId) -> Code) -> Code {
        let var = self.fresh();
        let number = self.number(ty);
        self.types.insert(var, number);
        self.frames.push(Frame {
            locals: vec![var],
            captured: vec![],
        });
        let body = make(self, var);
        let frame = self.frames.pop().unwrap_or_default();
        let captured = frame
            .captured
            .into_iter()
            .map(|v| self.variable(v))
            .collect();
        Code::Lambda(Rc::new(Lambda { captured, body }))
    }

    /// The function of a variable of ℝ that a thunk is.
    pub(super) fn lambda_over(&mut self, var: VarId, thunk: &Thunk) -> Code {
        self.frames.push(Frame {
            locals: vec![var],
            captured: vec![],
        });
        let body = self.compile(thunk, vec![]);
        let frame = self.frames.pop().unwrap_or_default();
        let captured = frame.captured.into_iter().map(|v| self.variable(v));
        let captured = captured.collect();
        Code::Lambda(Rc::new(Lambda { captured, body }))
    }

    fn constant(&mut self, constant: &Constant, ty: &Type, mut arguments: Vec<Thunk>) -> Code {
        let Some(meaning) = self.symbols.meaning(constant) else {
            return self.defined(constant, ty, arguments);
        };
        let arity = meaning.arity();
        if arguments.len() < arity {
            return self.expanded(constant, ty, arguments);
        }
        let rest = arguments.split_off(arity);
        let types = argument_types(ty, arity);
        let head = self.operation(meaning, &types, &arguments, ty);
        self.applied(head, rest)
    }

    /// λ for the next argument that is missing.
    fn expanded(&mut self, constant: &Constant, ty: &Type, arguments: Vec<Thunk>) -> Code {
        let types = argument_types(ty, arguments.len() + 1);
        let Some(domain) = types.get(arguments.len()).cloned() else {
            return Code::Unknown(Why::Opaque);
        };
        let head = Thunk::closed(Rc::new(Node::Constant(constant.clone(), ty.clone())));
        self.lambda(&domain, |s, var| {
            let arguments = arguments.into_iter().chain([Thunk::var(var)]).collect();
            s.compile(&head, arguments)
        })
    }

    pub(super) fn definition_of(
        &mut self,
        constant: &Constant,
        ty: &Type,
    ) -> Option<Rc<Definition>> {
        let key = (constant.identity(), ty.clone());
        if let Some(known) = self.definitions.get(&key) {
            return known.clone();
        }
        let found = definition(self.env, constant, ty).map(Rc::new);
        self.definitions.insert(key, found.clone());
        found
    }

    fn defined(&mut self, constant: &Constant, ty: &Type, arguments: Vec<Thunk>) -> Code {
        match self.definition_of(constant, ty).as_deref() {
            None => Code::Unknown(Why::Opaque),
            Some(Definition::Unfold(body)) => self.compile(&Thunk::closed(body.clone()), arguments),
            Some(Definition::Recursive(_, count, ..)) if arguments.len() < *count => {
                self.expanded(constant, ty, arguments)
            }
            Some(Definition::Recursive(before, count, base, step)) => {
                let mut arguments = arguments;
                let rest = arguments.split_off(*count);
                let function = self.recursion((constant, ty), (*before, *count), base, step);
                let arguments = arguments.iter().map(|a| self.compile(a, vec![])).collect();
                self.applied(Code::Call(function, arguments), rest)
            }
            Some(Definition::Functional(count, _)) if arguments.len() < *count => {
                self.expanded(constant, ty, arguments)
            }
            Some(Definition::Functional(count, body)) => {
                let element = argument_types(ty, *count + 1);
                self.functional(ty, *count, body, arguments, &element)
            }
        }
    }

    fn functional(
        &mut self,
        ty: &Type,
        count: usize,
        body: &Rc<Node>,
        arguments: Vec<Thunk>,
        _: &[Type],
    ) -> Code {
        let mut law = ty.clone();
        for _ in 0..count {
            match law.as_function().map(|(_, codomain)| codomain.clone()) {
                Some(codomain) => law = codomain,
                None => return Code::Unknown(Why::Opaque),
            }
        }
        let law = self.number(&law);
        let Shape::Dist(element) = self.program.types.shape(law) else {
            return Code::Unknown(Why::Opaque);
        };
        let functional = self.compile(&Thunk::closed(body.clone()), arguments);
        Code::Functional(element, Box::new(functional))
    }

    fn recursion(
        &mut self,
        (constant, ty): (&Constant, &Type),
        (before, count): (usize, usize),
        base: &Rc<Node>,
        step: &Rc<Node>,
    ) -> u32 {
        let key = (constant.identity(), ty.clone());
        if let Some(known) = self.recursions.get(&key) {
            return *known;
        }
        let place = self.program.recursions.len() as u32;
        self.recursions.insert(key, place);
        let unknown = Code::Unknown(Why::TooLarge);
        let empty = Recursion {
            before,
            base: unknown.clone(),
            step: unknown,
        };
        self.program.recursions.push(empty);
        let base = self.frame_of(count - 1, base);
        let step = self.frame_of(count, step);
        self.program.recursions[place as usize] = Recursion { before, base, step };
        place
    }

    /// Code of a closed function in a frame of its arguments.
    fn frame_of(&mut self, count: usize, function: &Rc<Node>) -> Code {
        let outer = std::mem::take(&mut self.frames);
        let locals: Vec<VarId> = (0..count).map(|_| self.fresh()).collect();
        let arguments = locals.iter().map(|var| Thunk::var(*var)).collect();
        self.frames.push(Frame {
            locals,
            captured: vec![],
        });
        let code = self.compile(&Thunk::closed(function.clone()), arguments);
        self.frames = outer;
        code
    }

    /// ∀, ∃, `some` or `least` of a predicate.
    pub(super) fn quantifier(
        &mut self,
        quantifier: Quantifier,
        ty: &Type,
        predicate: &Thunk,
    ) -> Code {
        if quantifier == Quantifier::Every
            && let Some(code) = self.lipschitz(ty, predicate)
        {
            return code;
        }
        let search = self.search(ty, predicate, quantifier == Quantifier::Every);
        Code::Quantified(quantifier, Box::new(search))
    }

    pub(super) fn search(&mut self, ty: &Type, predicate: &Thunk, universal: bool) -> Search {
        let number = self.number(ty);
        let var = self.fresh();
        self.types.insert(var, number);
        let guards = self.guards(predicate, var, universal);
        let is_number = self.program.types.shape(number) == Shape::Nat;
        let settles = is_number.then(|| self.settles_in(predicate)).flatten();
        let predicate = predicate.clone();
        let body = self.local(|s, var| {
            s.types.insert(var, number);
            if is_number {
                s.numbers.insert(var);
            }
            s.compile(&predicate, vec![Thunk::var(var)])
        });
        Search {
            ty: number,
            guards,
            settles,
            body,
        }
    }

    /// A value that is known.
    pub(super) fn value(value: Value) -> Code {
        Code::Constant(value)
    }
}

/// The types of the first arguments of a function type.
pub(super) fn argument_types(ty: &Type, count: usize) -> Vec<Type> {
    let (mut types, mut rest) = (Vec::new(), ty.clone());
    while types.len() < count {
        let Some((domain, codomain)) = rest.as_function().map(|(a, b)| (a.clone(), b.clone()))
        else {
            break;
        };
        types.push(domain);
        rest = codomain;
    }
    types
}

/// The operation that a meaning stands for is compiled in `operation`.
impl Compiler<'_> {
    fn operation(
        &mut self,
        meaning: Meaning,
        types: &[Type],
        arguments: &[Thunk],
        ty: &Type,
    ) -> Code {
        super::operation::compile(self, meaning, types, arguments, ty)
    }
}
