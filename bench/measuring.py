"""What the benchmarks share: running a process and measuring it, describing the machine, writing results.

What is measured belongs to the scripts beside this one.
"""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "bench" / "results"
SILLON = ROOT / "target" / "release" / "sillon"
MUSIC = Path("/usr/share/games/wesnoth/1.16/data/core/music")


@dataclass
class Run:
    """A process from its start to its end, its children included."""

    wall_s: float
    cpu_s: float
    peak_mib: float


def run_measured(command: list[str | Path]) -> Run:
    """Runs the command; fails loudly when it fails."""
    begin = time.monotonic()
    process = subprocess.Popen([str(part) for part in command], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.monotonic() - begin
    if process.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, command))} ended with {process.returncode}:\n{errors.decode(errors='replace')[-2000:]}")
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def first_line(*command: str | Path) -> str:
    """The first line that a command prints: its version."""
    printed = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=True).stdout
    return printed.splitlines()[0].strip()


def machine() -> list[str]:
    """Facts of this machine, as a Markdown list. The load says how much else was going on."""
    cpu = next((line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")), "unknown")
    memory_kib = int(Path("/proc/meminfo").read_text().split()[1])
    system = next(line.split("=")[1].strip('"') for line in Path("/etc/os-release").read_text().splitlines() if line.startswith("PRETTY_NAME"))
    return [
        f"- {len(os.sched_getaffinity(0))} cores of {cpu}, {memory_kib // 2**20} GiB memory; {system}, Linux {platform.release()}",
        f"- load average {load()} when the results were written (1 is one core busy; other work on the machine makes all of them slower)",
        f"- Sillon {revision()}, {time.strftime('%Y-%m-%d %H:%M UTC', time.gmtime())}",
    ]


def load() -> str:
    """The load averages of 1, 5 and 15 minutes."""
    return ", ".join(f"{average:.1f}" for average in os.getloadavg())


def revision() -> str:
    """The commit, marked when the tree differs from it."""
    described = subprocess.run(["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True)
    return described.stdout.strip() or "unknown"


def spread(values: list[float], digits: int = 2) -> str:
    """Median, and from where to where."""
    return f"{statistics.median(values):,.{digits}f} ({min(values):,.{digits}f} to {max(values):,.{digits}f})"


def table(head: list[str], rows: list[list[str]]) -> str:
    """A Markdown table, its columns aligned for readers of the text."""
    widths = [max(len(row[column]) for row in [head, *rows]) for column in range(len(head))]
    line = lambda cells: "| " + " | ".join(cell.ljust(width) for cell, width in zip(cells, widths)) + " |"
    return "\n".join([line(head), line(["-" * width for width in widths]), *map(line, rows)])


def write_result(name: str, text: str) -> None:
    """Writes bench/results/NAME and shows it."""
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / name).write_text(text.rstrip() + "\n")
    print(f"\n{text.rstrip()}\n\nwritten to bench/results/{name}")
