//! From pieces to a tree.
//!
//! A bracket right after words is an aside of the variable's name ("personas (mujeres)"), unless it
//! holds a product or a quotient: then the words before it, if the formula begins with them, are a
//! label ("Porcentaje de avance (A/B)*100"). What stands before "=" is a label too, and what stands
//! after "donde" is a legend.

use super::lex::{Piece, Token};
use super::{
    DEPTH_MAX, Formula, FormulaError, Node, NodeKind, Operator, Span, TERMS_MAX, TEXT_BYTES_MAX,
    Variable, lex,
};
use crate::fold::fold;

/// Reads a formula.
pub(super) fn parse(text: &str) -> Result<Formula, FormulaError> {
    if text.len() > TEXT_BYTES_MAX {
        return Err(FormulaError::TooLong {
            bytes_max: TEXT_BYTES_MAX,
        });
    }
    let mut tokens = lex::tokens(text);
    let brackets = Brackets::new(&tokens)?;
    cut_legend(text, &brackets, &mut tokens);
    let range = without_label(&tokens, &brackets);
    let mut parser = Parser {
        text,
        tokens: &tokens[..range.end],
        brackets: &brackets,
        next: range.start,
        begins: range.start,
        nodes: Vec::new(),
        variables: Vec::new(),
        folded: Vec::new(),
    };
    if parser.peek().is_none() {
        return Err(FormulaError::Empty);
    }
    let root = parser.sum(0)?;
    if let Some(token) = parser.peek() {
        return Err(FormulaError::Unexpected {
            at: token.span.start,
        });
    }
    Ok(Formula {
        text: text.to_owned(),
        root,
        nodes: parser.nodes,
        variables: parser.variables,
    })
}

/// What is known of brackets before reading: partners, and how many products stand before a piece.
struct Brackets {
    partner: Vec<usize>,
    products_before: Vec<usize>,
    depth: Vec<usize>,
}

impl Brackets {
    fn new(tokens: &[Token]) -> Result<Self, FormulaError> {
        let mut open: Vec<(usize, char)> = Vec::new();
        let mut partner = vec![0; tokens.len()];
        let mut products_before = Vec::with_capacity(tokens.len() + 1);
        let mut depth = Vec::with_capacity(tokens.len());
        let mut products = 0;
        for (index, token) in tokens.iter().enumerate() {
            products_before.push(products);
            depth.push(open.len());
            let at = token.span.start;
            match token.piece {
                Piece::Open(kind) => {
                    if open.len() == DEPTH_MAX {
                        return Err(FormulaError::TooDeep {
                            depth_max: DEPTH_MAX,
                        });
                    }
                    open.push((index, kind));
                }
                Piece::Close(kind) => {
                    let Some((opened, by)) = open.pop() else {
                        return Err(FormulaError::Unopened { at });
                    };
                    if !matches!((by, kind), ('(', ')') | ('[', ']') | ('{', '}')) {
                        return Err(FormulaError::Mismatched { at });
                    }
                    partner[opened] = index;
                }
                Piece::Sign(Operator::Multiply | Operator::Divide) => products += 1,
                _ => {}
            }
        }
        products_before.push(products);
        if let Some((opened, _)) = open.first() {
            return Err(FormulaError::Unclosed {
                at: tokens[*opened].span.start,
            });
        }
        Ok(Self {
            partner,
            products_before,
            depth,
        })
    }

    fn products_in(&self, range: Span) -> usize {
        self.products_before[range.end] - self.products_before[range.start]
    }

    /// Whether the bracket at `open` holds a product or a quotient.
    fn holds_product(&self, open: usize) -> bool {
        self.products_in(open..self.partner[open]) > 0
    }
}

/// Drops "donde A = …", unless it stands in a bracket: there it is part of a name.
fn cut_legend(text: &str, brackets: &Brackets, tokens: &mut Vec<Token>) {
    let legend = (1..tokens.len()).find(|at| {
        let Token { piece, span } = &tokens[*at];
        let word = matches!(piece, Piece::Word) && brackets.depth[*at] == 0;
        word && fold(&text[span.clone()]) == "donde"
    });
    if let Some(at) = legend {
        tokens.truncate(at);
    }
}

