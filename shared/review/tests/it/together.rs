//! Whatever an office does in whatever order, everybody ends with the same and with everything.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use review::{Act, ActId, CommentId, LineState, Verdict};

use crate::office::{Person, decides, gives, line, meet, office, rank, suggests};

#[derive(Debug, Clone)]
enum Deed {
    State(u8, u64, u8),
    Suggest(u8),
    Decide(u8, usize, u8),
    Comment(u8),
    Rewrite(u8, usize, bool),
    Meet(u8, u8),
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let who = 0..4_u8;
    let deed = prop_oneof![
        (who.clone(), 0..3_u64, 0..4_u8)
            .prop_map(|(who, line, state)| Deed::State(who, line, state)),
        who.clone().prop_map(Deed::Suggest),
        (who.clone(), any::<usize>(), 0..4_u8)
            .prop_map(|(who, at, how)| Deed::Decide(who, at, how)),
        who.clone().prop_map(Deed::Comment),
        (who.clone(), any::<usize>(), any::<bool>())
            .prop_map(|(who, at, back)| Deed::Rewrite(who, at, back)),
        (who.clone(), who).prop_map(|(one, other)| Deed::Meet(one, other)),
    ];
    prop::collection::vec(deed, 1..40)
}

fn done(people: &mut [Person; 4], deed: &Deed) {
    const STATES: [LineState; 4] = [
        LineState::Draft,
        LineState::InReview,
        LineState::Returned,
        LineState::Approved,
    ];
    const WAYS: [Verdict; 4] = [
        Verdict::Accepted,
        Verdict::Partly,
        Verdict::Refused,
        Verdict::Withdrawn,
    ];
    // Whether they may is for the review to say: a refusal leaves it as it was.
    match deed {
        Deed::State(who, number, state) => {
            let act = gives(line(*number), STATES[usize::from(*state)]);
            people[usize::from(*who)].tries(act);
        }
        Deed::Suggest(who) => {
            let person = &mut people[usize::from(*who)];
            let value = format!("{} {}", person.number, person.at_ms);
            person.tries(suggests(&value));
        }
        Deed::Decide(who, at, how) => {
            let person = &mut people[usize::from(*who)];
            let known: Vec<ActId> = person
                .review
                .acts()
                .values()
                .filter(|data| data.act.is_suggestion())
                .map(|data| data.id)
                .collect();
            if let Some(id) = known.get(at % known.len().max(1)) {
                person.tries(decides(*id, WAYS[usize::from(*how)]));
            }
        }
        Deed::Comment(who) => {
            people[usize::from(*who)].comments("nota");
        }
        Deed::Rewrite(who, at, back) => {
            let person = &mut people[usize::from(*who)];
            let known = person.review.comments();
            let Some(comment) = known.get(at % known.len().max(1)) else {
                return;
            };
            let comment = comment.comment;
            let act = if *back {
                Act::WithdrawComment { comment }
            } else {
                Act::EditComment {
                    comment,
                    text: "nota corregida".to_owned(),
                    mentions: Vec::new(),
                }
            };
            person.tries(act);
        }
        Deed::Meet(one, other) if one != other => {
            let held = people[usize::from(*other)].held.clone();
            let news: Vec<u8> = held.values().flatten().copied().collect();
            let person = &mut people[usize::from(*one)];
            person.review.merge(&news).unwrap();
            person.held.extend(held);
        }
        Deed::Meet(..) => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases()))]

    /// Whatever is done in whatever order, everybody ends with the same review, and nothing that
    /// anybody did or said is missing from it.
    #[test]
    fn everybody_ends_with_the_same_and_with_everything(deeds in deeds()) {
        let mut people = office();
        let mut comments = BTreeSet::new();
        for deed in &deeds {
            done(&mut people, deed);
            comments.extend(people.iter().flat_map(|person| {
                person.review.comments().iter().map(|comment| comment.comment)
            }));
        }
        let acts: BTreeMap<ActId, Act> = people
            .iter()
            .flat_map(|person| person.review.acts().values())
            .map(|data| (data.id, data.act.clone()))
            .collect();
        meet(&mut people);
        let told = format!("{:?}", people[0].review.agreement(&rank));
        for person in &people {
            prop_assert_eq!(&format!("{:?}", person.review.agreement(&rank)), &told);
            let kept: BTreeMap<ActId, Act> = person
                .review
                .acts()
                .values()
                .map(|data| (data.id, data.act.clone()))
                .collect();
            prop_assert_eq!(&kept, &acts);
            let said: BTreeSet<CommentId> = person
                .review
                .comments()
                .iter()
                .map(|comment| comment.comment)
                .collect();
            prop_assert_eq!(&said, &comments);
            person.reads_the_same_anew();
        }
    }
}

/// Cases of the property: few at each push, many in the nightly command.
fn cases() -> u32 {
    let asked = std::env::var("COTEJO_CASES").ok();
    asked.and_then(|cases| cases.parse().ok()).unwrap_or(64)
}
