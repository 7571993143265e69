"""A real SMTP server whose answers the recipient's local part chooses. Prints its port, then serves until it is killed.

usage: smtp_server.py FOLDER [--tls none|starttls|tls] [--certificate FILE --key FILE] [--sign-in]

FOLDER gets one file for each message that was taken, and `connections`, with a line for each connection.
"""

import argparse
import asyncio
import itertools
import pathlib
import ssl

from aiosmtpd.smtp import SMTP, AuthResult

AT_RCPT = {
    "nobody": "550 5.1.1 no such user here",
    "blocked": "550 5.7.1 you are on a list",
    "bare": "550 mailbox unavailable",
    "later": "451 4.3.0 try again later",
    "full": "452 4.2.2 mailbox full",
}
AFTER_DATA = {
    "spam": "554 5.7.1 we do not want this",
    "gone": "550 5.1.1 there was nobody after all",
    "busy": "451 4.3.2 busy just now",
}


class Handler:
    def __init__(self, folder):
        self.folder = folder
        self.numbers = itertools.count(1)

    async def handle_MAIL(self, server, session, envelope, address, options):
        if address.startswith("unwelcome@"):
            return "553 5.7.1 you may not send as this"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 sender ok"

    async def handle_RCPT(self, server, session, envelope, address, options):
        local = address.split("@")[0]
        if local in AT_RCPT:
            return AT_RCPT[local]
        if local == "hang-up-early":
            server.transport.abort()
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 recipient ok"

    async def handle_DATA(self, server, session, envelope):
        local = envelope.rcpt_tos[0].split("@")[0]
        if local in AFTER_DATA:
            return AFTER_DATA[local]
        path = self.folder / f"{next(self.numbers):04}.eml"
        path.write_bytes(envelope.original_content)
        if local == "hang-up":
            server.transport.abort()
        if local == "silence":
            await asyncio.sleep(3600)
        return f"250 2.0.0 queued as {path.stem}"


class Server(SMTP):
    folder = None

    def connection_made(self, transport):
        super().connection_made(transport)
        # STARTTLS makes it anew on the same line.
        if self._original_transport is None:
            with (self.folder / "connections").open("a") as file:
                file.write("one\n")


def sign_in(server, session, envelope, mechanism, data):
    # Not handled: the answer, 235 or 535, is the library's to give.
    return AuthResult(success=data.login == b"sillon" and data.password == b"correct horse", handled=False)


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--tls", choices=["none", "starttls", "tls"], default="none")
    parser.add_argument("--certificate")
    parser.add_argument("--key")
    parser.add_argument("--sign-in", action="store_true")
    options = parser.parse_args()
    context = None
    if options.tls != "none":
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(options.certificate, options.key)
    handler = Handler(options.folder)
    Server.folder = options.folder

    def protocol():
        starttls = context if options.tls == "starttls" else None
        extra = {"authenticator": sign_in, "auth_required": True} if options.sign_in else {}
        return Server(
            handler,
            tls_context=starttls,
            require_starttls=starttls is not None,
            auth_require_tls=options.tls == "starttls",
            enable_SMTPUTF8=True,
            hostname="mail.test",
            loop=asyncio.get_running_loop(),
            **extra,
        )

    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        protocol, "127.0.0.1", 0, ssl=context if options.tls == "tls" else None
    )
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