/// The side of "=" that computes: the first with a product, or else the last with anything.
fn without_label(tokens: &[Token], brackets: &Brackets) -> Span {
    let mut sides: Vec<Span> = Vec::new();
    let mut start = 0;
    for (index, token) in tokens.iter().enumerate() {
        if matches!(token.piece, Piece::Equals) && brackets.depth[index] == 0 {
            sides.push(start..index);
            start = index + 1;
        }
    }
    sides.push(start..tokens.len());
    let computes = sides
        .iter()
        .find(|side| brackets.products_in((*side).clone()) > 0);
    let chosen = computes.or_else(|| sides.iter().rev().find(|side| !side.is_empty()));
    chosen.cloned().unwrap_or(0..tokens.len())
}

struct Parser<'a> {
    text: &'a str,
    tokens: &'a [Token],
    brackets: &'a Brackets,
    next: usize,
    /// Where the formula begins, after its label.
    begins: usize,
    nodes: Vec<Node>,
    variables: Vec<Variable>,
    /// Folded names of the variables.
    folded: Vec<String>,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.next)
    }

    fn piece(&self, index: usize) -> Option<Piece> {
        self.tokens.get(index).map(|token| token.piece)
    }

    fn word(&self, index: usize) -> &str {
        &self.text[self.tokens[index].span.clone()]
    }

    /// Where something is missing: at the next piece, or after the last.
    fn here(&self) -> usize {
        let last = || self.tokens.last().map_or(0, |token| token.span.end);
        self.peek().map_or_else(last, |token| token.span.start)
    }

    fn push(&mut self, kind: NodeKind, span: Span) -> Result<usize, FormulaError> {
        if self.nodes.len() == TERMS_MAX {
            return Err(FormulaError::TooManyTerms {
                terms_max: TERMS_MAX,
            });
        }
        self.nodes.push(Node { kind, span });
        Ok(self.nodes.len() - 1)
    }

    fn join(
        &mut self,
        operator: Operator,
        left: usize,
        right: usize,
    ) -> Result<usize, FormulaError> {
        let span = self.nodes[left].span.start..self.nodes[right].span.end;
        let kind = NodeKind::Binary {
            operator,
            left,
            right,
        };
        self.push(kind, span)
    }

    /// Terms with "+" and "-" between them.
    fn sum(&mut self, depth: usize) -> Result<usize, FormulaError> {
        let mut left = self.product(depth)?;
        while let Some(Piece::Sign(operator @ (Operator::Add | Operator::Subtract))) =
            self.piece(self.next)
        {
            self.next += 1;
            let right = self.product(depth)?;
            left = self.join(operator, left, right)?;
        }
        Ok(left)
    }

    /// Operands with "*" and "/" between them.
    fn product(&mut self, depth: usize) -> Result<usize, FormulaError> {
        let mut left = self.operand(depth)?;
        loop {
            self.skip_marks();
            let operator = match self.piece(self.next) {
                Some(Piece::Sign(operator @ (Operator::Multiply | Operator::Divide))) => {
                    self.next += 1;
                    operator
                }
                Some(Piece::Word) if self.is_times(self.next) => {
                    self.next += 1;
                    Operator::Multiply
                }
                // "(A/B)100", "(A/B)(100)".
                Some(Piece::Open(_) | Piece::Number(_)) => Operator::Multiply,
                _ => return Ok(left),
            };
            let right = self.operand(depth)?;
            left = self.join(operator, left, right)?;
        }
    }

    /// Punctuation after an operand says nothing.
    fn skip_marks(&mut self) {
        while matches!(self.piece(self.next), Some(Piece::Mark)) {
            self.next += 1;
        }
    }

    /// Whether the word at `index`, where an operand has ended, multiplies: "x 100", "por 100".
    fn is_times(&self, index: usize) -> bool {
        let number = matches!(self.piece(index + 1), Some(Piece::Number(_)))
            && !matches!(self.piece(index + 2), Some(Piece::Word))
            || matches!(self.piece(index + 1), Some(Piece::Number(_)))
                && self.is_times_sign(index + 2);
        match self.word(index) {
            "x" | "X" => number || matches!(self.piece(index + 1), Some(Piece::Open(_))),
            "por" | "POR" => number,
            _ => false,
        }
    }

    fn is_times_sign(&self, index: usize) -> bool {
        matches!(self.piece(index), Some(Piece::Word)) && matches!(self.word(index), "x" | "X")
    }

    fn operand(&mut self, depth: usize) -> Result<usize, FormulaError> {
        let mut negative = None;
        while let Some(Piece::Sign(sign @ (Operator::Add | Operator::Subtract))) =
            self.piece(self.next)
        {
            if sign == Operator::Subtract {
                negative = match negative {
                    None => Some(self.here()),
                    Some(_) => None,
                };
            }
            self.next += 1;
        }
        self.skip_marks_before_operand();
        let node = match self.piece(self.next) {
            Some(Piece::Open(_)) => self.group(depth)?,
            Some(Piece::Number(value)) if !self.number_begins_words() => {
                let span = self.tokens[self.next].span.clone();
                self.next += 1;
                self.push(NodeKind::Number(value), span)?
            }
            Some(Piece::Word | Piece::Mark | Piece::Number(_)) => match self.variable()? {
                Some(variable) => variable,
                None => self.group(depth)?,
            },
            Some(Piece::Unknown | Piece::Equals) => {
                return Err(FormulaError::Unexpected { at: self.here() });
            }
            Some(Piece::Sign(_) | Piece::Close(_)) | None => {
                return Err(FormulaError::OperandMissing { at: self.here() });
            }
        };
        match negative {
            None => Ok(node),
            Some(at) => {
                let span = at..self.nodes[node].span.end;
                self.push(NodeKind::Negative(node), span)
            }
        }
    }

    /// A mark alone before an operand says nothing: "#(A/B)".
    fn skip_marks_before_operand(&mut self) {
        let mut ahead = self.next;
        while matches!(self.piece(ahead), Some(Piece::Mark)) {
            ahead += 1;
        }
        if !matches!(self.piece(ahead), Some(Piece::Word)) {
            self.next = ahead;
        }
    }

    /// "3 informes" is a name, "3 x (A/B)" is not.
    fn number_begins_words(&self) -> bool {
        matches!(self.piece(self.next + 1), Some(Piece::Word)) && !self.is_times(self.next + 1)
    }

    fn group(&mut self, depth: usize) -> Result<usize, FormulaError> {
        let open = self.next;
        let close = self.brackets.partner[open];
        self.next += 1;
        let inner = self.sum(depth + 1)?;
        self.skip_marks();
        if self.next != close {
            return Err(FormulaError::Unexpected { at: self.here() });
        }
        self.next += 1;
        let span = self.tokens[open].span.start..self.tokens[close].span.end;
        self.push(NodeKind::Group(inner), span)
    }

    /// Words up to a sign. `None`: they were a label, and a bracket follows.
    fn variable(&mut self) -> Result<Option<usize>, FormulaError> {
        let first = self.next;
        let mut last_word = first;
        while let Some(piece) = self.piece(self.next) {
            match piece {
                Piece::Word if self.next > first && self.is_times(self.next) => break,
                Piece::Word | Piece::Number(_) => last_word = self.next,
                Piece::Mark => {}
                Piece::Open(_)
                    if self.brackets.holds_product(self.next) && first == self.begins =>
                {
                    return Ok(None);
                }
                Piece::Open(_) => {
                    self.next = self.brackets.partner[self.next];
                    last_word = self.next;
                }
                Piece::Sign(_) | Piece::Close(_) | Piece::Equals | Piece::Unknown => break,
            }
            self.next += 1;
        }
        let span = self.tokens[first].span.start..self.tokens[last_word].span.end;
        let written = &self.text[span.clone()];
        let name = written.split_whitespace().collect::<Vec<_>>().join(" ");
        let folded = fold(&name);
        let known = self.folded.iter().position(|other| *other == folded);
        let variable = known.unwrap_or_else(|| {
            self.variables.push(Variable { name });
            self.folded.push(folded);
            self.variables.len() - 1
        });
        self.push(NodeKind::Variable(variable), span).map(Some)
    }
}
