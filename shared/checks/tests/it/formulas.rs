//! Formulas as offices write them.

use checks::formula::{
    DEPTH_MAX, Formula, FormulaError, NodeKind, Operator, TERMS_MAX, TEXT_BYTES_MAX,
};
use proptest::prelude::*;

/// The tree with every operation in brackets and variables as written.
fn tree(text: &str) -> String {
    let formula = match Formula::parse(text) {
        Ok(formula) => formula,
        Err(error) => return format!("error: {error}"),
    };
    let mut said: Vec<String> = Vec::new();
    for node in formula.nodes() {
        let words = match node.kind {
            NodeKind::Number(number) => number.to_string(),
            NodeKind::Variable(variable) => formula.variables()[variable].name.clone(),
            NodeKind::Negative(inner) => format!("-{}", said[inner]),
            NodeKind::Group(inner) => said[inner].clone(),
            NodeKind::Binary {
                operator,
                left,
                right,
            } => {
                let sign = match operator {
                    Operator::Add => '+',
                    Operator::Subtract => '-',
                    Operator::Multiply => '*',
                    Operator::Divide => '/',
                };
                format!("<{} {sign} {}>", said[left], said[right])
            }
        };
        said.push(words);
    }
    said[formula.root()].clone()
}

#[test]
fn the_tree_is_what_was_meant() {
    for (text, expected) in [
        (
            "(Número de denuncias recibidas/Número de denuncias atendidas)*100",
            "<<Número de denuncias recibidas / Número de denuncias atendidas> * 100>",
        ),
        ("(A / B) x100", "<<A / B> * 100>"),
        ("(A/B)x 100", "<<A / B> * 100>"),
        ("(A/B) X 100", "<<A / B> * 100>"),
        ("(A/B) × 100", "<<A / B> * 100>"),
        ("(A/B) por 100", "<<A / B> * 100>"),
        ("(A/B)100", "<<A / B> * 100>"),
        ("(A/B)*100%", "<<A / B> * 100>"),
        ("(A/B)*100 %.", "<<A / B> * 100>"),
        ("100 x (A/B)", "<100 * <A / B>>"),
        ("100(A/B)", "<100 * <A / B>>"),
        ("[(A ÷ B)] * 100", "<<A / B> * 100>"),
        ("{[A/(B + C)]*100}", "<<A / <B + C>> * 100>"),
        ("A*100/B", "<<A * 100> / B>"),
        ("A + B - C", "<<A + B> - C>"),
        ("A - B/C", "<A - <B / C>>"),
        ("((Vt - Vi)/Vi)*100", "<<<Vt - Vi> / Vi> * 100>"),
        ("(A-B)/B", "<<A - B> / B>"),
        ("(A/B)*0.5", "<<A / B> * 0.5>"),
        ("(A/B)*1,000", "<<A / B> * 1000>"),
        ("-A/B", "<-A / B>"),
        // Words with signs inside.
        (
            "Personas y/o empresas atendidas/Personas y/o empresas inscritas",
            "<Personas y/o empresas atendidas / Personas y/o empresas inscritas>",
        ),
        ("testigos v/o víctimas", "testigos v/o víctimas"),
        (
            "niños/as inscritos/as / niños/as",
            "<niños/as inscritos/as / niños/as>",
        ),
        (
            "servidor(a) capacitado(a)/servidor(a)",
            "<servidor(a) capacitado(a) / servidor(a)>",
        ),
        ("el/la titular", "el/la titular"),
        (
            "Análisis costo-beneficio realizados/proyectos",
            "<Análisis costo-beneficio realizados / proyectos>",
        ),
        (
            "Personas LGBTIQ+ atendidas/personas",
            "<Personas LGBTIQ+ atendidas / personas>",
        ),
        ("(x/y)*100", "<<x / y> * 100>"),
        ("(x1/x2)*100", "<<x1 / x2> * 100>"),
        (
            "Visitas x municipio/visitas",
            "<Visitas x municipio / visitas>",
        ),
        ("a/b", "<a / b>"),
        (
            "Acciones del eje 2 realizadas / Acciones del eje 2",
            "<Acciones del eje 2 realizadas / Acciones del eje 2>",
        ),
        (
            "3 informes entregados / 3 informes",
            "<3 informes entregados / 3 informes>",
        ),
        (
            "Personas (mujeres) capacitadas/Personas",
            "<Personas (mujeres) capacitadas / Personas>",
        ),
        // Labels and legends.
        ("PDA = (A/B)*100", "<<A / B> * 100>"),
        ("Porcentaje de avance (A/B)*100", "<<A / B> * 100>"),
        ("(A/B)*100 = %", "<<A / B> * 100>"),
        (
            "(A/B)*100 Donde: A = denuncias atendidas; B = denuncias recibidas",
            "<<A / B> * 100>",
        ),
        ("(A\n/\nB)\n*100", "<<A / B> * 100>"),
        ("Proyecto", "Proyecto"),
        ("100", "100"),
        (
            "Tasa = (Delitos/Población) * 100,000",
            "<<Delitos / Población> * 100000>",
        ),
    ] {
        assert_eq!(tree(text), expected, "{text}");
    }
}

