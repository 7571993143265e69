//! Ends a write at each of its steps, as a crash would. The steps are the fail points of the database's transactions.

use fail::FailScenario;

/// Where the work was ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Killed {
    /// Before this statement of its transaction, from 0.
    BeforeStatement(usize),
    /// After the last statement, before the commit.
    BeforeCommit,
    /// After the commit, before anybody was told.
    AfterCommit,
}

impl Killed {
    /// Whether everything must be as if nothing had happened.
    pub fn leaves_nothing(self) -> bool {
        self != Self::AfterCommit
    }
}

/// Runs the work once for each of its steps, ends it there by a panic, and lets `check` look at what is left. Says how
/// many statements the work has.
///
/// The work is one write transaction. The fail points are the process's, so that a test binary that calls this does
/// nothing else at the same time: nextest gives each test a process of its own.
pub async fn kill_at_each_step<W, C>(work: impl Fn() -> W, check: impl Fn(Killed) -> C) -> usize
where
    W: Future + Send + 'static,
    W::Output: Send,
    C: Future<Output = ()>,
{
    let scenario = FailScenario::setup();
    // The last step before the commit comes first: once it is known to be reached, counting ends where it begins.
    assert!(kill(work(), "write.commit", "panic").await, "the work commits nothing");
    check(Killed::BeforeCommit).await;
    let mut statements = 0;
    // The commit stays closed, so that the run which has no further statement to be ended at leaves nothing either.
    fail::cfg("write.commit", "panic(commit)").unwrap();
    while killed_by(work(), &format!("{statements}*off->panic(statement)")).await == "statement" {
        check(Killed::BeforeStatement(statements)).await;
        statements += 1;
    }
    fail::remove("write.commit");
    assert!(kill(work(), "write.committed", "panic").await);
    check(Killed::AfterCommit).await;
    scenario.teardown();
    statements
}

async fn kill(work: impl Future<Output: Send> + Send + 'static, point: &str, action: &str) -> bool {
    fail::cfg(point, action).unwrap();
    let ended = tokio::spawn(work).await;
    fail::remove(point);
    ended.is_err_and(|error| error.is_panic())
}

/// The message of the panic that ended the work, with this action at each statement.
async fn killed_by(work: impl Future<Output: Send> + Send + 'static, action: &str) -> String {
    fail::cfg("write.statement", action).unwrap();
    let ended = tokio::spawn(work).await;
    fail::remove("write.statement");
    let panic = ended.err().expect("the commit is closed").into_panic();
    panic.downcast::<String>().map_or_else(|_| "something else".to_owned(), |text| *text)
}
