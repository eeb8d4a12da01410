//! What becomes of card transactions: a flow from the request to the end of a dispute.

use maud::{Markup, html};

use super::{Material, PAGE};
use crate::realism::pictures::Lives;
use crate::report::charts::{Band, Ink, Node, Size, flow};
use crate::report::numbers::{grouped, percent};
use crate::report::picture::{Drawing, Picture};
use crate::schema;

/// Reasons of declines that are named; the others are added up.
const NAMED_REASONS: usize = 4;

/// A stage and what comes after it.
struct Stage {
    name: String,
    amount: u64,
    ink: Ink,
    next: Vec<Stage>,
}

pub(super) fn pictures(material: &Material<'_>) -> Vec<Picture> {
    let lives = &material.facts.pictures.lives;
    if lives.requests == 0 {
        return vec![];
    }
    let root = stages(lives);
    let (mut nodes, mut bands) = (Vec::new(), Vec::new());
    lay_out(&root, 0, lives.requests, &mut nodes, &mut bands);
    // Boxes of a column stand in the order of the stages, breadth first, which a walk in depth gives too.
    let wide = flow(
        Size { width: PAGE, height: 480 },
        "Flow of card transactions: requests, approvals, declines by reason, postings, refunds, disputes, chargebacks",
        &nodes,
        &bands,
    );
    vec![Picture {
        title: "The life of a card transaction".into(),
        caption: "Bands are as thick as their numbers, the thinnest as thin as can be seen: nearly all requests are approved, posted and \
                  kept; the rest is where the work of a bank lies."
            .into(),
        legend: vec![],
        drawing: Drawing::Both { wide, narrow: list(&root, lives.requests).into_string() },
        source: String::new(),
    }]
}

fn stage(name: &str, amount: u64, ink: Ink, next: Vec<Stage>) -> Stage {
    let next = next.into_iter().filter(|stage| stage.amount > 0).collect();
    Stage { name: name.to_owned(), amount, ink, next }
}

fn stages(lives: &Lives) -> Stage {
    let charged_back = stage(
        "charged back",
        lives.charged_back,
        Ink::Purple,
        vec![
            stage("won by the customer", lives.won, Ink::Green, vec![]),
            stage("lost", lives.lost, Ink::Published, vec![]),
            stage("still open", lives.charged_back - lives.won - lives.lost, Ink::Soft, vec![]),
        ],
    );
    let not_charged_back = stage("not charged back", lives.disputed - lives.charged_back, Ink::Soft, vec![]);
    let kept = lives.posted.saturating_sub(lives.refunded + lives.disputed);
    let posted = stage(
        "posted",
        lives.posted,
        Ink::Ours,
        vec![
            stage("kept", kept, Ink::Ours, vec![]),
            stage("refunded", lives.refunded, Ink::Green, vec![]),
            stage("disputed", lives.disputed, Ink::Purple, vec![charged_back, not_charged_back]),
        ],
    );
    let approved = stage(
        "approved",
        lives.approved(),
        Ink::Ours,
        vec![
            posted,
            stage("reversed", lives.reversed, Ink::Gold, vec![]),
            stage("pending on the last day", lives.pending, Ink::Soft, vec![]),
            stage("expired", lives.expired, Ink::Gold, vec![]),
        ],
    );
    stage("requests", lives.requests, Ink::Ours, vec![approved, declined(lives)])
}

fn declined(lives: &Lives) -> Stage {
    let mut reasons: Vec<(&str, u64)> = lives.declined.iter().map(|(code, count)| (code.word(), *count)).collect();
    reasons.sort_by_key(|(code, count)| (std::cmp::Reverse(*count), *code));
    let all: u64 = reasons.iter().map(|(_, count)| count).sum();
    let others: u64 = reasons.iter().skip(NAMED_REASONS).map(|(_, count)| count).sum();
    let mut next: Vec<Stage> = reasons
        .iter()
        .take(NAMED_REASONS)
        .map(|(code, count)| stage(&meaning(code), *count, Ink::Published, vec![]))
        .collect();
    next.push(stage("other reasons", others, Ink::Published, vec![]));
    stage("declined", all, Ink::Published, next)
}

/// Returns what a response code means, as the schema says before it goes into details.
fn meaning(code: &str) -> String {
    let column = schema::table("card_transactions").and_then(|table| table.column("response_code"));
    let words = column.into_iter().flat_map(|column| column.values.iter());
    let found = words.into_iter().find(|(word, _)| *word == code);
    let meaning = found.map_or(code, |(_, meaning)| meaning);
    meaning.split([';', ':', ',']).next().unwrap_or(meaning).to_owned()
}

fn lay_out(stage: &Stage, column: usize, all: u64, nodes: &mut Vec<Node>, bands: &mut Vec<Band>) -> usize {
    let own = nodes.len();
    nodes.push(Node {
        name: stage.name.clone(),
        count: format!("{} · {}", grouped(stage.amount), percent(stage.amount as f64 / all as f64)),
        column,
        amount: stage.amount as f64,
        ink: stage.ink,
    });
    for next in &stage.next {
        let to = lay_out(next, column + 1, all, nodes, bands);
        bands.push(Band { from: own, to, amount: next.amount as f64 });
    }
    own
}

/// Writes the same as a list, for screens on which a flow would be too small to read.
fn list(root: &Stage, all: u64) -> Markup {
    let mut lines = Vec::new();
    collect(root, 0, &mut lines);
    html! {
        table {
            thead { tr { th { "stage" } th.number { "transactions" } th.number { "share" } } }
            tbody {
                @for (depth, stage) in lines {
                    tr {
                        td style={ "padding-left:" (depth * 14) "px" } { (stage.name) }
                        td.number { (grouped(stage.amount)) }
                        td.number { (percent(stage.amount as f64 / all as f64)) }
                    }
                }
            }
        }
    }
}

fn collect<'a>(stage: &'a Stage, depth: usize, lines: &mut Vec<(usize, &'a Stage)>) {
    lines.push((depth, stage));
    stage.next.iter().for_each(|next| collect(next, depth + 1, lines));
}
