//! Reads claims written as lines of ASCII: `0 < x`, `exp(x) >= 1 + x`. For the public collection of inequalities and
//! for tests; proof files are read by `syntax`.
//!
//! Precedence as in the language: unary minus binds weaker than `^` and `*`, powers have natural exponents.

use super::expression::{Comparator, Expression, Formula, Function, Operation};
use crate::prove::arith::Rational;

const DEPTH: u32 = 200;

/// Reads one comparison over the named variables. The error says what was expected.
pub fn comparison(text: &str, variables: &[String]) -> Result<Formula, String> {
    let mut reader = Reader {
        tokens: tokens(text)?,
        at: 0,
        variables,
        depth: 0,
    };
    let left = reader.sum()?;
    let symbol = reader.next().ok_or("a comparison was expected")?;
    let right = reader.sum()?;
    if reader.at < reader.tokens.len() {
        return Err(format!("unexpected `{}`", reader.tokens[reader.at]));
    }
    let compare = |c, a, b| Ok(Formula::Compare(c, a, b));
    match symbol.as_str() {
        "<=" => compare(Comparator::AtMost, left, right),
        "<" => compare(Comparator::Below, left, right),
        "=" => compare(Comparator::Equal, left, right),
        ">=" => compare(Comparator::AtMost, right, left),
        ">" => compare(Comparator::Below, right, left),
        "!=" => Ok(Formula::Not(Box::new(Formula::Compare(
            Comparator::Equal,
            left,
            right,
        )))),
        other => Err(format!("a comparison was expected, not `{other}`")),
    }
}

fn tokens(text: &str) -> Result<Vec<String>, String> {
    let letters: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        let start = at;
        let first = letters[at];
        at += 1;
        if first.is_whitespace() {
            continue;
        }
        let more = |c: char| match first {
            '<' | '>' | '!' => c == '=',
            f if f.is_ascii_digit() => c.is_ascii_digit() || c == '.',
            f if f.is_alphabetic() => c.is_alphanumeric() || c == '_',
            _ => false,
        };
        while at < letters.len() && more(letters[at]) {
            at += 1;
        }
        if !(first.is_alphanumeric() || "<>!=+-*/^(),".contains(first)) {
            return Err(format!("unexpected `{first}`"));
        }
        found.push(letters[start..at].iter().collect());
    }
    Ok(found)
}

struct Reader<'a> {
    tokens: Vec<String>,
    at: usize,
    variables: &'a [String],
    depth: u32,
}

impl Reader<'_> {
    fn peek(&self) -> Option<&str> {
        self.tokens.get(self.at).map(String::as_str)
    }

    fn next(&mut self) -> Option<String> {
        let token = self.tokens.get(self.at).cloned();
        self.at += 1;
        token
    }

    fn expect(&mut self, symbol: &str) -> Result<(), String> {
        match self.next() {
            Some(token) if token == symbol => Ok(()),
            token => Err(format!(
                "`{symbol}` was expected, not `{}`",
                token.unwrap_or_default()
            )),
        }
    }

    fn sum(&mut self) -> Result<Expression, String> {
        self.depth += 1;
        if self.depth > DEPTH {
            return Err("the expression is nested too deeply".into());
        }
        let mut sum = self.product()?;
        while let Some(symbol @ ("+" | "-")) = self.peek() {
            let operation = if symbol == "+" {
                Operation::Add
            } else {
                Operation::Subtract
            };
            self.at += 1;
            sum = Expression::binary(operation, sum, self.product()?);
        }
        self.depth -= 1;
        Ok(sum)
    }

    fn product(&mut self) -> Result<Expression, String> {
        let mut minus = false;
        while self.peek() == Some("-") {
            self.at += 1;
            minus = !minus;
        }
        let mut product = self.power()?;
        while let Some(symbol @ ("*" | "/")) = self.peek() {
            let operation = if symbol == "*" {
                Operation::Multiply
            } else {
                Operation::Divide
            };
            self.at += 1;
            product = Expression::binary(operation, product, self.power()?);
        }
        Ok(if minus {
            Expression::apply(Function::Negate, product)
        } else {
            product
        })
    }

    fn power(&mut self) -> Result<Expression, String> {
        let base = self.atom()?;
        if self.peek() != Some("^") {
            return Ok(base);
        }
        self.at += 1;
        let exponent = self.next().unwrap_or_default();
        let exponent = exponent
            .parse()
            .map_err(|_| "a natural exponent was expected")?;
        Ok(Expression::Power(Box::new(base), exponent))
    }

    fn atom(&mut self) -> Result<Expression, String> {
        let token = self.next().ok_or("an expression was expected")?;
        if token == "(" {
            let inside = self.sum()?;
            self.expect(")")?;
            return Ok(inside);
        }
        if let Some(position) = self.variables.iter().position(|v| *v == token) {
            return u32::try_from(position)
                .map(Expression::Variable)
                .map_err(|e| e.to_string());
        }
        if token.starts_with(|c: char| c.is_ascii_digit()) {
            return number(&token).map(Expression::Number);
        }
        self.call(&token)
    }

    fn call(&mut self, name: &str) -> Result<Expression, String> {
        let one = |f| Ok((Some(f), None));
        let (function, operation) = match name {
            "pi" => return Ok(Expression::Pi),
            "sqrt" => one(Function::Root),
            "exp" => one(Function::Exponential),
            "log" => one(Function::Logarithm),
            "abs" => one(Function::Absolute),
            "min" => Ok((None, Some(Operation::Minimum))),
            "max" => Ok((None, Some(Operation::Maximum))),
            other => Err(format!("unknown name `{other}`")),
        }?;
        self.expect("(")?;
        let first = self.sum()?;
        let result = match (function, operation) {
            (Some(function), _) => Expression::apply(function, first),
            (None, Some(operation)) => {
                self.expect(",")?;
                Expression::binary(operation, first, self.sum()?)
            }
            (None, None) => first,
        };
        self.expect(")")?;
        Ok(result)
    }
}

/// A decimal number.
fn number(text: &str) -> Result<Rational, String> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits: num_bigint::BigInt = format!("{whole}{part}")
        .parse()
        .map_err(|_| format!("`{text}` is not a number"))?;
    let scale =
        num_bigint::BigInt::from(10).pow(u32::try_from(part.len()).map_err(|e| e.to_string())?);
    Ok(Rational::from_big(num_rational::BigRational::new(
        digits, scale,
    )))
}
