//! A host with scripted responses and a virtual clock, which jumps to the next timer when all tasks
//! wait.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::fmt;
use std::pin::pin;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};

use b24_users::auth::{Secret, Token, TokenReason};
use b24_users::error::{Error, Result};
use b24_users::model::{ClientEvent, User};
use b24_users::rate_limit::LeakyBucket;
use b24_users::time::{Clock, Millis, Timestamp};
use futures_util::future::LocalBoxFuture;

mod host;

pub use crate::scripted_server::{RecordedRequest, Reply, ScriptedServer, Server};

/// The initial time of hosts, in milliseconds since 1970.
pub const START_MS: f64 = 1_772_449_081_000.0;

type Respond = dyn Fn(&RecordedRequest) -> Reply;
type IssueToken = dyn Fn(TokenReason) -> Result<Token, Error>;

/// Whether a task was woken since the last poll.
#[derive(Default)]
struct WakeFlag(AtomicBool);

impl Wake for WakeFlag {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// A handle to one host; clones share it.
#[derive(Clone)]
pub struct VirtualHost(Rc<Inner>);

struct Inner {
    now: Rc<Cell<Timestamp>>,
    /// How far the clock has been set back. Timers are not affected.
    clock_lag: Cell<Millis>,
    timers: RefCell<BTreeMap<u64, (Timestamp, Waker)>>,
    next_timer: Cell<u64>,
    requests: RefCell<Vec<RecordedRequest>>,
    token_requests: RefCell<Vec<TokenReason>>,
    respond: Box<Respond>,
    issue_token: Box<IssueToken>,
    /// The delay of the application's tokens.
    token_delay_ms: Cell<f64>,
    /// The delay of updates of a bucket.
    update_ms: Cell<f64>,
    buckets: RefCell<BTreeMap<String, LeakyBucket>>,
    events: RefCell<Vec<ClientEvent>>,
    /// The users of earlier pages by id, with the times of their responses. `None` without a store.
    stored_users: RefCell<Option<BTreeMap<u64, (User, Timestamp)>>>,
    spawned: RefCell<Vec<LocalBoxFuture<'static, ()>>>,
    in_flight: Cell<usize>,
    max_in_flight: Cell<usize>,
    random_state: Cell<u64>,
}

impl VirtualHost {
    pub fn new(respond: impl Fn(&RecordedRequest) -> Reply + 'static) -> Self {
        Self::with_tokens(respond, |_| unreachable!("no token is requested here"))
    }

    /// A host with this server.
    pub fn with_server(portal: impl Server + 'static) -> Self {
        Self::with_server_and_tokens(portal, |_, _| unreachable!("no token is requested here"))
    }

    /// The same, with an application that issues tokens; it gets the time.
    pub fn with_server_and_tokens(
        portal: impl Server + 'static,
        issue_token: impl Fn(TokenReason, f64) -> Result<Token, Error> + 'static,
    ) -> Self {
        let now = Rc::new(Cell::new(Timestamp::new(START_MS)));
        let (clock, watch) = (now.clone(), now.clone());
        Self::build(
            now,
            move |request| portal.respond(request, clock.get().get()),
            move |reason| issue_token(reason, watch.get().get()),
        )
    }

    pub fn with_tokens(
        respond: impl Fn(&RecordedRequest) -> Reply + 'static,
        issue_token: impl Fn(TokenReason) -> Result<Token, Error> + 'static,
    ) -> Self {
        Self::build(Rc::new(Cell::new(Timestamp::new(START_MS))), respond, issue_token)
    }

    fn build(
        now: Rc<Cell<Timestamp>>,
        respond: impl Fn(&RecordedRequest) -> Reply + 'static,
        issue_token: impl Fn(TokenReason) -> Result<Token, Error> + 'static,
    ) -> Self {
        Self(Rc::new(Inner {
            now,
            clock_lag: Cell::default(),
            timers: RefCell::default(),
            next_timer: Cell::new(0),
            requests: RefCell::default(),
            token_requests: RefCell::default(),
            respond: Box::new(respond),
            issue_token: Box::new(issue_token),
            token_delay_ms: Cell::new(5.0),
            update_ms: Cell::default(),
            buckets: RefCell::default(),
            events: RefCell::default(),
            stored_users: RefCell::default(),
            spawned: RefCell::default(),
            in_flight: Cell::new(0),
            max_in_flight: Cell::new(0),
            random_state: Cell::new(1),
        }))
    }

