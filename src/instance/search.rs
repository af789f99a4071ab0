//! The search for a counterexample: first every choice in the smallest worlds, then random tapes that proptest draws and
//! shrinks. Counts what was decided, what was not, and what the hypotheses refused.

use super::choice::{Odometer, Source};
use super::draw::{Draw, POOLS};
use super::fingerprint::fingerprint;
use super::hint::Hint;
use super::problem::Problem;
use super::spread::Spread;
use super::world::{MOST_VARIABLES, random_sizes, worlds};
use crate::evaluate::{Costs, LEAST_HORIZON, Machine, Value, Why};
use proptest::collection::vec;
use proptest::num::u32;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;
use std::time::Instant;

/// How much is tried.
#[derive(Clone, Debug)]
pub struct Limits {
    /// So many decided random instances are enough.
    pub cases: u64,
    /// So many decided instances are needed for a statement to count as tested.
    pub needed: u64,
    /// The seed of random choices.
    pub seed: u64,
    /// How many choices of the smallest worlds are gone through for each size of the types.
    pub sweep: u64,
    /// The work for one statement, in steps of the evaluator.
    pub work: u64,
    /// How many instances that satisfy the hypotheses are kept.
    pub keep: usize,
    /// The work for one evaluation.
    pub fuel: u64,
    /// What work costs that is no step.
    pub costs: Costs,
    /// When to stop, if ever.
    pub until: Option<Instant>,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            cases: 400,
            needed: 200,
            seed: 0,
            sweep: 300,
            work: 6_000_000,
            keep: 0,
            fuel: 400_000,
            costs: Costs::default(),
            until: None,
        }
    }
}

/// How many instances came out how.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// All that were drawn.
    pub drawn: u64,
    /// Those that a hypothesis refused.
    pub refused: u64,
    /// Those of which a hypothesis or the conclusion was not decided.
    pub undecided: u64,
    /// Those that count: different, every hypothesis true, the conclusion decided.
    pub decided: u64,
    /// Whether these are all instances that there are; then they are swept.
    pub complete: bool,
    /// Whether these are all instances of the smallest worlds (and more): type variables of at most three elements, and
    /// variables of finite types. At least one was decided, and each that its hypotheses did not refuse.
    pub swept: bool,
    /// Instances on which the statement fails if choice picks the first of several; it may hold if it picks another.
    pub chosen: u64,
    /// What refused instances, by the place of the hypothesis.
    pub refusals: BTreeMap<usize, u64>,
    /// What could not be decided: a hypothesis by its place, or nothing for the conclusion.
    pub unsettled: BTreeMap<Option<usize>, u64>,
    /// Why instances were not decided, with how often.
    pub reasons: BTreeMap<Why, u64>,
}

/// A model and values for the variables that make every hypothesis true.
#[derive(Clone, Debug)]
pub struct Instance {
    /// The sizes of the type variables.
    pub sizes: Vec<u32>,
    /// The values of the variables.
    pub values: Vec<Value>,
    /// The horizon of the model.
    pub horizon: u64,
}

/// An instance that makes the conclusion false.
#[derive(Clone, Debug)]
pub struct Counterexample {
    /// The instance.
    pub instance: Instance,
    /// The values of the two sides, if the conclusion compares.
    pub sides: Option<(Value, Value)>,
}

/// What came of a search.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// The counts.
    pub counts: Counts,
    /// A counterexample.
    pub counterexample: Option<Counterexample>,
    /// One instance that satisfies the hypotheses, if there was one.
    pub witness: Option<Instance>,
    /// Different instances that satisfy the hypotheses and the conclusion, as many as were asked for, of every kind.
    pub kept: Vec<Instance>,
    /// The work that it took, in steps of the evaluator.
    pub spent: u64,
    /// Conventions that were used on instances that count, with one such instance each.
    pub junk: BTreeMap<u32, Instance>,
}

/// What one draw gave.
enum Drawn {
    Refused(usize),
    Undecided(Why, Option<usize>),
    Chosen,
    Decided(bool, Instance),
}

/// How often a variable is drawn again before the instance is given up.
const AGAIN: u32 = 3;
/// So many instances without a new one, and values are drawn from a wider range; after the widest, the search ends.
const PATIENCE: u64 = 80;
/// The widest range.
const WIDEST: u32 = 3;
/// So many turns without any decided instance, and there is no point in more.
const FRUITLESS: u64 = 4_000;

