"""Reads a message from standard input with Python's parser and prints what it found as JSON."""

import email
import json
import sys
from email import policy

raw = sys.stdin.buffer.read()
message = email.message_from_bytes(raw, policy=policy.default)
parts = [part for part in message.walk() if not part.is_multipart()]
json.dump(
    {
        "headers": {name.lower(): str(value) for name, value in message.items()},
        "header_count": len(message.items()),
        "content_type": message.get_content_type(),
        "parts": [
            {
                "type": part.get_content_type(),
                "charset": part.get_content_charset(),
                "encoding": part["content-transfer-encoding"],
                "content": part.get_content().replace("\r\n", "\n"),
            }
            for part in parts
        ],
        "defects": [repr(defect) for part in message.walk() for defect in part.defects]
        + [repr(defect) for value in message.values() for defect in getattr(value, "defects", ())],
        "bare_newlines": raw.count(b"\n") - raw.count(b"\r\n"),
        "longest_line": max(len(line) for line in raw.split(b"\r\n")),
        "is_ascii": raw.isascii(),
    },
    sys.stdout,
)
