//! How long a password hash takes here, and how many at once are good.

use std::time::{Duration, Instant};

use sillon_domain::accounts::PasswordHashing;

use super::finding::Finding;

const ROUNDS: u32 = 5;
const SLOW: Duration = Duration::from_millis(250);

pub(super) async fn examine(threads: usize) -> Finding {
    let pool = PasswordHashing::with_places(1);
    let mut fastest = Duration::MAX;
    for _ in 0..ROUNDS {
        let began = Instant::now();
        if let Err(error) = pool.hash("correct horse battery staple".to_owned()).await {
            return Finding::Bad(format!("cannot be hashed: {error}"));
        }
        fastest = fastest.min(began.elapsed());
    }
    let a_second = f64::from(u32::try_from(threads).unwrap_or(u32::MAX)) / fastest.as_secs_f64();
    let text = format!(
        "one Argon2id hash takes {} ms; {threads} at once make {a_second:.0} sign-ins a second and take {} MiB",
        fastest.as_millis(),
        threads * 19,
    );
    if fastest > SLOW {
        return Finding::Poor(format!("{text}; that is slow, so let passwords.threads stay below the number of cores"));
    }
    Finding::Good(text)
}
