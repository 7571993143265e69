#!/usr/bin/env python3
"""Compares Sillon's job queue with graphile-worker, pg-boss and plainjob, and writes ../results/jobs.md.

    scripts/with-postgres.sh --durable bench/jobs/compare.py [--jobs N] [--repetitions R] [--samples S] [--kills K]

Same machine, same server, same jobs; contenders take turns, each time in a fresh database. The server waits for the disk
at every commit (fsync and synchronous_commit on).

Throughput: N jobs are in the queue; a worker process with a handler that counts runs them all. Timed from before it
starts to claim until the end of the last job is committed; connecting and starting the process is not in it. CPU is what
worker and server used for it: other work on the machine makes it differ less than wall time.
Pick-up latency: from before the call that enqueues one job to the first line of its handler, an idle worker, one job
every 20 ms or so; enqueued by the worker's own process and by another.
Kills: 10,000 jobs whose handler waits 20 ms and then appends the job's number to a file; the worker is killed with
SIGKILL at random moments and started again. A number that is missing in the end is a lost job; one that is there twice
is an effect that happened twice. Queues wait differently long before they take back the jobs of a dead worker; each is
configured for 10 s, its smallest value, or what it has.
"""

import argparse
import json
import random
import subprocess
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles

from contenders import CONTENDERS, NODE, Contender, fresh_database, psql, server_cpu_seconds, settle
from measuring import first_line, load, machine, spread, table, write_result

JOBS_BETWEEN_KILLS = 10_000
HANDLER_WAIT_MS = 20
GIVE_UP_S = 45


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--jobs", type=int, default=50_000)
    parser.add_argument("--repetitions", type=int, default=5)
    parser.add_argument("--samples", type=int, default=500)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--only", default="", help="contenders whose name or engine contains this; prints, writes nothing")
    parser.add_argument("--parts", default="throughput,latency,kills", help="prints, writes nothing, unless it names all")
    options = parser.parse_args()
    chosen = [contender for contender in CONTENDERS if options.only in f"{contender.name}, {contender.engine}"]
    parts = {
        "throughput": lambda: throughput(chosen, options.jobs, options.repetitions),
        "latency": lambda: latency(chosen, options.samples, options.repetitions),
        "kills": lambda: kills(chosen, options.kills),
    }
    sections = [part() for name, part in parts.items() if name in options.parts.split(",")]
    if len(sections) < len(parts) or len(chosen) < len(CONTENDERS):
        print("\n".join(["", *sections]))
        return
    facts = [
        "# Job queues\n",
        "Made by `make bench` (`bench/jobs/compare.py`, whose head says what is measured).\n",
        *machine(),
        f"- {psql('SELECT version()').split(' on ')[0]}: fsync {psql('SHOW fsync')}, synchronous_commit {psql('SHOW synchronous_commit')},"
        f" shared_buffers {psql('SHOW shared_buffers')}; peers on Node.js {first_line(NODE, '--version')}, versions in `bench/jobs/package.json`\n",
    ]
    write_result("jobs.md", "\n".join(facts + sections))


def throughput(contenders: list[Contender], all_jobs: int, repetitions: int) -> str:
    rates: dict[Contender, list[float]] = {contender: [] for contender in contenders}
    worker_ms: dict[Contender, list[float]] = {contender: [] for contender in contenders}
    server_ms: dict[Contender, list[float]] = {contender: [] for contender in contenders}
    for repetition in range(repetitions):
        for contender in contenders:
            jobs = int(all_jobs * contender.share)
            with fresh_database(contender.engine) as url:
                contender.run(url, "enqueue", jobs)
                settle(contender.engine)
                server_before = server_cpu_seconds()
                result = contender.run(url, "drain", jobs)
                server = server_cpu_seconds() - server_before
                unfinished = contender.run(url, "unfinished")["unfinished"]
            if result["jobs"] != jobs or unfinished:
                raise SystemExit(f"{contender.name}: {result['jobs']} of {jobs} jobs ran, {unfinished} are unfinished")
            rates[contender].append(jobs / result["seconds"])
            worker_ms[contender].append(result["cpu_seconds"] * 1e6 / jobs)
            server_ms[contender].append(server * 1e6 / jobs)
            tell(f"throughput {repetition + 1}/{repetitions} {contender.name}, {contender.engine}: {rates[contender][-1]:,.0f}/s")
    text = f"## Throughput\n\n{all_jobs:,} jobs, {repetitions} repetitions. The ratio is Sillon's median divided by the peer's.\n"
    for engine in ("PostgreSQL", "SQLite"):
        of_engine = [contender for contender in contenders if contender.engine == engine]
        if not of_engine:
            continue
        own = median(rates[of_engine[0]])
        rows = [
            [
                contender.name,
                spread(rates[contender], 0),
                f"{own / median(rates[contender]):.2f}",
                f"{median(worker_ms[contender]):.0f}",
                f"{median(server_ms[contender]):.0f}" if engine == "PostgreSQL" else "none",
            ]
            for contender in of_engine
        ]
        head = [f"on {engine}", "jobs/s: median (min to max)", "ratio", "worker CPU µs/job", "server CPU µs/job"]
        text += f"\n{table(head, rows)}\n"
    return text


