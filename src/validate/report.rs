//! What a validation has found, as text and as JSON.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::validate::tally::Tally;

/// What became of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Every row keeps it.
    Holds,
    /// Some row breaks it.
    Broken,
    /// It was not looked at, for this reason.
    NotRun(String),
}

/// A rule and what was found.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The rule's name.
    pub id: String,
    /// What shall hold, in words.
    pub title: String,
    /// A DuckDB query that returns the broken rows, where SQL can say it.
    pub sql: Option<String>,
    /// The counts.
    pub tally: Tally,
    /// What became of it.
    pub verdict: Verdict,
}

/// What a validation has found.
#[derive(Debug, Clone)]
pub struct Report {
    /// What was validated, in a line.
    pub dataset: String,
    /// Rule by rule.
    pub findings: Vec<Finding>,
}

impl Report {
    /// Returns whether nothing is broken.
    pub fn holds(&self) -> bool {
        self.findings.iter().all(|finding| finding.verdict != Verdict::Broken)
    }

    /// Returns the names of the broken rules, in order.
    pub fn broken(&self) -> Vec<&str> {
        let broken = self.findings.iter().filter(|finding| finding.verdict == Verdict::Broken);
        broken.map(|finding| finding.id.as_str()).collect()
    }

    /// Writes the report for people; a broken rule always shows its SQL, the others where `with_sql` asks for it.
    pub fn to_text(&self, with_sql: bool) -> String {
        let mut text = format!("{}\n", self.dataset);
        for finding in &self.findings {
            finding.write(&mut text, with_sql);
        }
        let count = |wanted: fn(&Verdict) -> bool| self.findings.iter().filter(|f| wanted(&f.verdict)).count();
        let rows: u64 = self.findings.iter().map(|finding| finding.tally.checked).sum();
        let _ = writeln!(
            text,
            "{} checks over {} rows: {} hold, {} broken, {} not run",
            self.findings.len(),
            grouped(rows),
            count(|verdict| *verdict == Verdict::Holds),
            count(|verdict| *verdict == Verdict::Broken),
            count(|verdict| matches!(verdict, Verdict::NotRun(_))),
        );
        text
    }

    /// Writes the report for programs.
    pub fn to_json(&self) -> String {
        let findings: Vec<Value> = self.findings.iter().map(Finding::json).collect();
        let report = json!({ "dataset": self.dataset, "holds": self.holds(), "checks": findings });
        format!("{report:#}\n")
    }
}

impl Finding {
    fn write(&self, text: &mut String, with_sql: bool) {
        let (word, count) = match &self.verdict {
            Verdict::Holds => ("ok  ", format!("{} checked", grouped(self.tally.checked))),
            Verdict::Broken => {
                let (checked, broken) = (grouped(self.tally.checked), grouped(self.tally.broken));
                ("FAIL", format!("{checked} checked, {broken} broken"))
            }
            Verdict::NotRun(reason) => ("skip", format!("not run: {reason}")),
        };
        let _ = writeln!(text, "{word}  {:<40} {}  [{count}]", self.id, self.title);
        for example in &self.tally.examples {
            let _ = writeln!(text, "        {example}");
        }
        if let (true, Some(sql)) = (with_sql || self.verdict == Verdict::Broken, &self.sql) {
            for line in format!("{sql};").lines() {
                let _ = writeln!(text, "      | {line}");
            }
        }
    }

    fn json(&self) -> Value {
        let (verdict, reason) = match &self.verdict {
            Verdict::Holds => ("holds", None),
            Verdict::Broken => ("broken", None),
            Verdict::NotRun(reason) => ("not_run", Some(reason)),
        };
        json!({
            "id": self.id,
            "title": self.title,
            "verdict": verdict,
            "reason": reason,
            "checked": self.tally.checked,
            "broken": self.tally.broken,
            "examples": self.tally.examples,
            "sql": self.sql,
        })
    }
}

/// Writes a number with a comma after each three digits.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(verdict: Verdict) -> Finding {
        let tally = Tally { checked: 1_234_567, broken: 1, examples: vec!["account 7".into()] };
        let sql = Some("SELECT 1\nFROM x".into());
        Finding { id: "a.b".into(), title: "it holds".into(), sql, tally, verdict }
    }

    #[test]
    fn a_broken_rule_shows_its_example_and_its_query() {
        let report = Report { dataset: "d".into(), findings: vec![finding(Verdict::Broken)] };
        let text = report.to_text(false);
        assert!(
            text.contains("1,234,567 checked, 1 broken") && text.contains("account 7") && text.contains("| FROM x;")
        );
        assert!(!report.holds());
    }

    #[test]
    fn a_rule_that_was_not_looked_at_is_no_failure() {
        let report = Report { dataset: "d".into(), findings: vec![finding(Verdict::NotRun("no table".into()))] };
        assert!(report.holds() && report.to_text(true).contains("not run: no table"));
        assert_eq!(serde_json::from_str::<Value>(&report.to_json()).unwrap()["checks"][0]["verdict"], "not_run");
    }
}
