//! No error shows a token or the code of a webhook, whatever the portal, the network or the caller puts into its texts.

use b24_users::auth::{Auth, Secret};
use b24_users::client::{Client, ClientOptions, GetUsersError, GetUsersOptions};
use b24_users::error::Cause;
use b24_users::ids::IdInput;
use b24_users::send::SendError;

use crate::world::{Reply, World, token};

const CANARY: &str = "k7canary9";

fn auths() -> [Auth; 2] {
    let webhook = format!("https://example.bitrix24.com/rest/1/{CANARY}/");
    [Auth::Token(token(CANARY)), Auth::Webhook(Secret::new(webhook))]
}

fn replies() -> Vec<Reply> {
    let says = |text: &str| Reply::Answer(400, text.replace('@', CANARY).into_bytes());
    vec![
        says(r#"{"error":"@","error_description":"the token @ is bad"}"#),
        says(r#"{"error":"expired_token","error_description":"@ expired"}"#),
        says("<html>@</html>"),
        says(r#"{"result":{"@":{}}}"#),
        says(r#"{"result":"@"}"#),
        Reply::Fail(SendError::Redirected),
        Reply::Fail(SendError::Network(Cause {
            name: format!("{CANARY}Error"),
            message: format!("https://example.bitrix24.com/rest/1/{CANARY}/im.user.list.get failed"),
        })),
        Reply::Hang,
    ]
}

#[test]
fn no_failure_shows_the_secret() {
    for auth in auths() {
        for reply in replies() {
            let told = reply.clone();
            let world = World::new(move |_| reply.clone());
            let client = Client::new(world.clone(), auth.clone(), ClientOptions::default());
            let outcome =
                world.run(client.get_users([IdInput::Number(4.0)], GetUsersOptions::default(), |_| ()));
            let Err(GetUsersError::Failed(error)) = outcome else { panic!("{told:?} is no success") };
            let everything =
                format!("{error} {error:?} {} {client:?}", serde_json::to_string(&error).unwrap());
            assert!(!everything.contains(CANARY), "{told:?}: {everything}");
        }
    }
}

#[test]
fn a_token_among_the_ids_does_not_show() {
    // Longer than an error shows: not even its beginning may be seen.
    let long = CANARY.repeat(10);
    let webhook = format!("https://example.bitrix24.com/rest/1/{long}/");
    for (auth, entry) in
        [(Auth::Token(token(&long)), long.clone()), (Auth::Webhook(Secret::new(&webhook)), webhook)]
    {
        let world = World::new(|_| unreachable!());
        let client = Client::new(world.clone(), auth, ClientOptions::default());
        let outcome = world.run(client.get_users([IdInput::Text(entry)], GetUsersOptions::default(), |_| ()));
        let Err(GetUsersError::Failed(error)) = outcome else { panic!("{outcome:?}") };
        assert!(error.message.starts_with("Not user ids: [0] \"***\"."), "{}", error.message);
    }
}