#[test]
fn what_does_not_fit_is_said_with_its_place() {
    for (text, expected) in [
        ("", FormulaError::Empty),
        ("  \n ", FormulaError::Empty),
        ("(A/B*100", FormulaError::Unclosed { at: 0 }),
        ("A/B)*100", FormulaError::Unopened { at: 3 }),
        ("((A/B)*100", FormulaError::Unclosed { at: 0 }),
        ("(A/B]*100", FormulaError::Mismatched { at: 4 }),
        ("A/", FormulaError::OperandMissing { at: 2 }),
        ("/B", FormulaError::OperandMissing { at: 0 }),
        ("(A/)*100", FormulaError::OperandMissing { at: 3 }),
        ("()", FormulaError::OperandMissing { at: 1 }),
        ("A * * B", FormulaError::OperandMissing { at: 4 }),
        ("A^2", FormulaError::Unexpected { at: 1 }),
        ("(A/B) por cada 100 mil", FormulaError::Unexpected { at: 6 }),
    ] {
        let error = Formula::parse(text).unwrap_err();
        assert_eq!(error, expected, "{text:?}");
        assert!(error.at().is_none_or(|at| text.is_char_boundary(at)));
    }
}

#[test]
fn work_is_bounded() {
    let deep = |depth: usize| format!("{}A{}", "(".repeat(depth), ")".repeat(depth));
    assert!(Formula::parse(&deep(DEPTH_MAX)).is_ok());
    assert_eq!(
        Formula::parse(&deep(DEPTH_MAX + 1)),
        Err(FormulaError::TooDeep {
            depth_max: DEPTH_MAX
        })
    );
    // Each "+A" is a name met before and a sum.
    let long = |terms: usize| format!("A{}", "+A".repeat(terms));
    assert!(Formula::parse(&long((TERMS_MAX - 1) / 2)).is_ok());
    assert_eq!(
        Formula::parse(&long(TERMS_MAX)),
        Err(FormulaError::TooManyTerms {
            terms_max: TERMS_MAX
        })
    );
    assert_eq!(
        Formula::parse(&"A".repeat(TEXT_BYTES_MAX + 1)),
        Err(FormulaError::TooLong {
            bytes_max: TEXT_BYTES_MAX
        })
    );
    assert!(Formula::parse(&"A".repeat(TEXT_BYTES_MAX)).is_ok());
}

fn parts(text: &str) -> Option<(String, String, String)> {
    let formula = Formula::parse(text).unwrap();
    let ratio = formula.ratio()?;
    let written = |span| formula.written(span).to_owned();
    Some((
        written(&ratio.numerator),
        written(&ratio.denominator),
        ratio.factor.to_string(),
    ))
}

#[test]
fn a_ratio_gives_its_parts_as_written() {
    for (text, numerator, denominator, factor) in [
        ("(A/B)*100", "A", "B", "100"),
        (
            "[ Denuncias  atendidas ÷ Denuncias ] x 100",
            "Denuncias  atendidas",
            "Denuncias",
            "100",
        ),
        ("(A + B)/(C)*100", "(A + B)", "(C)", "100"),
        ("A*100/B", "A", "B", "100"),
        ("100*(A/B)", "A", "B", "100"),
        ("A/(B*100)", "A", "B", "0.01"),
        ("A/B", "A", "B", "1"),
        ("10 * (A/B) * 10", "A", "B", "100"),
    ] {
        let expected = (
            numerator.to_owned(),
            denominator.to_owned(),
            factor.to_owned(),
        );
        assert_eq!(parts(text), Some(expected), "{text}");
    }
    for text in [
        "A", "A*100", "A + B", "1 - A/B", "A/B/C", "(A/B)*C", "100/A", "A/100",
    ] {
        assert_eq!(parts(text), None, "{text}");
    }
    let span = |text: &str| Formula::parse(text).unwrap().ratio().unwrap().factor_span;
    assert_eq!(span("(A/B) * 100"), Some(8..11));
    assert_eq!(span("A/B"), None);
    assert_eq!(span("10*(A/B)*10"), None);
}

