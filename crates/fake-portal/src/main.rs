//! `b24-fake-portal`: the fake portal as a process. The first line on standard output is JSON with
//! its addresses and credentials.

use b24_fake_portal::{
    PortalOptions,
    http::{ServerOptions, start, stop_requested},
};
use lexopt::prelude::*;
use std::{
    collections::BTreeMap,
    error::Error,
    ffi::OsString,
    io::{self, Write},
    path::PathBuf,
};

const USAGE: &str = "\
b24-fake-portal --port N [--pages-port M] [--pages URLPATH=DIR]... [--people N] [--seed N] [--stop-with-stdin]

  --port N              the portal's port on 127.0.0.1; 0 (the default) is any free one
  --pages-port M        the same for the pages
  --pages URLPATH=DIR   serve a directory's files there; may be repeated
  --people N            the largest user id (1000)
  --seed N              another number makes other people and other tokens (1)
  --stop-with-stdin     stop when standard input ends, as with SIGTERM or SIGINT
";

struct Arguments {
    options: ServerOptions,
    stop_with_stdin: bool,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let Some(Arguments { options, stop_with_stdin }) = parse_arguments()? else {
        print!("{USAGE}");
        return Ok(());
    };
    // Signal handlers are installed before the first line, whose reader may send a signal.
    let stop_requested = stop_requested(stop_with_stdin)?;
    let servers = start(options).await?;
    let mut stdout = io::stdout();
    writeln!(stdout, "{}", serde_json::to_string(&servers.info)?)?;
    stdout.flush()?;
    stop_requested.await;
    servers.stop().await?;
    Ok(())
}

/// `None` if help was requested.
fn parse_arguments() -> Result<Option<Arguments>, lexopt::Error> {
    let mut options = ServerOptions {
        port: 0,
        pages_port: 0,
        pages: BTreeMap::new(),
        portal: PortalOptions::default(),
    };
    let mut stop_with_stdin = false;
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("port") => options.port = parser.value()?.parse()?,
            Long("pages-port") => options.pages_port = parser.value()?.parse()?,
            Long("pages") => options.pages.extend([parse_page(parser.value()?)?]),
            Long("people") => options.portal.max_user_id = parser.value()?.parse()?,
            Long("seed") => options.portal.seed = parser.value()?.parse()?,
            Long("stop-with-stdin") => stop_with_stdin = true,
            Long("help") | Short('h') => return Ok(None),
            _ => return Err(argument.unexpected()),
        }
    }
    Ok(Some(Arguments { options, stop_with_stdin }))
}

fn parse_page(argument: OsString) -> Result<(String, PathBuf), lexopt::Error> {
    let argument = argument.string()?;
    let (path, directory) = argument.split_once('=').ok_or("--pages wants URLPATH=DIR")?;
    Ok((path.trim_matches('/').into(), directory.into()))
}