    /// Delays the tokens of the application.
    pub fn with_slow_tokens(self, ms: f64) -> Self {
        self.0.token_delay_ms.set(ms);
        self
    }

    /// Delays each update of a bucket from now on.
    pub fn delay_updates(&self, ms: f64) {
        self.0.update_ms.set(ms);
    }

    /// The requests so far.
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.0.requests.borrow().clone()
    }

    /// The reasons of the token requests so far.
    pub fn token_requests(&self) -> Vec<TokenReason> {
        self.0.token_requests.borrow().clone()
    }

    /// The events so far.
    pub fn events(&self) -> Vec<ClientEvent> {
        self.0.events.borrow().clone()
    }

    /// Stores a user as an earlier page would have, `age_ms` ago.
    pub fn store(&self, user: User, age_ms: f64) {
        let fetched_at = Timestamp::new(self.now_ms() - age_ms);
        let mut users = self.0.stored_users.borrow_mut();
        users.get_or_insert_default().insert(user.id.get(), (user, fetched_at));
    }

    /// The ids and names of the stored users.
    pub fn stored(&self) -> Vec<(u64, String)> {
        let users = self.0.stored_users.borrow();
        users.iter().flatten().map(|(id, (user, _))| (*id, user.name.clone())).collect()
    }

    /// Sets the clock back.
    pub fn set_back(&self, ms: f64) {
        self.0.clock_lag.set(self.0.clock_lag.get() + Millis::new(ms));
    }

    /// The time since the start.
    pub fn elapsed_ms(&self) -> f64 {
        self.0.now.get().get() - START_MS
    }

    /// The time of the clock, in milliseconds since 1970.
    pub fn now_ms(&self) -> f64 {
        self.now().get()
    }

    /// Sleeps for some milliseconds.
    pub async fn sleep_ms(&self, ms: f64) {
        self.sleep(Millis::new(ms)).await;
    }

    /// The number of pending timers.
    pub fn timer_count(&self) -> usize {
        self.0.timers.borrow().len()
    }

    /// The number of requests in flight.
    pub fn in_flight(&self) -> usize {
        self.0.in_flight.get()
    }

    /// The maximum number of requests in flight so far.
    pub fn max_in_flight(&self) -> usize {
        self.0.max_in_flight.get()
    }

    /// The number of spawned tasks.
    pub fn spawned_count(&self) -> usize {
        self.0.spawned.borrow().len()
    }

    /// Seeds the random numbers.
    pub fn seed_random(&self, seed: u64) {
        self.0.random_state.set(seed);
    }

    /// Runs `work` to its end, and advances the clock when all tasks wait.
    pub fn run<T>(&self, work: impl Future<Output = T>) -> T {
        let mut work = pin!(work);
        let wake_flag = Arc::new(WakeFlag::default());
        let waker = Waker::from(wake_flag.clone());
        loop {
            let mut context = Context::from_waker(&waker);
            if let Poll::Ready(done) = work.as_mut().poll(&mut context) {
                return done;
            }
            self.drive_spawned(&mut context);
            if !wake_flag.0.swap(false, Ordering::Relaxed) {
                self.advance_clock();
            }
        }
    }

    /// Polls the spawned tasks.
    fn drive_spawned(&self, context: &mut Context<'_>) {
        let mut spawned = std::mem::take(&mut *self.0.spawned.borrow_mut());
        spawned.retain_mut(|work| work.as_mut().poll(context).is_pending());
        self.0.spawned.borrow_mut().extend(spawned);
    }

    /// Jumps to the next timer.
    fn advance_clock(&self) {
        let timers: Vec<_> = self.0.timers.borrow().values().cloned().collect();
        let next = timers.iter().map(|&(end, _)| end).reduce(Timestamp::min);
        let next = next.expect("the work waits, and there is no timer");
        if next > self.0.now.get() {
            self.0.now.set(next);
        }
        timers.into_iter().filter(|&(end, _)| end <= next).for_each(|(_, waker)| waker.wake());
    }
}

impl fmt::Debug for VirtualHost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("VirtualHost")
    }
}

/// A token's expiry, in milliseconds after the start.
pub fn after_start(ms: f64) -> Option<Timestamp> {
    Some(Timestamp::new(START_MS + ms))
}

pub fn token(text: &str) -> Token {
    Token {
        access_token: Secret::new(text),
        expires_at: None,
        portal: Some("example.bitrix24.com".into()),
    }
}
