//! Whether markup is well formed, for tests.

/// Elements of HTML that have no end.
const VOID: [&str; 3] = ["meta", "br", "!DOCTYPE"];

/// Tells what is wrong with the nesting or the attributes of markup; nothing if all is well.
pub(super) fn fault(markup: &str) -> Option<String> {
    let mut open: Vec<&str> = Vec::new();
    // A style sheet holds signs of its own.
    let markup = match (markup.find("<style>"), markup.find("</style>")) {
        (Some(from), Some(to)) => format!("{}{}", &markup[..from], &markup[to + "</style>".len()..]),
        _ => markup.to_owned(),
    };
    for after in markup.split('<').skip(1) {
        let Some((tag, text)) = after.split_once('>') else { return Some(format!("'<{after}' does not end")) };
        if text.contains('&') && !text.split('&').skip(1).all(is_entity) {
            return Some(format!("a bare & in '{text}'"));
        }
        if tag.matches('"').count() % 2 != 0 {
            return Some(format!("the quotes of <{tag}>"));
        }
        let name = tag.split_whitespace().next().unwrap_or_default();
        match name.strip_prefix('/') {
            Some(name) if open.last() == Some(&name) => drop(open.pop()),
            Some(name) => return Some(format!("</{name}> after {:?}", open.last())),
            None if tag.ends_with('/') || VOID.contains(&name) => {}
            None => open.push(&after[..name.len()]),
        }
    }
    (!open.is_empty()).then(|| format!("{open:?} stay open"))
}

fn is_entity(text: &str) -> bool {
    text.split_once(';').is_some_and(|(name, _)| name.chars().all(|c| c.is_alphanumeric() || c == '#'))
}

#[test]
fn faults_of_markup_are_found() {
    assert_eq!(fault("<!DOCTYPE html><p a=\"b\">x &amp; y<br><i/></p>"), None);
    for wrong in ["<p>", "<p></i>", "<p a=\"b>x</p>", "<p>x & y</p>", "<p"] {
        assert!(fault(wrong).is_some(), "{wrong}");
    }
}
