//! A bench for methods: files in the language, in which `by` steps are run and everything else is taken on trust.
//!
//! Definitions are made, axioms and theorems without a one-line proof become axioms, and a theorem with a one-line
//! proof is a test of the methods that it names.

use super::{Budget, Call, Fact, Failure, Goal, default_method, method};
use crate::logic::{ConstantShape, constant_at};
use crate::{
    elaborate::{
        Attribute, ElaboratedStatement, Elaborator, Environment, NamedTheorem, Scope, alias,
        type_of_expression,
    },
    logic::{self, lambda, logic, spine},
    syntax::{ast::*, parse, parse_expr},
};
use rationale_kernel::{
    Arithmetic, Constant, Numerals, Term, Theorem, TypeOperator, Variable, define_constant,
};
use std::sync::LazyLock;

/// The definitions and lemmas that goals are stated with.
pub fn prelude() -> &'static Environment {
    static PRELUDE: LazyLock<Environment> = LazyLock::new(|| {
        let mut bench = Bench {
            environment: Environment::base(),
            outcomes: vec![],
        };
        bench.load(include_str!("testdata/prelude.proof"));
        bench.trust_arithmetic();
        bench.environment
    });
    &PRELUDE
}

/// A file under test.
pub struct Bench {
    pub environment: Environment,
    pub outcomes: Vec<(String, Result<(), Failure>)>,
}

impl Bench {
    pub fn on(environment: &Environment) -> Self {
        Bench {
            environment: environment.clone(),
            outcomes: vec![],
        }
    }

    pub fn load(&mut self, text: &str) {
        let parsed = parse(text);
        assert!(parsed.diagnostics.is_empty(), "{:?}", parsed.diagnostics);
        for item in &parsed.file.items {
            self.item(item);
        }
    }

    fn item(&mut self, item: &Item) {
        match &item.kind {
            ItemKind::TypeAlias { name, params, ty } => {
                let alias = alias(&self.environment, name, params, ty).unwrap();
                self.environment.add_alias(alias);
            }
            ItemKind::TypeDef {
                name,
                params,
                carve: None,
            } => {
                self.environment
                    .add_type(TypeOperator::declare(&*name.value, params.len()));
            }
            ItemKind::Constant(name, ty) => {
                let ty = type_of_expression(&self.environment, ty).unwrap();
                self.environment
                    .add_constant(Constant::declare(&*name.value, ty));
                self.numerals();
            }
            ItemKind::Def {
                name,
                params,
                ty,
                body: DefBody::Plain(body),
                attributes,
            } => {
                self.define(name, params, ty.as_ref(), body, attributes);
            }
            ItemKind::Axiom {
                name,
                attributes,
                statement,
                ..
            } => self.trust(name, attributes, statement),
            ItemKind::Theorem {
                name,
                attributes,
                statement,
                why,
                ..
            } => {
                if let Justification::By(methods) = why {
                    let outcome = self.check(statement, methods);
                    self.outcomes.push((name.value.clone(), outcome));
                }
                self.trust(name, attributes, statement);
            }
            ItemKind::AttributeItem(attributes, names) => {
                for (attribute, name) in attributes
                    .iter()
                    .flat_map(|a| names.iter().map(move |n| (a, n)))
                {
                    assert!(
                        self.environment
                            .add_attribute(attribute.value.parse().unwrap(), &name.value)
                    );
                }
            }
            ItemKind::Arm(_, names) => self.arm(names),
            other => panic!("not for the bench: {other:?}"),
        }
    }

    /// The lemmas that the methods of arithmetic rest on.
    fn trust_arithmetic(&mut self) {
        for (_, name, statement) in super::arith::lemmas::TABLE {
            let written = parse_expr(statement).unwrap_or_else(|e| panic!("{statement}: {e:?}"));
            let scope = Scope::new();
            let formula = Elaborator::new(&self.environment, &scope)
                .formula(&written)
                .unwrap();
            self.add(name, Theorem::axiom(*name, &[], &formula).unwrap(), &[]);
        }
    }

    fn statement(&self, statement: &Statement) -> ElaboratedStatement {
        let scope = Scope::new();
        Elaborator::new(&self.environment, &scope)
            .statement(statement)
            .unwrap_or_else(|e| panic!("{e:?}"))
    }

    fn trust(&mut self, name: &Ident, attributes: &[Ident], statement: &Statement) {
        let stated = self.statement(statement);
        let formula = closed(&stated);
        self.add(
            &name.value,
            Theorem::axiom(&*name.value, &[], &formula).unwrap(),
            attributes,
        );
    }

