use anyhow::{Context, Result, bail};
use toml::Value;

use super::Side;

/// Facts about one subject.
#[derive(Debug)]
pub struct Table {
    /// The heading.
    pub title: String,
    /// What has to be known to read it.
    pub about: Option<String>,
    /// Its rows.
    pub facts: Vec<Fact>,
}

/// Something that portals do.
#[derive(Debug)]
pub struct Fact {
    /// What tests call it.
    pub id: String,
    /// It, in a line of Markdown.
    pub text: String,
    no_portal_test: Option<String>,
    no_client_test: Option<String>,
}

impl Fact {
    /// Why there is no test on that side, if there can be none.
    pub fn excuse(&self, side: Side) -> Option<&str> {
        match side {
            Side::Portal => self.no_portal_test.as_deref(),
            Side::Client => self.no_client_test.as_deref(),
        }
    }
}

/// Reads the file of facts.
pub fn parse(text: &str) -> Result<Vec<Table>> {
    let file: toml::Table = text.parse()?;
    let [("table", tables)] = &pairs(&file)[..] else { bail!("it is a list of [[table]]") };
    array(tables)?.iter().map(table).collect()
}

fn table(value: &Value) -> Result<Table> {
    let (mut title, mut about, mut facts) = (None, None, Vec::new());
    for (key, value) in pairs(value.as_table().context("a table is one of TOML's")?) {
        match key {
            "title" => title = Some(string(value)?),
            "about" => about = Some(string(value)?),
            "facts" => facts = array(value)?.iter().map(fact).collect::<Result<_>>()?,
            other => bail!("a table has no {other:?}"),
        }
    }
    Ok(Table { title: title.context("a table has no title")?, about, facts })
}

fn fact(value: &Value) -> Result<Fact> {
    let (mut id, mut text, mut no_portal_test, mut no_client_test) = (None, None, None, None);
    for (key, value) in pairs(value.as_table().context("a fact is a table of TOML's")?) {
        let place = match key {
            "id" => &mut id,
            "fact" => &mut text,
            "no_portal_test" => &mut no_portal_test,
            "no_client_test" => &mut no_client_test,
            other => bail!("a fact has no {other:?}"),
        };
        *place = Some(string(value)?);
    }
    let (id, text) = (id.context("a fact has no id")?, text.context("a fact says nothing")?);
    Ok(Fact { id, text, no_portal_test, no_client_test })
}

fn pairs(table: &toml::Table) -> Vec<(&str, &Value)> {
    table.iter().map(|(key, value)| (&**key, value)).collect()
}

fn array(value: &Value) -> Result<&Vec<Value>> {
    value.as_array().with_context(|| format!("not a list: {value:?}"))
}

fn string(value: &Value) -> Result<String> {
    value.as_str().map(str::to_owned).with_context(|| format!("not a text: {value:?}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_are_read_in_their_order() {
        let tables = parse(
            r#"
            [[table]]
            title = "B"
            facts = [
                { id = "b.2", fact = 'says "x"' },
                { id = "b.1", fact = "y", no_client_test = "it sends none" },
            ]
            [[table]]
            title = "A"
            about = "More."
            "#,
        )
        .unwrap();
        assert_eq!((&*tables[0].title, tables[0].facts.len(), &*tables[1].title), ("B", 2, "A"));
        assert_eq!(tables[1].about.as_deref(), Some("More."));
        let [first, second] = &tables[0].facts[..] else { panic!("two facts") };
        assert_eq!(
            (&*first.id, &*first.text, first.excuse(Side::Client)),
            ("b.2", "says \"x\"", None)
        );
        assert_eq!(
            (second.excuse(Side::Client), second.excuse(Side::Portal)),
            (Some("it sends none"), None)
        );
    }

    #[test]
    fn what_is_no_fact_is_refused() {
        for text in [
            "",
            "x = 1",
            "[[table]]\nabout = 'x'",
            "[[table]]\ntitle = 1",
            "[[table]]\ntitle = 'x'\nrows = []",
            "[[table]]\ntitle = 'x'\nfacts = [{ id = 'x' }]",
            "[[table]]\ntitle = 'x'\nfacts = [{ id = 'x', fact = 'y', why = 'z' }]",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
