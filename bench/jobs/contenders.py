"""The queues that are compared, each behind the same command line (see peers/run.mjs), and the databases they run on.

What is measured belongs to compare.py.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from measuring import ROOT  # noqa: E402

NODE = HERE / "node_modules" / ".bin" / "node"
SILLON_PROGRAM = ROOT / "target" / "release" / "sillon-bench-jobs"
SERVER = os.environ.get("SILLON_TEST_POSTGRES_URL", "")


@dataclass(frozen=True)
class Contender:
    """A queue in one configuration."""

    name: str
    engine: str
    program: tuple[str, ...]
    # Of the jobs of the others, where all would take minutes.
    share: float = 1.0

    def command(self, url: str, *arguments: object) -> list[str]:
        return [*self.program, url, *map(str, arguments)]

    def start(self, url: str, *arguments: object, log: int = subprocess.DEVNULL) -> subprocess.Popen:
        return subprocess.Popen(self.command(url, *arguments), stdout=subprocess.PIPE, stderr=log, text=True)

    def run(self, url: str, *arguments: object) -> dict:
        """Runs a command to its end; gives its JSON."""
        done = subprocess.run(self.command(url, *arguments), capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(f"{self.name}, {self.engine}, {arguments}: {done.stderr[-3000:]}")
        return json.loads(done.stdout.splitlines()[-1])


def peer(name: str, engine: str, module: str, variant: str, share: float = 1.0) -> Contender:
    return Contender(name, engine, (str(NODE), str(HERE / "peers" / "run.mjs"), module, variant), share)


def sillon(engine: str) -> Contender:
    return Contender("Sillon", engine, (str(SILLON_PROGRAM),))


CONTENDERS = [
    sillon("PostgreSQL"),
    peer("graphile-worker", "PostgreSQL", "graphile_worker", "default"),
    peer("graphile-worker, local queue and batches", "PostgreSQL", "graphile_worker", "batched"),
    peer("pg-boss, batches of 1000 that end as one", "PostgreSQL", "pg_boss", "batch"),
    peer("pg-boss, batches of 1000, results by job", "PostgreSQL", "pg_boss", "each"),
    sillon("SQLite"),
    peer("plainjob (synchronous NORMAL)", "SQLite", "plainjob", "default"),
    peer("plainjob, synchronous FULL (a tenth of the jobs)", "SQLite", "plainjob", "durable", share=0.1),
]


@contextmanager
def fresh_database(engine: str):
    """An empty database of its own; gives its URL."""
    if engine == "SQLite":
        with tempfile.TemporaryDirectory(prefix="sillon-bench-") as folder:
            yield str(Path(folder) / "queue.db")
        return
    if not SERVER:
        raise SystemExit("run this through scripts/with-postgres.sh --durable")
    psql("DROP DATABASE IF EXISTS bench WITH (FORCE)")
    psql("CREATE DATABASE bench")
    try:
        yield SERVER.rsplit("/", 1)[0] + "/bench"
    finally:
        psql("DROP DATABASE IF EXISTS bench WITH (FORCE)")


def settle(engine: str) -> None:
    """After the jobs are in: statistics are fresh, and no checkpoint of theirs falls into what is measured."""
    if engine == "PostgreSQL":
        psql("VACUUM ANALYZE", database="bench")
        psql("CHECKPOINT")


def psql(statement: str, database: str = "postgres") -> str:
    done = subprocess.run(["psql", "-qAt", "-d", database, "-c", statement], capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"{statement}: {done.stderr}")
    return done.stdout.strip()


def server_cpu_seconds() -> float:
    """CPU time that the PostgreSQL server has used so far, by all its processes."""
    folder = psql("SHOW data_directory")
    server = int((Path(folder) / "postmaster.pid").read_text().splitlines()[0])
    ticks = cpu_ticks(server, with_ended_children=True)
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and parent(int(entry.name)) == server:
                ticks += cpu_ticks(int(entry.name), with_ended_children=False)
        except OSError:
            # It ended meanwhile, and its parent has its time.
            continue
    return ticks / os.sysconf("SC_CLK_TCK")


def stat(pid: int) -> list[str]:
    return re.sub(r"^\d+ \(.*\) ", "", Path(f"/proc/{pid}/stat").read_text()).split()


def parent(pid: int) -> int:
    return int(stat(pid)[1])


def cpu_ticks(pid: int, with_ended_children: bool) -> int:
    return sum(int(ticks) for ticks in stat(pid)[11 : 15 if with_ended_children else 13])
