//! How long a password hash takes here, whether more passes would still be quick enough, and how many at once are good.

use std::time::{Duration, Instant};

use sillon_domain::accounts::PasswordHashing;

use super::finding::Finding;

const ROUNDS: u32 = 5;
const SLOW: Duration = Duration::from_millis(250);
/// What a hash may take without anybody noticing who signs in.
const UNNOTICED: Duration = Duration::from_millis(100);
/// What the configuration takes.
const MOST_PASSES: u32 = 64;

pub(super) async fn examine(threads: usize, passes: u32) -> Finding {
    let pool = PasswordHashing::with_places(1).with_passes(passes);
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
        "one Argon2id hash of {passes} passes takes {} ms; {threads} at once make {a_second:.0} sign-ins a second and \
         take {} MiB",
        fastest.as_millis(),
        threads * 19,
    );
    let per_pass = (fastest / passes).max(Duration::from_micros(1));
    let affordable = u32::try_from(UNNOTICED.as_micros() / per_pass.as_micros()).unwrap_or(MOST_PASSES);
    if fastest > SLOW {
        let advice = "that is slow: lower passwords.passes if it was raised, and let passwords.threads stay below the \
                      number of cores";
        Finding::Poor(format!("{text}; {advice}"))
    } else if affordable > 2 * passes {
        Finding::Good(format!("{text}; passwords.passes could be {}", affordable.min(MOST_PASSES)))
    } else {
        Finding::Good(text)
    }
}
