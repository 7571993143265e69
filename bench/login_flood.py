#!/usr/bin/env python3
"""login_flood.py [BINARY]: how long other routes take while 10,000 attempts to sign in arrive, beside an idle server.

Starts a server of its own (its limits do not count loopback, so every attempt reaches the password pool or its full queue:
the worst case), asks other routes at a steady pace, first alone and then during the flood, and writes
bench/results/login_flood.md. Needs Python 3 alone.
"""

import asyncio
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ATTEMPTS = 10_000
FLOODERS = 200
PROBES_A_SECOND = 50
IDLE_SECONDS = 20
PROBES = ["/api/v1/instance", "/api/v1/tracks", "/api/v1/accounts/me", "/livez"]


class Connection:
    """HTTP/1.1 with keep-alive, no more than is needed here."""

    def __init__(self, host, port):
        self.host, self.port, self.streams = host, port, None

    async def ask(self, head, body=b""):
        if self.streams is None:
            self.streams = await asyncio.open_connection(self.host, self.port)
        reader, writer = self.streams
        writer.write(head + body)
        answer = await reader.readuntil(b"\r\n\r\n")
        length = 0
        for line in answer.split(b"\r\n"):
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        await reader.readexactly(length)
        return int(answer.split(b" ", 2)[1])


def head_of(method, path, host, headers=""):
    return f"{method} {path} HTTP/1.1\r\nhost: {host}\r\n{headers}\r\n".encode()


async def probe(host, port, cookie, stop):
    """Asks each route in turn at a steady pace; a late answer does not slow the pace down."""
    times = {path: [] for path in PROBES}
    free = []

    async def once(path):
        connection = free.pop() if free else Connection(host, port)
        began = time.perf_counter()
        status = await connection.ask(head_of("GET", path, host, f"cookie: {cookie}\r\n"))
        times[path].append(time.perf_counter() - began)
        assert status == 200, (path, status)
        free.append(connection)

    running, number, next_at = set(), 0, time.perf_counter()
    while not stop.is_set():
        task = asyncio.create_task(once(PROBES[number % len(PROBES)]))
        running.add(task)
        task.add_done_callback(running.discard)
        number += 1
        next_at += 1 / PROBES_A_SECOND
        await asyncio.sleep(max(0, next_at - time.perf_counter()))
    await asyncio.gather(*running)
    return times


async def flood(host, port):
    """So many attempts, each at another account, as fast as the server answers."""
    statuses, numbers = {}, iter(range(ATTEMPTS))

    async def attack():
        connection = Connection(host, port)
        for number in numbers:
            body = json.dumps({"email": f"{number}@example.org", "password": "wrong horse"}).encode()
            headers = f"content-type: application/json\r\ncontent-length: {len(body)}\r\n"
            status = await connection.ask(head_of("POST", "/api/v1/sessions", host, headers), body)
            statuses[status] = statuses.get(status, 0) + 1
            if status == 503:
                # What Retry-After asks for is five seconds; a rude client waits a moment only.
                await asyncio.sleep(0.5)

    await asyncio.gather(*(attack() for _ in range(FLOODERS)))
    return statuses


def start(binary, folder):
    command = [binary, "serve", "--listen", "127.0.0.1:0", "--data-dir", str(Path(folder, "data"))]
    server = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    address = server.stdout.readline().removeprefix("Sillon is listening on http://").strip()
    token = server.stdout.readline().removeprefix("Set-up token: ").strip()
    host, port = address.rsplit(":", 1)
    return server, host, int(port), token


def set_up(host, port, token):
    import http.client

    connection = http.client.HTTPConnection(host, port)
    body = {"token": token, "email": "admin@example.org", "display_name": "Admin", "password": "correct horse battery"}
    connection.request("POST", "/api/v1/setup", json.dumps(body), {"content-type": "application/json"})
    answer = connection.getresponse()
    assert answer.status == 201, answer.read()
    return answer.getheader("set-cookie").split(";")[0]


async def measure(host, port, cookie):
    stop = asyncio.Event()
    idle = asyncio.create_task(probe(host, port, cookie, stop))
    await asyncio.sleep(IDLE_SECONDS)
    stop.set()
    idle = await idle
    stop = asyncio.Event()
    during = asyncio.create_task(probe(host, port, cookie, stop))
    began = time.perf_counter()
    statuses = await flood(host, port)
    took = time.perf_counter() - began
    stop.set()
    return idle, await during, statuses, took


def milliseconds(times, share):
    return statistics.quantiles(times, n=100)[share - 1] * 1000


def report(idle, during, statuses, took):
    load = os.getloadavg()[0]
    lines = [
        "# A flood of logins",
        "",
        f"Made by `bench/login_flood.py` on {time.strftime('%Y-%m-%d %H:%M UTC', time.gmtime())}: {platform.machine()},",
        f"{os.cpu_count()} cores, SQLite; load average before the run {LOAD_BEFORE:.1f}, after it {load:.1f}.",
        "",
        f"{ATTEMPTS:,} attempts by {FLOODERS} connections, each at another account, took {took:.0f} s; answers by status: "
        + ", ".join(f"{status}: {count:,}" for status, count in sorted(statuses.items())) + ".",
        f"Other routes were asked {PROBES_A_SECOND} times a second all the while. Milliseconds:",
        "",
        "| Route | Idle median | Flood median | Ratio | Idle 95th | Flood 95th | Ratio | Flood 99th |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for path in PROBES:
        at = [milliseconds(times[path], share) for share in (50, 95) for times in (idle, during)]
        lines.append(
            f"| `{path}` | {at[0]:.2f} | {at[1]:.2f} | {at[1] / at[0]:.2f} | {at[2]:.2f} | {at[3]:.2f} | "
            f"{at[3] / at[2]:.2f} | {milliseconds(during[path], 99):.2f} |"
        )
    return "\n".join(lines) + "\n"


def main():
    binary = sys.argv[1] if len(sys.argv) > 1 else str(ROOT / "target/release/sillon")
    with tempfile.TemporaryDirectory(prefix="sillon-flood.") as folder:
        server, host, port, token = start(str(Path(binary).resolve()), folder)
        try:
            cookie = set_up(host, port, token)
            text = report(*asyncio.run(measure(host, port, cookie)))
        finally:
            server.terminate()
            server.wait()
    target = ROOT / "bench/results/login_flood.md"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text)
    print(text)


if __name__ == "__main__":
    LOAD_BEFORE = os.getloadavg()[0]
    main()