    fn add(&mut self, name: &str, theorem: Theorem, attributes: &[Ident]) {
        let attributes: Vec<Attribute> = attributes
            .iter()
            .map(|a| a.value.parse().unwrap())
            .collect();
        let (module, span) = ("bench".into(), Span::default());
        self.environment.add_theorem(NamedTheorem {
            name: name.into(),
            theorem,
            attributes,
            module,
            span,
        });
    }

    fn define(
        &mut self,
        name: &Ident,
        params: &[Fixed],
        ty: Option<&TypeExpr>,
        body: &Expr,
        attributes: &[Ident],
    ) {
        let scope = Scope::new();
        let definition = LetDef {
            name: name.clone(),
            params: params.to_vec(),
            body: body.clone(),
        };
        let definition = Elaborator::new(&self.environment, &scope).definition(&definition, ty);
        let value = definition.unwrap_or_else(|e| panic!("{e:?}")).value;
        let (constant, equation) = define_constant(&*name.value, &value).unwrap();
        let count: usize = params.iter().map(|group| group.names.len()).sum();
        let (mut variables, mut rest): (Vec<Variable>, Term) = (vec![], value);
        for _ in 0..count {
            let (v, body) = logic().open(&rest, &[]).unwrap();
            variables.push(v);
            rest = body;
        }
        let arguments: Vec<Term> = variables.iter().map(Term::variable).collect();
        let unfolded =
            logic::unfold_application(&equation, &arguments.iter().collect::<Vec<_>>()).unwrap();
        self.environment.add_constant(constant);
        let theorem = logic::generalize_all(&variables, &unfolded).unwrap();
        self.add(&format!("{}_def", name.value), theorem, attributes);
        assert!(lambda(&variables, &rest).is_ok());
    }

    fn numerals(&mut self) {
        let term = |name: &str| {
            let constant = self.environment.constant(name)?;
            constant_at(constant, constant.generic_type()).ok()
        };
        let natural = || Numerals::naturals(&term("zero")?, &term("suc")?).ok();
        let rational = || {
            let [zero, one, add, neg, div] =
                ["rzero", "rone", "real_add", "real_neg", "real_div"].map(term);
            Numerals::rationals(&zero?, &one?, &add?, &neg?, &div?).ok()
        };
        let (natural, rational) = (natural(), rational());
        if let (None, Some(numerals)) = (self.environment.numerals_nat(), natural) {
            self.environment.set_numerals_nat(numerals);
        }
        if let (None, Some(numerals)) = (self.environment.numerals_real(), rational) {
            self.environment.set_numerals_real(numerals);
        }
    }

    /// The named theorems, their premises moved to the hypotheses.
    fn arm(&mut self, names: &[Ident]) {
        let env = &self.environment;
        let term = |name: &str| {
            let constant = env.constant(name).unwrap();
            constant_at(constant, constant.generic_type()).unwrap()
        };
        let (truth, falsity) = (logic().truth_term().clone(), logic().falsity_term().clone());
        let stripped = |name: &Ident| {
            let (_, body) = logic::specialize_fresh(env.theorem(&name.value).unwrap()).unwrap();
            logic::undischarge_all(&body).unwrap().1
        };
        let mut known = vec![logic::truth().clone()];
        let [add, mul, le, lt] = ["nat_add", "nat_mul", "nat_le", "nat_lt"].map(term);
        let operations = [truth.clone(), falsity.clone(), add, mul, le, lt];
        known.extend(names[..10].iter().map(stripped));
        let natural =
            Arithmetic::naturals(env.numerals_nat().unwrap(), operations, &known).unwrap();
        let [sub, mul, inv] = ["real_sub", "real_mul", "real_inv"].map(term);
        let [le, lt, cast] = ["real_le", "real_lt", "real"].map(term);
        let p = Term::variable(&Variable::new("p", rationale_kernel::Type::boolean()));
        let absurd = logic::contradiction(&p, &Theorem::assume(&falsity).unwrap()).unwrap();
        let operations = [truth, falsity, sub, mul, inv, le, lt, cast];
        let twice = logic::double_negation(&p).unwrap();
        let mut known = vec![logic::truth().clone(), absurd, twice];
        known.extend(names[10..].iter().map(stripped));
        let (naturals, rationals) = (env.numerals_nat().unwrap(), env.numerals_real().unwrap());
        let real = Arithmetic::rationals([rationals, naturals], operations, &known).unwrap();
        self.environment.arm_nat(natural);
        self.environment.arm_real(real);
    }

    fn check(&self, statement: &Statement, methods: &[Method]) -> Result<(), Failure> {
        let stated = self.statement(statement);
        let assume = |s: &crate::elaborate::Stated| {
            Fact::new(s.label.clone(), Theorem::assume(&s.formula).unwrap())
        };
        let context: Vec<Fact> = stated.assumed.iter().map(assume).collect();
        let mut scope = Scope::new();
        stated.fixed.iter().for_each(|v| scope.fix(v.clone()));
        for shown in &stated.shown {
            let theorem = self.run(&scope, &context, &shown.formula, methods)?;
            assert!(theorem.concludes(&shown.formula));
            let assumed: Vec<Term> = stated.assumed.iter().map(|s| s.formula.clone()).collect();
            assert!(
                theorem.hypotheses().iter().all(|h| assumed.contains(h)),
                "{theorem:?}"
            );
        }
        Ok(())
    }

