//! The objects of an article to be written, as a graph without copies: what is equal is one node. A node is a command
//! and the nodes that it takes from the stack.

use rustc_hash::FxHashMap;

/// A node, by its number. Nodes come after what they take.
pub(super) type Id = u32;

/// What makes a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Word {
    /// A name; its text is in the graph's table.
    Name,
    /// Two nodes on the stack and no command: for commands that take more than two.
    Both,
    /// One of the things that a definition makes; the second number tells which.
    Part,
    Nil,
    Cons,
    VarType,
    TypeOp,
    OpType,
    Var,
    VarTerm,
    Const,
    ConstTerm,
    AbsTerm,
    AppTerm,
    Axiom,
    Refl,
    Assume,
    BetaConv,
    AbsThm,
    AppThm,
    Trans,
    Sym,
    EqMp,
    DeductAntisym,
    Subst,
    DefineConst,
    DefineConstList,
    DefineTypeOp,
    Thm,
}

impl Word {
    /// The command's text; empty for what is no command.
    pub(super) fn text(self) -> &'static str {
        use Word::*;
        match self {
            Name | Both | Part => "",
            Nil => "nil",
            Cons => "cons",
            VarType => "varType",
            TypeOp => "typeOp",
            OpType => "opType",
            Var => "var",
            VarTerm => "varTerm",
            Const => "const",
            ConstTerm => "constTerm",
            AbsTerm => "absTerm",
            AppTerm => "appTerm",
            Axiom => "axiom",
            Refl => "refl",
            Assume => "assume",
            BetaConv => "betaConv",
            AbsThm => "absThm",
            AppThm => "appThm",
            Trans => "trans",
            Sym => "sym",
            EqMp => "eqMp",
            DeductAntisym => "deductAntisym",
            Subst => "subst",
            DefineConst => "defineConst",
            DefineConstList => "defineConstList",
            DefineTypeOp => "defineTypeOp",
            Thm => "thm",
        }
    }

    /// How many nodes it takes.
    pub(super) fn arity(self) -> usize {
        use Word::*;
        match self {
            Name | Nil => 0,
            Part | VarType | TypeOp | VarTerm | Const | Refl | Assume | BetaConv | Sym => 1,
            _ => 2,
        }
    }

    /// Whether it leaves its results in the dictionary instead of on the stack.
    pub(super) fn is_definition(self) -> bool {
        matches!(
            self,
            Word::DefineConst | Word::DefineConstList | Word::DefineTypeOp
        )
    }

    /// Whether writing it again is as short as recalling it.
    pub(super) fn is_short(self) -> bool {
        use Word::*;
        matches!(self, Name | Nil | VarType | TypeOp | Const | Both)
    }

    /// Whether it counts as an inference.
    pub(super) fn is_inference(self) -> bool {
        use Word::*;
        self.is_definition()
            || matches!(
                self,
                Axiom
                    | Refl
                    | Assume
                    | BetaConv
                    | AbsThm
                    | AppThm
                    | Trans
                    | Sym
                    | EqMp
                    | DeductAntisym
                    | Subst
            )
    }
}

/// A node: its command and at most two others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Node {
    pub(super) word: Word,
    pub(super) first: Id,
    pub(super) second: Id,
}

/// The nodes made so far.
#[derive(Default)]
pub(super) struct Graph {
    nodes: Vec<Node>,
    known: FxHashMap<Node, Id>,
    names: Vec<String>,
    known_names: FxHashMap<String, u32>,
    /// What the definitions make, in order; `None` for what nobody asked for.
    parts: FxHashMap<Id, Vec<Option<Id>>>,
}

impl Graph {
    /// The node of a command that takes those nodes; unused places are 0.
    pub(super) fn node(&mut self, word: Word, first: Id, second: Id) -> Id {
        let node = Node {
            word,
            first,
            second,
        };
        *self.known.entry(node).or_insert_with(|| {
            self.nodes.push(node);
            self.nodes.len() as Id - 1
        })
    }

    /// A name, spelled as articles spell it.
    pub(super) fn name(&mut self, spelling: &str) -> Id {
        let at = match self.known_names.get(spelling) {
            Some(at) => *at,
            None => {
                let at = self.names.len() as u32;
                self.names.push(spelling.to_owned());
                self.known_names.insert(spelling.to_owned(), at);
                at
            }
        };
        self.node(Word::Name, at, 0)
    }

    /// A definition that makes that many things.
    pub(super) fn definition(&mut self, word: Word, first: Id, second: Id, makes: usize) -> Id {
        let id = self.node(word, first, second);
        self.parts.entry(id).or_insert_with(|| vec![None; makes]);
        id
    }

    /// One of the things that a definition makes.
    pub(super) fn part(&mut self, definition: Id, index: usize) -> Id {
        let part = self.node(Word::Part, definition, index as u32);
        if let Some(place) = self
            .parts
            .get_mut(&definition)
            .and_then(|parts| parts.get_mut(index))
        {
            *place = Some(part);
        }
        part
    }

    pub(super) fn parts(&self, definition: Id) -> Vec<Option<Id>> {
        self.parts.get(&definition).cloned().unwrap_or_default()
    }

    pub(super) fn list(
        &mut self,
        members: impl IntoIterator<Item = Id, IntoIter: DoubleEndedIterator>,
    ) -> Id {
        let nil = self.node(Word::Nil, 0, 0);
        members
            .into_iter()
            .rev()
            .fold(nil, |tail, head| self.node(Word::Cons, head, tail))
    }

    pub(super) fn pair(&mut self, first: Id, second: Id) -> Id {
        self.list([first, second])
    }

    pub(super) fn get(&self, id: Id) -> Node {
        self.nodes[id as usize]
    }

    pub(super) fn text(&self, name: Node) -> &str {
        &self.names[name.first as usize]
    }

    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// The nodes that a node takes, the lowest on the stack first.
    pub(super) fn taken(&self, id: Id) -> impl Iterator<Item = Id> + use<> {
        let node = self.get(id);
        [node.first, node.second]
            .into_iter()
            .take(node.word.arity())
    }
}
