"""An SMTP server for tests: STARTTLS and a password are required, every mail becomes a JSON line.

It prints its port once it listens, and ends when its standard input closes,
so that it never outlives the test that started it.

--mails FILE      where the mails go: {"from", "to", "tls", "user", "message"} a line
--ca FILE         where the certificate of its own authority goes, for the client to trust
--hold COUNT      takes the first COUNT mails without ever confirming them
--refuse ADDRESS  turns this recipient down for good
"""

import argparse
import asyncio
import json
import ssl
import sys

import trustme
from aiosmtpd.smtp import SMTP, AuthResult

USER, PASSWORD = "postil", "between-two-tests"


class Recorder:
    """Takes mails as `--hold` and `--refuse` say."""

    def __init__(self, mails, hold, refuse):
        self.mails, self.hold, self.refuse = mails, hold, refuse

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refuse:
            return f"550 5.1.1 <{address}>: no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 ok"

    async def handle_DATA(self, server, session, envelope):
        line = {
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "tls": session.ssl is not None,
            "user": session.auth_data,
            "message": envelope.content.decode("utf-8", "surrogateescape"),
        }
        with open(self.mails, "a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
        if self.hold > 0:
            self.hold -= 1
            await asyncio.Event().wait()
        return "250 2.0.0 taken"


def authenticate(server, session, envelope, mechanism, data):
    right = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=right, handled=False, auth_data=USER if right else None)


async def serve(options):
    authority = trustme.CA()
    authority.cert_pem.write_to_path(options.ca)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("localhost", "127.0.0.1").configure_cert(context)
    recorder = Recorder(options.mails, options.hold, set(options.refuse))

    def connection():
        return SMTP(
            recorder,
            hostname="localhost",
            tls_context=context,
            require_starttls=True,
            auth_required=True,
            authenticator=authenticate,
        )

    loop = asyncio.get_running_loop()
    server = await loop.create_server(connection, "127.0.0.1", options.port)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--mails", required=True)
    arguments.add_argument("--ca", required=True)
    arguments.add_argument("--port", type=int, default=0)
    arguments.add_argument("--hold", type=int, default=0)
    arguments.add_argument("--refuse", action="append", default=[])
    asyncio.run(serve(arguments.parse_args()))


if __name__ == "__main__":
    main()
