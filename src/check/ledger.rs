//! What was checked and what it rests on. Data only: words are made in the report, and nothing here decides a proof.

use rationale_kernel::{Axiom, Name, Theorem};
use std::collections::BTreeMap;
use std::fmt;

use crate::inequality::claim::{CHECKER, Finding};
use crate::logic;
use crate::syntax::ast::Span;

/// What sort of thing an item makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// `def`
    Definition,
    /// `type`
    Type,
    /// `constant`
    Constant,
    /// `specify`
    Specification,
    /// `axiom`
    Axiom,
    /// `setting`
    Setting,
    /// `theorem`, `corollary`
    Theorem,
    /// `claim`
    Claim,
    /// `attribute`
    Attribute,
    /// `arm`
    Arithmetic,
}

impl Kind {
    /// The word for it, also in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Definition => "definition",
            Kind::Type => "type",
            Kind::Constant => "constant",
            Kind::Specification => "specification",
            Kind::Axiom => "axiom",
            Kind::Setting => "setting",
            Kind::Theorem => "theorem",
            Kind::Claim => "claim",
            Kind::Attribute => "attribute",
            Kind::Arithmetic => "arithmetic",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The use of a certificate that the kernel has not replayed.
#[must_use]
pub fn checker_use() -> AxiomUse {
    AxiomUse {
        name: Name::from(CHECKER),
        origin: Origin::Checker,
    }
}

/// How an item came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Status {
    /// A theorem of the kernel that rests on foundational axioms only.
    Proved,
    /// A theorem of the kernel that rests on a cited axiom.
    Conditional,
    /// Taken in as it stands: a definition, an axiom, a setting.
    Declared,
    /// Not proved, or it rests on something that is not proved.
    Failed,
    /// Not tried.
    Skipped,
}

impl Status {
    /// The word for it, also in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Proved => "proved",
            Status::Conditional => "conditional",
            Status::Declared => "declared",
            Status::Failed => "failed",
            Status::Skipped => "skipped",
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Where an axiom comes from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// Part of the foundation: the logic, the naturals, the reals.
    Foundational,
    /// A published result that is not proved here, with its source.
    Cited(String),
    /// A program outside the kernel that accepted a certificate.
    Checker,
    /// No axiom that anyone stated: the placeholder for a theorem whose proof failed.
    Unproved,
}

impl Origin {
    /// The word for it, also in JSON.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Origin::Foundational => "foundational",
            Origin::Cited(_) => "cited",
            Origin::Checker => "checker",
            Origin::Unproved => "unproved",
        }
    }
}

/// One axiom that a theorem rests on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AxiomUse {
    /// Its name; for a placeholder, the name of the theorem that is not proved.
    pub name: Name,
    /// Where it comes from.
    pub origin: Origin,
}

/// The axioms that may be used, each with its origin. A kernel axiom that is not listed is a placeholder for something
/// unproved, whatever its name is: the list is by identity.
#[derive(Clone, Default)]
pub struct AxiomRegistry {
    origins: BTreeMap<Axiom, Origin>,
}

impl AxiomRegistry {
    /// The axioms of the logic.
    #[must_use]
    pub fn of_logic() -> Self {
        let mut registry = Self::default();
        let logic = logic::logic();
        for theorem in [&logic.extensionality, &logic.choice, &logic.infinity] {
            registry.declare(theorem, &Origin::Foundational);
        }
        registry
    }

    /// Lists the axioms of a theorem that was just made by the axiom rule.
    pub fn declare(&mut self, theorem: &Theorem, origin: &Origin) {
        for axiom in theorem.axioms() {
            self.origins
                .entry(axiom.clone())
                .or_insert_with(|| origin.clone());
        }
    }

    /// Takes in what an imported file lists.
    pub fn include(&mut self, other: &AxiomRegistry) {
        for (axiom, origin) in &other.origins {
            self.origins
                .entry(axiom.clone())
                .or_insert_with(|| origin.clone());
        }
    }

    /// Where a listed axiom comes from.
    #[must_use]
    pub fn origin(&self, axiom: &Axiom) -> Option<&Origin> {
        self.origins.get(axiom)
    }

    /// Lists an axiom.
    pub(super) fn list(&mut self, axiom: &Axiom, origin: &Origin) {
        self.origins
            .entry(axiom.clone())
            .or_insert_with(|| origin.clone());
    }

    /// The listed axioms with their origins.
    pub fn iter(&self) -> impl Iterator<Item = (&Axiom, &Origin)> {
        self.origins.iter()
    }