def latency(contenders: list[Contender], samples: int, repetitions: int) -> str:
    taken: dict[tuple[Contender, str], list[float]] = {}
    for repetition in range(repetitions):
        for contender in contenders:
            for sender in ("own", "other"):
                with fresh_database(contender.engine) as url:
                    measured = measure_latency(contender, url, samples, sender)
                taken.setdefault((contender, sender), []).extend(measured)
                tell(f"latency {repetition + 1}/{repetitions} {contender.name}, {contender.engine}, {sender} process: {median(measured):.1f} ms")
    rows = []
    for contender in contenders:
        cells = [f"{contender.name}, {contender.engine}"]
        for sender in ("own", "other"):
            cuts = quantiles(taken[contender, sender], n=100)
            cells += [f"{cuts[49]:.1f}", f"{cuts[98]:.1f}"]
        rows.append(cells)
    head = ["milliseconds", "own process p50", "p99", "another process p50", "p99"]
    return f"## Pick-up latency\n\n{samples} jobs in each of {repetitions} repetitions.\n\n{table(head, rows)}\n"


def measure_latency(contender: Contender, url: str, samples: int, sender: str) -> list[float]:
    if sender == "own":
        return contender.run(url, "latency", samples)["latencies_ms"]
    receiver = contender.start(url, "receive", samples, log=subprocess.PIPE)
    await_ready(receiver)
    contender.run(url, "send", samples)
    out, _ = receiver.communicate(timeout=120)
    return json.loads(out.splitlines()[-1])["latencies_ms"]


def await_ready(process: subprocess.Popen) -> None:
    for line in process.stderr:
        if line.strip() == "ready":
            return
    raise SystemExit(f"a worker ended with {process.wait()} before it was ready")


def kills(contenders: list[Contender], count: int) -> str:
    rows = []
    for contender in contenders:
        if contender.program[-1] in ("batched", "batch", "durable"):
            # Batches only add to what is in flight when a worker dies; the disk has no part in this test.
            continue
        with fresh_database(contender.engine) as url, tempfile.TemporaryDirectory() as folder:
            rows.append([f"{contender.name}, {contender.engine}", *survive(contender, url, Path(folder) / "effects", count)])
            tell(f"kills: {rows[-1]}")
    head = ["", "lost", "effects that happened twice", "still locked until helped", "s from the last kill to the end"]
    return (
        f"## Killed workers\n\n{JOBS_BETWEEN_KILLS:,} jobs, {count} times SIGKILL.\n\n{table(head, rows)}\n\n"
        f"Still locked: jobs that nobody had run {GIVE_UP_S} s after the last sign of progress, until the operator's remedy of"
        " the queue was used (graphile-worker takes back a dead worker's jobs by itself after four hours).\n"
    )


def survive(contender: Contender, url: str, effects: Path, count: int) -> list[str]:
    """Lost jobs, repeated effects, jobs that needed help, seconds until all was done."""
    contender.run(url, "enqueue-for-kills", JOBS_BETWEEN_KILLS)
    for _ in range(count):
        worker = start_worker(contender, url, effects)
        time.sleep(random.uniform(0.2, 1.2))
        worker.kill()
        worker.wait()
    killed_at = time.monotonic()
    worker = start_worker(contender, url, effects)
    seen, done_at = await_silence(effects)
    stuck = JOBS_BETWEEN_KILLS - seen
    if stuck:
        worker.kill()
        worker.wait()
        contender.run(url, "unlock")
        worker = start_worker(contender, url, effects)
        seen, done_at = await_silence(effects)
    worker.kill()
    worker.wait()
    lines = numbers(effects)
    return [
        str(JOBS_BETWEEN_KILLS - len(set(lines))),
        str(len(lines) - len(set(lines))),
        str(stuck),
        f"{done_at - killed_at:.0f}",
    ]


def start_worker(contender: Contender, url: str, effects: Path) -> subprocess.Popen:
    worker = contender.start(url, "work", effects, HANDLER_WAIT_MS, log=subprocess.PIPE)
    await_ready(worker)
    return worker


def await_silence(effects: Path) -> tuple[int, float]:
    """Waits until every job has run, and a little for repeats, or nothing has happened for long; gives how many ran."""
    seen, lines, changed_at = 0, 0, time.monotonic()
    while True:
        found = numbers(effects)
        if len(found) != lines:
            seen, lines, changed_at = len(set(found)), len(found), time.monotonic()
        patience = 15 if seen == JOBS_BETWEEN_KILLS else GIVE_UP_S
        if time.monotonic() - changed_at > patience:
            return seen, changed_at
        time.sleep(0.2)


def numbers(effects: Path) -> list[str]:
    return effects.read_text().split() if effects.exists() else []


def tell(line: str) -> None:
    print(f"{line} (load {load()})", flush=True)


if __name__ == "__main__":
    main()
