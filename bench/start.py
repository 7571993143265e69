#!/usr/bin/env python3
"""Measures how soon an instance is ready and how much memory it keeps when idle, and writes results/start.md.

    bench/start.py [STARTS]        15 unless told

The instance is on SQLite and holds the demo (two creators, a release of six pieces). Start: from the start of the
process to the first 200 of /readyz, asked for every millisecond. Idle memory: after the page with all its files, the
lists and one whole track at each bit rate have been served, eight people have signed in at once (each password hash
works on 19 MiB), and 30 s of silence; all roles (API, streaming, worker) are
in the process. RSS counts pages that are shared with other processes in full, PSS by share.
"""

import gzip
import http.client
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from measuring import SILLON, first_line, load, machine, spread, table, write_result

START_GOAL_MS = 300
MEMORY_GOAL_MIB = 60
SILENCE_S = 30
SIGN_INS = 8


def main() -> None:
    starts = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    with tempfile.TemporaryDirectory(prefix="sillon-bench-") as temporary:
        data = Path(temporary) / "data"
        begin = time.monotonic()
        demo = subprocess.run([SILLON, "dev", "demo", "--data-dir", data], check=True, capture_output=True, text=True).stdout
        demo_s = time.monotonic() - begin
        times = []
        for start in range(starts):
            with server(data) as (_, _, ready_ms):
                times.append(ready_ms)
            print(f"start {start + 1}/{starts}: {ready_ms:.0f} ms (load {load()})", file=sys.stderr)
        with server(data) as (process, port, _):
            fresh = memory(process.pid)
            served = listen(port)
            sign_in(port, demo)
            time.sleep(SILENCE_S)
            idle = memory(process.pid)
            threads = len(os.listdir(f"/proc/{process.pid}/task"))
            mappings = by_mapping(process.pid)
    median_ms = sorted(times)[len(times) // 2]
    text = "\n".join(
        [
            "# Start and idle memory\n",
            f"- Ready in {median_ms:.0f} ms (median of {starts} starts). Goal: under {START_GOAL_MS} ms: **{verdict(median_ms < START_GOAL_MS)}**.",
            f"- Idle memory {idle['Rss']:.1f} MiB (RSS). Goal: under {MEMORY_GOAL_MIB} MiB: **{verdict(idle['Rss'] < MEMORY_GOAL_MIB)}**.",
            "\nMade by `bench/start.py`, whose head says what is measured.\n",
            *machine(),
            f"- {first_line(SILLON, '--version')}, release build, {SILLON.stat().st_size / 2**20:.1f} MiB; the demo took {demo_s:.1f} s to make\n",
            "## Start\n",
            table(["from process start to", "ms: median (min to max)"], [["/readyz answers 200", spread(times, 0)]]),
            f"\n## Memory\n\nBetween the two: {served}, {SIGN_INS} sign-ins, and {SILENCE_S} s of silence. {threads} threads.\n",
            table(
                ["MiB", "RSS", "PSS", "private", "of which anonymous"],
                [
                    [name, *(f"{sizes[key]:.1f}" for key in ("Rss", "Pss", "Private", "Anonymous"))]
                    for name, sizes in (("ready", fresh), ("idle after use", idle))
                ],
            ),
            "\nWhat the idle memory is made of (resident MiB by mapping):\n",
            table(["mapping", "RSS", "anonymous"], [[name, f"{rss:.1f}", f"{anonymous:.1f}"] for name, rss, anonymous in mappings]),
        ]
    )
    write_result("start.md", text)


def verdict(met: bool) -> str:
    return "met" if met else "missed"


@contextmanager
def server(data: Path):
    """A server until the end of the block; gives its process, its port and the milliseconds until it was ready."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    begin = time.monotonic()
    command = [SILLON, "serve", "--data-dir", data, "--listen", f"127.0.0.1:{port}"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while not is_ready(port):
            if process.poll() is not None or time.monotonic() - begin > 60:
                raise SystemExit("the server did not become ready")
            time.sleep(0.001)
        yield process, port, (time.monotonic() - begin) * 1000
    finally:
        process.terminate()
        process.wait()


def is_ready(port: int) -> bool:
    try:
        return get(port, "/readyz")[0] == 200
    except OSError:
        return False


def get(port: int, path: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path, headers={"Accept": "text/html, */*", "Accept-Encoding": "gzip"})
        response = connection.getresponse()
        body = response.read()
        return response.status, gzip.decompress(body) if response.headers.get("Content-Encoding") == "gzip" else body
    finally:
        connection.close()


def fetch(port: int, path: str) -> bytes:
    status, body = get(port, path)
    if status != 200:
        raise SystemExit(f"{path} answered {status}")
    return body


def listen(port: int) -> str:
    """What a browser asks for that opens the page and plays a track to its end, at every bit rate."""
    page = fetch(port, "/").decode()
    assets = set(re.findall(r'(?:src|href)="(/[^"]+)"', page))
    for asset in assets:
        fetch(port, asset)
    releases = json.loads(fetch(port, "/api/v1/releases"))
    release = json.loads(fetch(port, f"/api/v1/releases/{next(iter(releases.values()))[0]['id']}"))
    fetch(port, "/api/v1/tracks")
    track = release["tracks"][0]
    return f"the page and its {len(assets)} files, the lists, {play(port, track['playback'])} media requests"


def sign_in(port: int, demo: str) -> None:
    """Signs a creator of the demo in, as often as SIGN_INS says, at once."""
    email = re.search(r"\S+@\S+", demo)[0]
    credentials = json.dumps({"email": email, "password": re.search(r"password (\S+)", demo)[1]})

    def once(_: int) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request("POST", "/api/v1/sessions", credentials, {"Content-Type": "application/json"})
        return connection.getresponse().status

    with ThreadPoolExecutor(SIGN_INS) as people:
        statuses = set(people.map(once, range(SIGN_INS)))
    if any(status >= 300 for status in statuses):
        raise SystemExit(f"signing in answered {statuses}")


def play(port: int, playback: dict) -> int:
    """Follows the playlists as a player does; gives the number of requests."""
    requests = 0
    waiting = [address for address in playback.values() if isinstance(address, str) and address.endswith(".m3u8")]
    while waiting:
        address = waiting.pop()
        body = fetch(port, address).decode()
        requests += 1
        folder = address.rsplit("/", 1)[0]
        for line in body.splitlines():
            for name in [line] if line and not line.startswith("#") else re.findall(r'URI="([^"]+)"', line):
                target = name if name.startswith("/") else f"{folder}/{name}"
                if target.endswith(".m3u8"):
                    waiting.append(target)
                else:
                    fetch(port, target)
                    requests += 1
    return requests


def memory(pid: int) -> dict[str, float]:
    """MiB of a process by kind."""
    kib = dict(re.findall(r"^(\w+):\s+(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE))
    private = int(kib["Private_Clean"]) + int(kib["Private_Dirty"])
    return {"Rss": int(kib["Rss"]) / 1024, "Pss": int(kib["Pss"]) / 1024, "Private": private / 1024, "Anonymous": int(kib["Anonymous"]) / 1024}


def by_mapping(pid: int) -> list[tuple[str, float, float]]:
    """Resident and anonymous MiB, summed by what is mapped, largest first; below 0.1 MiB it is left out."""
    sizes: dict[str, list[int]] = {}
    name = ""
    for line in Path(f"/proc/{pid}/smaps").read_text().splitlines():
        if re.match(r"^[0-9a-f]+-[0-9a-f]+ ", line):
            parts = line.split(maxsplit=5)
            path = parts[5] if len(parts) == 6 else "anonymous: malloc arenas, stacks of threads"
            name = Path(path).name if path.startswith("/") else path
        elif line.startswith(("Rss:", "Anonymous:")):
            key, kib, _ = line.split()
            sizes.setdefault(name, [0, 0])[key == "Anonymous:"] += int(kib)
    listed = [(name, rss / 1024, anonymous / 1024) for name, (rss, anonymous) in sizes.items() if rss >= 100]
    return sorted(listed, key=lambda entry: -entry[1])


if __name__ == "__main__":
    main()