#[test]
fn inverting_leaves_all_else_as_it_was() {
    for (text, inverted) in [
        ("(A/B)*100", "(B/A)*100"),
        (
            "( Denuncias recibidas /Denuncias  atendidas ) x100",
            "( Denuncias  atendidas /Denuncias recibidas ) x100",
        ),
        ("[(A + B) ÷ C] * 100", "[C ÷ (A + B)] * 100"),
        ("PDA = (ñandú/árbol)*100%", "PDA = (árbol/ñandú)*100%"),
    ] {
        let formula = Formula::parse(text).unwrap();
        assert_eq!(formula.inverted().as_deref(), Some(inverted), "{text}");
    }
    assert_eq!(Formula::parse("A*100").unwrap().inverted(), None);
}

#[test]
fn values_are_exact_and_division_by_zero_has_none() {
    let value = |text: &str, values: &[(&str, &str)]| {
        let formula = Formula::parse(text).unwrap();
        let of = |variable: usize| {
            let name = &formula.variables()[variable].name;
            let (_, value) = values.iter().find(|(known, _)| known == name)?;
            value.parse().ok()
        };
        formula.value(of).map(|value| value.normalize().to_string())
    };
    let gives = |text, values: &[(&str, &str)], expected: &str| {
        assert_eq!(value(text, values).as_deref(), Some(expected), "{text}");
    };
    gives("(A/B)*100", &[("A", "10"), ("B", "8")], "125");
    gives("A + B", &[("A", "0.1"), ("B", "0.2")], "0.3");
    gives("((A - B)/B)*100", &[("A", "12"), ("B", "10")], "20");
    gives("-A + 3", &[("A", "1.5")], "1.5");
    gives("A - B - C", &[("A", "9"), ("B", "3"), ("C", "2")], "4");
    gives("A / B / C", &[("A", "12"), ("B", "3"), ("C", "2")], "2");
    assert_eq!(value("A/B", &[("A", "1"), ("B", "0")]), None);
    assert_eq!(value("A/(B - B)", &[("A", "1"), ("B", "7")]), None);
    assert_eq!(value("A/B", &[("A", "1")]), None);
    let huge = "70000000000000000000000000000";
    assert_eq!(value("A*B", &[("A", huge), ("B", huge)]), None);
    // A variable is known by its name, whatever its case and accents.
    let twice = Formula::parse("(Número de A/numero de  a)").unwrap();
    assert_eq!(twice.variables().len(), 1);
}

proptest! {
    #[test]
    fn anything_can_be_typed(text in "\\PC{0,60}") {
        check_spans(&text);
    }

    #[test]
    fn anything_like_a_formula_can_be_typed(text in "[-()\\[\\]/*+x= .,0-9%ABñé y]{0,40}") {
        check_spans(&text);
    }

    #[test]
    fn inverting_twice_gives_the_formula_back(
        above in "[A-Z][a-zñ]{2,8}( [a-zñ]{3,8}){0,2}",
        below in "[A-Z][a-zñ]{2,8}( [a-zñ]{3,8}){0,2}",
        factor in prop_oneof![Just(""), Just("*100"), Just(" x 100"), Just("×100")],
    ) {
        prop_assume!(!format!(" {above} {below} ").to_lowercase().contains(" donde "));
        let text = format!("({above} / {below}){factor}");
        let inverted = Formula::parse(&text).unwrap().inverted().unwrap();
        prop_assert_eq!(&inverted, &format!("({below} / {above}){factor}"));
        prop_assert_eq!(Formula::parse(&inverted).unwrap().inverted().unwrap(), text);
    }
}

/// Whatever is typed, what is read stays within it.
fn check_spans(text: &str) {
    let Ok(formula) = Formula::parse(text) else {
        return;
    };
    for (at, node) in formula.nodes().iter().enumerate() {
        assert!(
            text.get(node.span.clone())
                .is_some_and(|written| !written.is_empty()),
            "{text:?}"
        );
        let operands = match node.kind {
            NodeKind::Number(_) | NodeKind::Variable(_) => vec![],
            NodeKind::Negative(inner) | NodeKind::Group(inner) => vec![inner],
            NodeKind::Binary { left, right, .. } => vec![left, right],
        };
        assert!(operands.iter().all(|operand| *operand < at), "{text:?}");
    }
    let _value = formula.value(|_| Some(7.into()));
    if let Some(inverted) = formula.inverted() {
        assert_eq!(inverted.chars().count(), text.chars().count(), "{text:?}");
    }
}