struct Search<'p> {
    problem: &'p Problem,
    machine: Machine<'p>,
    limits: &'p Limits,
    verdict: Verdict,
    spread: Spread,
    /// Whether the smallest worlds are gone through.
    sweeping: bool,
    seen: FxHashSet<u64>,
    spent: u64,
    breadth: u32,
    /// How many were undecided when the sweep ended.
    undecided_before: u64,
    /// The work for one evaluation: at random, little at first, so that a few large instances do not use up all work.
    fuel: u64,
    /// How many instances were too large for that work.
    too_large: u64,
}

/// Tries a problem.
pub fn try_problem(problem: &Problem, limits: &Limits) -> Verdict {
    let mut search = Search::new(problem, limits);
    let done = search.sweep();
    search.sweeping = false;
    if !done {
        search.random();
    }
    search.verdict.spent = search.spent;
    search.verdict.kept = search.spread.kept();
    search.verdict
}

/// An instance that satisfies the hypotheses, by the same search.
pub fn instance_witness(problem: &Problem, limits: &Limits) -> Option<Instance> {
    try_problem(problem, limits).witness
}

impl<'p> Search<'p> {
    fn new(problem: &'p Problem, limits: &'p Limits) -> Self {
        let mut machine = Machine::new(&problem.program);
        machine.costs = limits.costs;
        Search {
            problem,
            machine,
            limits,
            verdict: Verdict {
                counts: Counts::default(),
                counterexample: None,
                witness: None,
                kept: Vec::new(),
                spent: 0,
                junk: BTreeMap::new(),
            },
            spread: Spread::new(limits.keep),
            sweeping: true,
            seen: FxHashSet::default(),
            spent: 0,
            breadth: 0,
            undecided_before: 0,
            fuel: limits.fuel,
            too_large: 0,
        }
    }

    /// Whether so much is undecided, since the sweep at random, that more of the same tells nothing.
    fn is_hopeless(&self) -> bool {
        let counts = &self.verdict.counts;
        counts.undecided > self.undecided_before + 200 + 10 * counts.decided
    }

    /// Whether the limits are reached.
    fn is_over(&self) -> bool {
        self.spent > self.limits.work || self.limits.until.is_some_and(|end| Instant::now() > end)
    }

    /// Every choice in small worlds, up to a limit for each; true if a counterexample was found or that was all.
    fn sweep(&mut self) -> bool {
        let variables = self.problem.program.types.variables.len();
        let mut complete = true;
        for sizes in worlds(variables) {
            let mut odometer = Odometer::default();
            for turn in 0.. {
                if turn >= self.limits.sweep
                    || self.spent > self.limits.work / 2
                    || self.is_hopeless()
                    || self.is_over()
                {
                    complete = false;
                    break;
                }
                let mut source = Source::Odometer(std::mem::take(&mut odometer));
                let drawn = self.draw(&mut source, Some(&sizes));
                self.count(drawn);
                if self.verdict.counterexample.is_some() {
                    return true;
                }
                let Source::Odometer(next) = source else {
                    break;
                };
                odometer = next;
                if !odometer.advance() {
                    break;
                }
            }
        }
        let finite = self
            .problem
            .types
            .iter()
            .all(|ty| self.machine.types.size(*ty).is_some());
        let counts = &mut self.verdict.counts;
        self.undecided_before = counts.undecided;
        let decided = counts.undecided == 0 && counts.decided > 0;
        counts.swept = complete && decided && finite && variables <= MOST_VARIABLES;
        counts.complete = counts.swept && variables == 0;
        counts.complete
    }

    fn random(&mut self) {
        self.fuel = (self.limits.fuel / 16).max(1);
        let mut runner = runner(self.limits.seed);
        let tapes = vec(u32::ANY, 0..120usize);
        let before = self.verdict.counts.decided;
        let wanted = before + self.limits.cases;
        let (mut turns, mut last) = (0, (self.accepted(), self.verdict.counts.decided));
        while self.verdict.counts.decided < wanted
            && turns < 40 * self.limits.cases
            && !self.is_hopeless()
            && !self.is_over()
        {
            turns += 1;
            if self.too_large > 20 + (self.verdict.counts.decided - before) / 4 {
                self.fuel = self.limits.fuel.min(self.fuel * 2);
                self.too_large = 0;
            }
            let accepted = self.accepted();
            let decided = self.verdict.counts.decided;
            if decided > last.1 {
                last = (accepted, decided);
            }
            let patience = if decided == 0 {
                FRUITLESS
            } else {
                PATIENCE + decided
            };
            if accepted.saturating_sub(last.0) > patience {
                if self.breadth == WIDEST {
                    return;
                }
                (self.breadth, last) = (self.breadth + 1, (accepted, decided));
            }
            let Ok(mut tree) = tapes.new_tree(&mut runner) else {
                return;
            };
            let tape = tree.current();
            let drawn = self.draw(&mut Source::Tape(&tape, 0), None);
            self.count(drawn);
            if self.verdict.counterexample.is_some() {
                self.shrink(&mut tree);
                return;
            }
        }
    }