    /// What a theorem rests on, by name.
    #[must_use]
    pub fn uses(&self, theorem: &Theorem) -> Vec<AxiomUse> {
        let mut uses: Vec<_> = theorem
            .axioms()
            .iter()
            .map(|axiom| self.use_of(axiom))
            .collect();
        uses.sort();
        uses.dedup();
        uses
    }

    fn use_of(&self, axiom: &Axiom) -> AxiomUse {
        match self.origins.get(axiom) {
            Some(origin) => AxiomUse {
                name: axiom.name().clone(),
                origin: origin.clone(),
            },
            None => AxiomUse {
                name: unproved_theorem(axiom.name()),
                origin: Origin::Unproved,
            },
        }
    }
}

/// The name under which a placeholder axiom stands for a theorem; no item can be called so.
#[must_use]
pub fn placeholder_name(theorem: &str) -> Name {
    Name::from(format!("unproved {theorem}"))
}

/// Whether a theorem rests on a placeholder.
pub(super) fn is_unproved(theorem: &Theorem) -> bool {
    let mut axioms = theorem.axioms().iter();
    axioms.any(|axiom| axiom.name().starts_with("unproved "))
}

fn unproved_theorem(axiom: &str) -> Name {
    Name::from(axiom.strip_prefix("unproved ").unwrap_or(axiom))
}

/// The status of a theorem that rests on these axioms.
#[must_use]
pub fn status_of(uses: &[AxiomUse]) -> Status {
    let rests_on = |test: fn(&Origin) -> bool| uses.iter().any(|axiom| test(&axiom.origin));
    if rests_on(|origin| matches!(origin, Origin::Unproved)) {
        Status::Failed
    } else if rests_on(|origin| matches!(origin, Origin::Cited(_))) {
        Status::Conditional
    } else {
        Status::Proved
    }
}

/// How one item came out.
#[derive(Clone, Debug)]
pub struct ItemReport {
    /// Its name.
    pub name: Name,
    /// What it is.
    pub kind: Kind,
    /// How it came out.
    pub status: Status,
    /// Where its name stands.
    pub span: Span,
    /// What it rests on; for a definition, what the theorems that it needed rest on.
    pub axioms: Vec<AxiomUse>,
    /// How long it took.
    pub seconds: f64,
    /// What became of a claim, if claims were tried.
    pub claim: Option<ClaimReport>,
}

/// What became of a claim.
#[derive(Clone, Debug)]
pub struct ClaimReport {
    /// Whether it is claimed to be false.
    pub refuted: bool,
    /// What was found.
    pub finding: Finding,
}

impl ClaimReport {
    /// Whether the claim is as stated, by the kernel for a true one or by exact values for a false one.
    #[must_use]
    pub fn is_as_stated(&self) -> bool {
        match self.finding {
            Finding::Proved { .. } => !self.refuted,
            Finding::Refuted(_) => self.refuted,
            Finding::Checked { .. } | Finding::Unknown(_) => false,
        }
    }

    /// Whether what was found is the contrary of what is claimed.
    #[must_use]
    pub fn is_contrary(&self) -> bool {
        match self.finding {
            Finding::Proved { .. } | Finding::Checked { .. } => self.refuted,
            Finding::Refuted(_) => !self.refuted,
            Finding::Unknown(_) => false,
        }
    }
}

impl ItemReport {
    /// The unproved theorems that it uses, other than itself.
    pub fn unproved(&self) -> impl Iterator<Item = &Name> {
        let own = &self.name;
        self.axioms
            .iter()
            .filter(move |axiom| axiom.origin == Origin::Unproved && axiom.name != *own)
            .map(|axiom| &axiom.name)
    }
}

/// How many items came out how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Theorems proved.
    pub proved: usize,
    /// Theorems that rest on cited axioms.
    pub conditional: usize,
    /// Items that failed.
    pub failed: usize,
    /// Items that were not tried.
    pub skipped: usize,
}

impl Counts {
    /// Counts items.
    pub fn of<'a>(items: impl IntoIterator<Item = &'a ItemReport>) -> Self {
        let mut counts = Self::default();
        for item in items {
            match item.status {
                Status::Proved => counts.proved += 1,
                Status::Conditional => counts.conditional += 1,
                Status::Failed => counts.failed += 1,
                Status::Skipped => counts.skipped += 1,
                Status::Declared => {}
            }
        }
        counts
    }
}

/// The distinct axioms that items rest on, those in `registry` first declared first.
#[must_use]
pub fn distinct_axioms<'a>(items: impl IntoIterator<Item = &'a ItemReport>) -> Vec<AxiomUse> {
    let mut uses: Vec<_> = items
        .into_iter()
        .flat_map(|item| item.axioms.iter().cloned())
        .collect();
    uses.sort();
    uses.dedup();
    uses
}
