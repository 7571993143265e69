"""A real SMTP server for tests: keeps every letter that it takes as a file, and misbehaves for some addresses.

    smtp_server.py FOLDER

Prints its port. By the first word of the local part of a recipient:
    reject    550 for ever
    later     451 the first time, then it takes the letter
    reset     takes the letter, and breaks the connection (RST) before it says so
    cut       takes the letter, and closes the connection before it says so
Every other letter is taken after PAUSE seconds (variable, 0 by default).
"""

import os
import socket
import struct
import sys
import time
from pathlib import Path

from aiosmtpd.controller import Controller

folder = Path(sys.argv[1])
pause = float(os.environ.get("PAUSE", "0"))


def kind(address):
    return address.split("@")[0].split("-")[0]


class Handler:
    def __init__(self):
        self.asked = set()
        self.number = 0

    async def handle_RCPT(self, server, session, envelope, address, options):
        if kind(address) == "reject":
            return "550 5.1.1 no such mailbox here"
        if kind(address) == "later" and address not in self.asked:
            self.asked.add(address)
            return "451 4.7.1 greylisted, come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        time.sleep(pause)
        for address in envelope.rcpt_tos:
            self.number += 1
            unfinished = folder / f".{self.number}"
            unfinished.write_bytes(envelope.content)
            unfinished.rename(folder / f"{self.number:04}_{address}.eml")
            if kind(address) == "cut":
                server.transport.close()
            if kind(address) == "reset":
                linger = struct.pack("ii", 1, 0)
                server.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                server.transport.abort()
        return "250 2.0.0 taken"


controller = Controller(Handler(), hostname="127.0.0.1", port=0, enable_SMTPUTF8=True)
# The controller wants a port that it can name: one that was free a moment ago.

probe = socket.socket()
probe.bind(("127.0.0.1", 0))
controller.port = probe.getsockname()[1]
probe.close()
controller.start()
print(controller.port, flush=True)
sys.stdin.read()
controller.stop()