    /// How many instances were drawn, of which refused ones count little.
    fn accepted(&self) -> u64 {
        let counts = &self.verdict.counts;
        counts.drawn - counts.refused + counts.refused / 8
    }

    /// Makes the tape simpler while the conclusion stays false: by proptest, then number by number.
    fn shrink(&mut self, tree: &mut impl ValueTree<Value = Vec<u32>>) {
        let mut best = tree.current();
        let mut left = 400;
        while left > 0 && tree.simplify() {
            loop {
                left -= 1;
                if self.still_false(&tree.current()) {
                    best = tree.current();
                    break;
                }
                if left <= 0 || !tree.complicate() {
                    break;
                }
            }
        }
        for _ in 0..3 {
            let before = best.clone();
            self.lower(&mut best);
            if best == before {
                break;
            }
        }
    }

    /// Tries a smaller choice at each place of the tape.
    fn lower(&mut self, tape: &mut [u32]) {
        for place in 0..tape.len() {
            for smaller in [0, tape[place] / 4, tape[place] / 2, tape[place] / 4 * 3] {
                let kept = tape[place];
                if smaller >= kept {
                    continue;
                }
                tape[place] = smaller;
                if self.still_false(tape) {
                    break;
                }
                tape[place] = kept;
            }
        }
    }

    fn still_false(&mut self, tape: &[u32]) -> bool {
        match self.draw(&mut Source::Tape(tape, 0), None) {
            Drawn::Decided(false, instance) => {
                self.found(instance);
                true
            }
            _ => false,
        }
    }

    fn count(&mut self, drawn: Drawn) {
        let counts = &mut self.verdict.counts;
        counts.drawn += 1;
        match drawn {
            Drawn::Refused(hypothesis) => {
                counts.refused += 1;
                *counts.refusals.entry(hypothesis).or_default() += 1;
            }
            Drawn::Undecided(why, part) => {
                counts.undecided += 1;
                self.too_large += u64::from(why == Why::TooLarge);
                *counts.reasons.entry(why).or_default() += 1;
                *counts.unsettled.entry(part).or_default() += 1;
            }
            Drawn::Chosen => {
                counts.undecided += 1;
                counts.chosen += 1;
                *counts.reasons.entry(Why::Arbitrary).or_default() += 1;
                *counts.unsettled.entry(None).or_default() += 1;
            }
            Drawn::Decided(holds, instance) => {
                if self.seen.insert(fingerprint(&instance)) {
                    counts.decided += 1;
                    if holds {
                        self.spread.offer(&instance, self.sweeping);
                    }
                }
                for (convention, _) in crate::evaluate::junk::NAMES {
                    if self.machine.junk & convention != 0 {
                        self.verdict
                            .junk
                            .entry(convention)
                            .or_insert_with(|| instance.clone());
                    }
                }
                if holds {
                    self.verdict.witness.get_or_insert(instance);
                } else {
                    self.found(instance);
                }
            }
        }
    }

    fn found(&mut self, instance: Instance) {
        let sides = self.problem.sides.as_ref().map(|sides| {
            let (values, fuel) = (&instance.values, self.limits.fuel);
            let left = self.machine.evaluate(values, &sides.left, fuel);
            (left, self.machine.evaluate(values, &sides.right, fuel))
        });
        self.verdict.counterexample = Some(Counterexample { instance, sides });
    }

    fn evaluate(&mut self, values: &[Value], code: &crate::evaluate::Code) -> Value {
        let value = self.machine.evaluate(values, code, self.fuel);
        self.spent += self.fuel - self.machine.fuel;
        value
    }

