//! `b24-fake-portal` serves the fake portal over HTTP. The first line on standard output is JSON
//! with the portal's addresses and credentials.

use b24_fake_portal::{
    PortalOptions,
    http::{ServerOptions, start_servers, stop_requested},
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

  --port N              the portal's port on 127.0.0.1; 0 picks a free port (default: 0)
  --pages-port M        the page server's port on 127.0.0.1; 0 picks a free port (default: 0)
  --pages URLPATH=DIR   serve the files of a directory at a URL path; may be repeated
  --people N            the largest user id (default: 1000)
  --seed N              the seed of the generated users and tokens (default: 1)
  --stop-with-stdin     stop at the end of standard input, as on SIGTERM or SIGINT
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
    // The handlers are installed before the first line of output, because its reader may send a
    // signal.
    let stop_requested = stop_requested(stop_with_stdin)?;
    let servers = start_servers(options).await?;
    let mut stdout = io::stdout();
    writeln!(stdout, "{}", serde_json::to_string(&servers.info)?)?;
    stdout.flush()?;
    stop_requested.await;
    servers.stop().await?;
    Ok(())
}

/// Parses the command line. `None` if help was requested.
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
            Long("pages") => options.pages.extend([parse_page_directory(parser.value()?)?]),
            Long("people") => options.portal.max_user_id = parser.value()?.parse()?,
            Long("seed") => options.portal.seed = parser.value()?.parse()?,
            Long("stop-with-stdin") => stop_with_stdin = true,
            Long("help") | Short('h') => return Ok(None),
            _ => return Err(argument.unexpected()),
        }
    }
    Ok(Some(Arguments { options, stop_with_stdin }))
}

fn parse_page_directory(argument: OsString) -> Result<(String, PathBuf), lexopt::Error> {
    let argument = argument.string()?;
    let (path, directory) = argument.split_once('=').ok_or("--pages must be URLPATH=DIR")?;
    Ok((path.trim_matches('/').into(), directory.into()))
}
