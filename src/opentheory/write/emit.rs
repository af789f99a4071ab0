//! A graph as commands: what is used more than once goes to the dictionary at its first use and is removed at its last,
//! and the keys are used again. The stack of pending work is on the heap, so proofs may be as deep as they like.

use super::graph::{Graph, Id, Word};
use rationale_kernel::Name;
use std::io::{self, Write};

/// The figures of a written article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Bytes of text.
    pub bytes: u64,
    /// Commands.
    pub commands: u64,
    /// Commands that are rules, axioms or definitions.
    pub inferences: u64,
    /// Theorems that the article exports.
    pub theorems: u64,
    /// What each theorem added to what was written before it, in order.
    pub pieces: Vec<Piece>,
}

/// What one theorem adds to an article: its own proof, without the lemmas that stand before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The theorem's name.
    pub name: Name,
    /// Bytes of text.
    pub bytes: u64,
    /// Commands that are rules, axioms or definitions.
    pub inferences: u64,
}

enum Task {
    Visit(Id),
    Finish(Id),
}

struct Emitter<'g, W> {
    graph: &'g Graph,
    out: W,
    /// How often each node will still be asked for.
    uses: Vec<u32>,
    /// The dictionary's keys of nodes that are in it.
    keys: Vec<Option<u32>>,
    free: Vec<u32>,
    next: u32,
    written: Written,
}

/// Writes the article that exports the theorems `roots`, each a `Thm` node under a name.
pub(super) fn emit(graph: &Graph, roots: &[(Name, Id)], out: impl Write) -> io::Result<Written> {
    let mut emitter = Emitter {
        graph,
        out,
        uses: uses(graph, roots),
        keys: vec![None; graph.len()],
        free: vec![],
        next: 0,
        written: Written::default(),
    };
    emitter.line("6")?;
    emitter.line("version")?;
    for (name, root) in roots {
        let (bytes, inferences) = (emitter.written.bytes, emitter.written.inferences);
        emitter.run(*root)?;
        let written = &mut emitter.written;
        written.theorems += 1;
        written.pieces.push(Piece {
            name: name.clone(),
            bytes: written.bytes - bytes,
            inferences: written.inferences - inferences,
        });
    }
    emitter.out.flush()?;
    Ok(emitter.written)
}

/// How many nodes of what the roots need ask for each node. Nodes come after what they take, so one pass from the
/// last to the first finds them all.
fn uses(graph: &Graph, roots: &[(Name, Id)]) -> Vec<u32> {
    let mut uses = vec![0; graph.len()];
    for (_, root) in roots {
        uses[*root as usize] += 1;
    }
    for id in (0..graph.len() as Id).rev() {
        if uses[id as usize] > 0 {
            // A short node is written anew for each use, with what it takes.
            let times = if graph.get(id).word.is_short() {
                uses[id as usize]
            } else {
                1
            };
            for taken in graph.taken(id) {
                uses[taken as usize] += times;
            }
        }
    }
    uses
}

impl<W: Write> Emitter<'_, W> {
    fn line(&mut self, text: &str) -> io::Result<()> {
        self.written.bytes += text.len() as u64 + 1;
        self.written.commands += 1;
        self.out.write_all(text.as_bytes())?;
        self.out.write_all(b"\n")
    }

    fn number(&mut self, number: u32) -> io::Result<()> {
        self.line(&number.to_string())
    }

    fn run(&mut self, root: Id) -> io::Result<()> {
        let mut tasks = vec![Task::Visit(root)];
        while let Some(task) = tasks.pop() {
            match task {
                Task::Visit(id) => self.visit(id, &mut tasks)?,
                Task::Finish(id) => self.finish(id)?,
            }
        }
        Ok(())
    }

    fn visit(&mut self, id: Id, tasks: &mut Vec<Task>) -> io::Result<()> {
        let node = self.graph.get(id);
        if self.keys[id as usize].is_some() {
            return self.recall(id);
        }
        match node.word {
            Word::Name => {
                let quoted = format!("\"{}\"", self.graph.text(node));
                self.line(&quoted)
            }
            Word::Part => {
                tasks.extend([Task::Visit(id), Task::Visit(node.first)]);
                Ok(())
            }
            _ => {
                tasks.push(Task::Finish(id));
                let taken: Vec<Id> = self.graph.taken(id).collect();
                tasks.extend(taken.into_iter().rev().map(Task::Visit));
                Ok(())
            }
        }
    }

    /// Carries a command out, its arguments being on the stack.
    fn finish(&mut self, id: Id) -> io::Result<()> {
        let word = self.graph.get(id).word;
        self.written.inferences += u64::from(word.is_inference());
        if word != Word::Both {
            self.line(word.text())?;
        }
        if word.is_definition() {
            return self.keep_parts(id);
        }
        self.uses[id as usize] -= 1;
        if self.uses[id as usize] > 0 && !word.is_short() {
            let key = self.store()?;
            self.keys[id as usize] = Some(key);
        }
        Ok(())
    }

    /// Puts the top of the stack into the dictionary, under a key that it returns.
    fn store(&mut self) -> io::Result<u32> {
        let key = self.free.pop().unwrap_or_else(|| {
            self.next += 1;
            self.next - 1
        });
        self.number(key)?;
        self.line("def")?;
        Ok(key)
    }

    fn recall(&mut self, id: Id) -> io::Result<()> {
        let Some(key) = self.keys[id as usize] else {
            return Ok(());
        };
        self.number(key)?;
        self.uses[id as usize] -= 1;
        if self.uses[id as usize] > 0 {
            return self.line("ref");
        }
        self.keys[id as usize] = None;
        self.free.push(key);
        self.line("remove")
    }

    /// Puts what a definition made into the dictionary, as far as it is used; nothing of it stays on the stack.
    fn keep_parts(&mut self, definition: Id) -> io::Result<()> {
        let parts = self.graph.parts(definition);
        let listed = self.graph.get(definition).word == Word::DefineConstList;
        let Some((last, others)) = parts.split_last() else {
            return Ok(());
        };
        if !listed {
            return parts.iter().rev().try_for_each(|part| self.keep(*part));
        }
        self.keep(*last)?;
        for part in others {
            self.line("hdTl")?;
            let rest = self.store()?;
            self.line("pop")?;
            self.keep(*part)?;
            self.number(rest)?;
            self.line("remove")?;
            self.free.push(rest);
        }
        self.line("pop")
    }

    /// Moves the top of the stack into the dictionary, or away if it is not used.
    fn keep(&mut self, part: Option<Id>) -> io::Result<()> {
        if let Some(part) = part.filter(|part| self.uses[*part as usize] > 0) {
            let key = self.store()?;
            self.keys[part as usize] = Some(key);
        }
        self.line("pop")
    }
}