    /// Draws an instance and evaluates it.
    fn draw(&mut self, source: &mut Source<'_>, sizes: Option<&[u32]>) -> Drawn {
        let count = self.problem.program.types.variables.len();
        let structured = !source.is_exhaustive() && source.choose(3) == 2;
        let sizes = match sizes {
            Some(sizes) => sizes.to_vec(),
            None => random_sizes(source, count, self.breadth, structured),
        };
        self.machine.types.set_sizes(&sizes);
        self.machine.horizon = LEAST_HORIZON;
        self.machine.junk = 0;
        self.machine.chose = false;
        self.spent += 200;
        let (problem, mut values) = (self.problem, Vec::new());
        let pool = if source.is_exhaustive() {
            POOLS[POOLS.len() - 1]
        } else {
            let chosen = source.choose(8 + 5 * u64::from(self.breadth)) as usize;
            POOLS[chosen.min(POOLS.len() - 1)]
        };
        let mut least = None;
        if let Some(refused) = self.check(0, &values) {
            return refused;
        }
        for place in 0..problem.variables.len() {
            let mut tries = if source.is_exhaustive() { 0 } else { AGAIN };
            loop {
                let mut draw = Draw {
                    machine: &mut self.machine,
                    source,
                    constants: &problem.constants,
                    pool,
                    least,
                    breadth: self.breadth,
                    drawn: &values,
                    path: Vec::new(),
                    structured,
                    last: (place + 1 == problem.variables.len()).then_some(&problem.conclusion),
                };
                let (ty, hints) = (problem.types[place], &problem.hints[place]);
                let told = problem.hypotheses.iter().filter(|h| h.needs == place + 1);
                let value = draw.value(ty, hints, told.map(|h| &h.code), &values);
                if let Value::Unknown(why) = value {
                    return Drawn::Undecided(why, None);
                }
                self.machine.widen(problem.types[place], &value);
                values.push(value);
                match self.check(place + 1, &values) {
                    None => {
                        if let Some(Value::Nat(n)) = values.last() {
                            least = Some(least.map_or(*n, |least: u64| least.min(*n)));
                        }
                        break;
                    }
                    Some(Drawn::Refused(_)) if tries > 0 => {
                        tries -= 1;
                        values.pop();
                    }
                    Some(drawn) => return drawn,
                }
            }
        }
        self.machine.junk = 0;
        let mut result = self.evaluate(&values, &problem.conclusion);
        if self.machine.chose && matches!(result, Value::Bool(true)) {
            result = self.with_other_choice(&values);
        }
        let instance = Instance {
            sizes,
            values,
            horizon: self.machine.horizon,
        };
        match result {
            Value::Bool(false) if self.machine.chose => Drawn::Chosen,
            Value::Bool(holds) => Drawn::Decided(holds, instance),
            other => Drawn::Undecided(other.why(), None),
        }
    }

    /// Whether a variable has the value that its definition gives, so that the equation holds though functions on an
    /// infinite type are not compared.
    fn is_as_defined(&mut self, variable: Option<usize>, values: &[Value]) -> bool {
        let problem = self.problem;
        let Some(place) = variable.filter(|place| *place < values.len()) else {
            return false;
        };
        let mut codes = problem.hints[place].iter().filter_map(|hint| match hint {
            Hint::Equal(code) => Some(code),
            _ => None,
        });
        codes.any(|code| {
            self.evaluate(&values[..place], code)
                .is_identical(&values[place])
        })
    }

    /// The conclusion if choice picks the last of several values; true where a hypothesis fails then.
    fn with_other_choice(&mut self, values: &[Value]) -> Value {
        let problem = self.problem;
        self.machine.pick_last = true;
        let hypotheses = problem.hypotheses.iter().map(|h| &h.code);
        let mut result = Value::Bool(true);
        for code in hypotheses {
            result = self.evaluate(values, code);
            if !matches!(result, Value::Bool(true)) {
                break;
            }
        }
        result = match result {
            Value::Bool(true) => self.evaluate(values, &problem.conclusion),
            Value::Bool(false) => Value::Bool(true),
            other => other,
        };
        self.machine.pick_last = false;
        result
    }

    /// What the hypotheses say that can be evaluated now and could not before; nothing if all are true.
    fn check(&mut self, known: usize, values: &[Value]) -> Option<Drawn> {
        let problem = self.problem;
        let mut undecided = None;
        let hypotheses = problem.hypotheses.iter().enumerate();
        for (place, hypothesis) in hypotheses.filter(|(_, h)| h.needs == known) {
            match self.evaluate(values, &hypothesis.code) {
                Value::Bool(true) => {}
                Value::Bool(false) => return Some(Drawn::Refused(place)),
                _ if self.is_as_defined(hypothesis.defines, values) => {}
                other => undecided = Some(Drawn::Undecided(other.why(), Some(place))),
            }
        }
        undecided
    }
}

fn runner(seed: u64) -> TestRunner {
    let mut bytes = [0u8; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let config = Config {
        failure_persistence: None,
        ..Config::default()
    };
    TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes))
}
