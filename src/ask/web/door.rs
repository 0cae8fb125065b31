//! Who may come in: an address that is good for one browser, and what that browser is known by afterwards.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::peer::Owner;
use super::secret::Secret;
use crate::interview::Interface;

/// How long a browser may take to start.
const START: Duration = Duration::from_mins(1);

/// The door of the form.
pub(super) struct Door {
    inner: Mutex<Inner>,
    /// The first step of every address of the form but the one that lets a browser in. A browser shows a cookie to
    /// every port of a machine, also to another user's server, but only at addresses below the cookie's own.
    secret: Secret,
    /// The same step between its strokes: `/3f…/`.
    home: String,
    /// How many visitors there may be.
    most: usize,
    /// The name of the cookie. Cookies do not know ports, and two forms may be open at once.
    cookie: String,
}

struct Inner {
    /// What the address holds that was printed last; it is good once.
    token: Secret,
    /// What the address holds that a browser was started with, and until when it is good: once, and for a moment.
    started_with: Option<(Secret, Instant)>,
    /// Those who came in, the latest last.
    visitors: Vec<Arc<Visitor>>,
}

/// A browser that was let in.
pub(super) struct Visitor {
    /// What its cookie holds.
    cookie: Secret,
    /// What the pages that it is given hold, so that a cookie alone changes nothing.
    form: Secret,
    /// What every answer to the script says, so that its page knows this form from a program that took its port later.
    sign: Secret,
    /// The language it has chosen.
    interface: Mutex<&'static Interface>,
}

/// What came of a knock.
pub(super) enum Knock {
    /// Come in: the cookie to set, and the token of the next address.
    Enter(String, Secret),
    /// The address is not good, or not any more.
    Refused,
}

impl Door {
    /// A door to a form at a port. None when the system gives no random values.
    pub(super) fn new(port: u16, most: usize) -> Option<Self> {
        let inner = Inner { token: Secret::new()?, started_with: None, visitors: Vec::new() };
        let secret = Secret::new()?;
        let home = format!("/{}/", secret.reveal());
        Some(Self { inner: Mutex::new(inner), secret, home, most, cookie: format!("affiant-{port}") })
    }

    /// What every address of the form begins with.
    pub(super) fn home(&self) -> &str {
        &self.home
    }

    /// The part of an address behind the secret step, from its stroke on; none when the step is another.
    pub(super) fn within<'w>(&self, way: &'w str) -> Option<&'w str> {
        let (step, rest) = way.strip_prefix('/')?.split_once('/')?;
        self.secret.is(step).then(|| &way[way.len() - rest.len() - 1..])
    }

    /// The token of the address that is good now.
    pub(super) fn token(&self) -> Secret {
        self.lock().token.clone()
    }

    /// A token for the address that a browser is started with. None when the system gives no random values.
    pub(super) fn start(&self) -> Option<Secret> {
        let token = Secret::new()?;
        self.lock().started_with = Some((token.clone(), Instant::now() + START));
        Some(token)
    }

    /// Somebody comes with the token of an address. The one that a browser was started with can be seen by all users
    /// of the machine, so no relay of the administrator's may bring it.
    pub(super) fn knock(&self, token: &str, interface: &'static Interface, owner: Owner) -> Knock {
        let mut inner = self.lock();
        let started = inner.started_with.as_ref().filter(|(own, until)| own.is(token) && Instant::now() < *until);
        if started.is_some() && matches!(owner, Owner::Same | Owner::Untold) {
            inner.started_with = None;
        } else if !inner.token.is(token) {
            return Knock::Refused;
        }
        let secrets = (Secret::new(), Secret::new(), Secret::new(), Secret::new());
        let (Some(cookie), Some(form), Some(sign), Some(next)) = secrets else { return Knock::Refused };
        let set = format!("{}={}; HttpOnly; SameSite=Strict; Path={}", self.cookie, cookie.reveal(), self.home);
        inner.visitors.push(Arc::new(Visitor { cookie, form, sign, interface: Mutex::new(interface) }));
        if inner.visitors.len() > self.most {
            inner.visitors.remove(0);
        }
        inner.token = next.clone();
        Knock::Enter(set, next)
    }

    /// The visitor that a `Cookie` line is from.
    pub(super) fn visitor(&self, cookies: &str) -> Option<Arc<Visitor>> {
        let inner = self.lock();
        let mut values = cookies.split(';').filter_map(|pair| {
            let (name, value) = pair.trim().split_once('=')?;
            (name == self.cookie).then_some(value)
        });
        values.find_map(|value| inner.visitors.iter().find(|visitor| visitor.cookie.is(value)).cloned())
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Visitor {
    /// What a page of theirs must send back.
    pub(super) fn form(&self) -> &str {
        self.form.reveal()
    }

    /// What a page of theirs knows the form by.
    pub(super) fn sign(&self) -> &str {
        self.sign.reveal()
    }

    /// Whether a page that was sent back is one that they were given.
    pub(super) fn gave(&self, token: &str) -> bool {
        self.form.is(token)
    }

    /// The words of the form in the language that they chose.
    pub(super) fn interface(&self) -> &'static Interface {
        *self.interface.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// They choose a language.
    pub(super) fn choose(&self, interface: &'static Interface) {
        *self.interface.lock().unwrap_or_else(PoisonError::into_inner) = interface;
    }
}
