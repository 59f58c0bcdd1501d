use std::fmt;

use b24_record_reader::Columns;

use crate::wire::Found;

/// Makes users of what has been read: in a browser JavaScript's objects, which Rust holds but does not look into.
pub trait UserBuilder {
    /// The users of a window.
    type Window: fmt::Debug + 'static;

    /// A user as it is handed over.
    type User: Clone + fmt::Debug + 'static;

    /// The users that these columns hold.
    fn build(&self, columns: &Columns) -> Self::Window;

    /// A window of one of them alone, which keeps no memory of the one that it was found in.
    fn detach(&self, found: &Found<Self::Window>) -> Self::Window;

    /// One of them, for somebody who may do with it as they like.
    fn user(found: Found<Self::Window>) -> Self::User;

    /// The number that a JSON number's text is.
    fn number(text: &str) -> f64;

    /// A number as people know it, for the text of an error.
    fn digits(number: f64) -> String;
}