    fn run(
        &self,
        scope: &Scope,
        context: &[Fact],
        target: &Term,
        methods: &[Method],
    ) -> Result<Theorem, Failure> {
        let (first, rest) = methods.split_first().unwrap();
        let budget = Budget::default();
        let first = &named(first);
        let given = first
            .using
            .iter()
            .map(|f| self.fact(scope, context, f))
            .collect();
        let facts = first
            .facts
            .iter()
            .map(|f| self.fact(scope, context, f))
            .collect();
        let at = first
            .at
            .iter()
            .map(|e| {
                Elaborator::new(&self.environment, scope)
                    .term(e, None)
                    .unwrap()
            })
            .collect();
        let goal = Goal {
            env: &self.environment,
            target: target.clone(),
            context,
            given,
            budget: &budget,
        };
        let chosen = match &first.name {
            Some(name) => method(&name.value).unwrap_or_else(|| panic!("no method {}", name.value)),
            None => default_method(),
        };
        let call = Call {
            facts,
            at,
            certificate: None,
        };
        if rest.is_empty() {
            return (chosen.prove)(&goal, &call);
        }
        let reduction = (chosen.reduce.unwrap())(&goal, &call)?;
        let proof = self.run(scope, context, &reduction.goal, rest)?;
        Ok(reduction.conclude(&proof)?)
    }

    fn fact(&self, scope: &Scope, context: &[Fact], written: &FactRef) -> Fact {
        let FactHead::Name(name) = &written.head else {
            panic!("formulas as facts are not for the bench")
        };
        let local = context.iter().find(|f| f.name.as_deref() == Some(name));
        let library = || {
            let definition = format!("{name}_def");
            let named = self
                .environment
                .named_theorem(name)
                .or_else(|| self.environment.named_theorem(&definition));
            Fact::of_library(named.unwrap_or_else(|| panic!("no fact {name}")))
        };
        let mut fact = local.cloned().unwrap_or_else(library);
        for argument in &written.args {
            let predicate_type = logic()
                .as_forall(&fact.conclusion())
                .unwrap()
                .ty()
                .as_function()
                .unwrap()
                .0
                .clone();
            let term = Elaborator::new(&self.environment, scope)
                .term(argument, Some(&predicate_type))
                .unwrap();
            fact = Fact::new(
                fact.name.clone(),
                logic::specialize(&fact.theorem, &term).unwrap(),
            );
        }
        if written.reversed {
            fact.reversed()
        } else {
            fact
        }
    }
}

/// A call written like a fact: `ext`, `cases p`.
fn named(written: &Method) -> Method {
    let mut call = written.clone();
    if let (
        None,
        [
            FactRef {
                head: FactHead::Name(name),
                args,
                ..
            },
        ],
    ) = (&written.name, &written.facts[..])
        && method(name).is_some()
        && name != "unfold"
    {
        call.name = Some(Ident {
            value: name.clone(),
            span: written.span,
        });
        (call.at, call.facts) = (args.clone(), vec![]);
    }
    if let (
        None,
        [
            FactRef {
                head: FactHead::Name(name),
                args,
                ..
            },
        ],
    ) = (&written.name, &written.facts[..])
        && name == "unfold"
    {
        call.name = Some(Ident {
            value: name.clone(),
            span: written.span,
        });
        let of_name = |e: &Expr| match &e.value {
            ExprKind::Name(name) => FactRef {
                head: FactHead::Name(name.clone()),
                args: vec![],
                ..written.facts[0].clone()
            },
            _ => panic!("unfold what?"),
        };
        call.facts = args.iter().map(of_name).collect();
    }
    call
}

/// ∀ fixed. assumed → … → shown, over the variables that occur.
fn closed(stated: &ElaboratedStatement) -> Term {
    let shown: Vec<Term> = stated.shown.iter().map(|s| s.formula.clone()).collect();
    let premises: Vec<Term> = stated.assumed.iter().map(|s| s.formula.clone()).collect();
    let body = logic()
        .implication_all(&premises, &logic().conjunction_all(&shown).unwrap())
        .unwrap();
    let occurring: Vec<Variable> = stated
        .fixed
        .iter()
        .filter(|v| body.has_free(v))
        .cloned()
        .collect();
    assert!(spine(&body).1.len() < 100);
    logic().forall_all(&occurring, &body).unwrap()
}
