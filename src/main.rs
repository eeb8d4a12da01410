//! The command line of `fauxbank`.

fn main() {}
