//! Formulas of indicators as offices write them, read exactly: "(Número de denuncias
//! atendidas/Número de denuncias recibidas)*100".
//!
//! Amounts are decimals, never floats; a division by zero has no result. What is read keeps its
//! place in the text, so that an edit of the formula leaves spacing and brackets as they were. How
//! ambiguities are settled is said in `lex` and `parse`.

mod error;
mod lex;
mod parse;

use std::ops::Range;

use rust_decimal::Decimal;

pub use error::FormulaError;

/// Longest formula that is read, in bytes.
pub const TEXT_BYTES_MAX: usize = 8_000;
/// Deepest nesting of brackets.
pub const DEPTH_MAX: usize = 32;
/// Most nodes of a tree: numbers, variables, brackets and signs.
pub const TERMS_MAX: usize = 256;

/// Bytes of the formula's text.
pub type Span = Range<usize>;

/// A sign between two operands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// "+".
    Add,
    /// "-".
    Subtract,
    /// "*", "×", "x 100", "por 100".
    Multiply,
    /// "/", "÷".
    Divide,
}

/// What a node is. Numbers in it are places in [`Formula::nodes`], always before its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NodeKind {
    /// A constant.
    Number(Decimal),
    /// A place in [`Formula::variables`].
    Variable(usize),
    /// "-A".
    Negative(usize),
    /// What stands inside brackets.
    Group(usize),
    /// Two operands with a sign.
    Binary {
        /// The sign.
        operator: Operator,
        /// Left of it.
        left: usize,
        /// Right of it.
        right: usize,
    },
}

/// A node and where it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// What it is.
    pub kind: NodeKind,
    /// Where, with its own brackets.
    pub span: Span,
}

/// Something that is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variable {
    /// Its name as written first.
    pub name: String,
}

/// A quotient of two things, with a factor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ratio {
    /// Where the numerator is written.
    pub numerator: Span,
    /// Where the denominator is written.
    pub denominator: Span,
    /// The factor; 1 if none is written.
    pub factor: Decimal,
    /// Where the factor is written, if it is one number.
    pub factor_span: Option<Span>,
}

/// A formula that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formula {
    text: String,
    nodes: Vec<Node>,
    root: usize,
    variables: Vec<Variable>,
}

impl Formula {
    /// Reads a formula.
    pub fn parse(text: &str) -> Result<Self, FormulaError> {
        parse::parse(text)
    }

    /// Its text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What is written at a place.
    pub fn written(&self, span: &Span) -> &str {
        self.text.get(span.clone()).unwrap_or_default()
    }

    /// The tree, operands before what joins them.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The node that is the whole formula.
    pub fn root(&self) -> usize {
        self.root
    }

    /// What it counts, each once, in order of appearance.
    pub fn variables(&self) -> &[Variable] {
        &self.variables
    }

    /// The variables written at a place.
    pub fn variables_in(&self, span: &Span) -> impl Iterator<Item = usize> {
        self.nodes.iter().filter_map(move |node| match node.kind {
            NodeKind::Variable(variable)
                if span.start <= node.span.start && node.span.end <= span.end =>
            {
                Some(variable)
            }
            _ => None,
        })
    }

    /// Whether anything is divided by something.
    pub fn has_division(&self) -> bool {
        self.nodes.iter().any(|node| {
            let divide = Operator::Divide;
            matches!(node.kind, NodeKind::Binary { operator, .. } if operator == divide)
        })
    }

    /// What the constants multiply to, when the formula is a product or a quotient.
    pub fn factor(&self) -> Option<Decimal> {
        self.factors().factor
    }

    /// Numerator, denominator and factor, if it is a quotient of two things.
    pub fn ratio(&self) -> Option<Ratio> {
        let factors = self.factors();
        let ([numerator], [denominator]) = (&factors.above[..], &factors.below[..]) else {
            return None;
        };
        let factor_span = match &factors.constants[..] {
            [one] => Some(self.nodes[*one].span.clone()),
            _ => None,
        };
        Some(Ratio {
            numerator: self.nodes[*numerator].span.clone(),
            denominator: self.nodes[*denominator].span.clone(),
            factor: factors.factor?,
            factor_span,
        })
    }

    /// The text with numerator and denominator exchanged; all else as it was.
    pub fn inverted(&self) -> Option<String> {
        let Ratio {
            numerator,
            denominator,
            ..
        } = self.ratio()?;
        let (first, second) = if numerator.start <= denominator.start {
            (numerator, denominator)
        } else {
            (denominator, numerator)
        };
        Some(
            [
                self.text.get(..first.start)?,
                self.written(&second),
                self.text.get(first.end..second.start)?,
                self.written(&first),
                self.text.get(second.end..)?,
            ]
            .concat(),
        )
    }

    /// What it gives for these values of its variables; `None` where something has no value, is
    /// divided by zero or is too large to be exact.
    pub fn value(&self, of: impl Fn(usize) -> Option<Decimal>) -> Option<Decimal> {
        let mut values: Vec<Decimal> = Vec::with_capacity(self.nodes.len());
        for node in &self.nodes {
            let value = match node.kind {
                NodeKind::Number(number) => number,
                NodeKind::Variable(variable) => of(variable)?,
                NodeKind::Negative(inner) => -*values.get(inner)?,
                NodeKind::Group(inner) => *values.get(inner)?,
                NodeKind::Binary {
                    operator,
                    left,
                    right,
                } => {
                    let (left, right) = (*values.get(left)?, *values.get(right)?);
                    match operator {
                        Operator::Add => left.checked_add(right)?,
                        Operator::Subtract => left.checked_sub(right)?,
                        Operator::Multiply => left.checked_mul(right)?,
                        Operator::Divide => left.checked_div(right)?,
                    }
                }
            };
            values.push(value);
        }
        values.get(self.root).copied()
    }

    /// The formula as a product: what is multiplied, what divides, and the constants.
    fn factors(&self) -> Factors {
        let mut found = Factors {
            factor: Some(Decimal::ONE),
            ..Factors::default()
        };
        let mut waiting = vec![(self.root, false)];
        while let Some((at, below)) = waiting.pop() {
            match self.nodes[at].kind {
                NodeKind::Number(value) => {
                    found.constants.push(at);
                    found.factor = found.factor.and_then(|factor| {
                        if below {
                            factor.checked_div(value)
                        } else {
                            factor.checked_mul(value)
                        }
                    });
                }
                NodeKind::Group(inner) if self.is_product(inner) => waiting.push((inner, below)),
                NodeKind::Binary {
                    operator: operator @ (Operator::Multiply | Operator::Divide),
                    left,
                    right,
                } => {
                    let divides = operator == Operator::Divide;
                    waiting.push((right, below != divides));
                    waiting.push((left, below));
                }
                _ if below => found.below.push(at),
                _ => found.above.push(at),
            }
        }
        found
    }

    fn is_product(&self, mut at: usize) -> bool {
        while let NodeKind::Group(inner) = self.nodes[at].kind {
            at = inner;
        }
        matches!(
            self.nodes[at].kind,
            NodeKind::Number(_)
                | NodeKind::Binary {
                    operator: Operator::Multiply | Operator::Divide,
                    ..
                }
        )
    }
}

/// A formula as a product.
#[derive(Debug, Default)]
struct Factors {
    above: Vec<usize>,
    below: Vec<usize>,
    constants: Vec<usize>,
    /// `None`: a constant is divided by zero or too large.
    factor: Option<Decimal>,
}
