"""A line to the server that can be cut around one commit, as lines in the country are."""

from __future__ import annotations

import select
import socket
import socketserver
import threading
import time
from types import TracebackType

import psycopg
from sqlalchemy import URL

COMMIT = b"COMMIT\x00"
PATIENCE = 30.0  # seconds


class Line:
    """Stands between a store and its server; each of its three accidents happens once."""

    def __init__(self, server: URL) -> None:
        self._server = server
        self._accident: str | None = None
        self.broken = 0

        class Call(socketserver.BaseRequestHandler):
            def handle(call) -> None:
                self._carry(call.request)

        self._listening = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Call)
        self._thread = threading.Thread(target=self._listening.serve_forever, kwargs={"poll_interval": 0.02})

    @property
    def url(self) -> URL:
        host, port = self._listening.server_address[:2]
        plain = {"sslmode": "disable", "gssencmode": "disable"}
        return self._server.set(host=str(host), port=port, query=plain)

    def swallow_the_answer_to_a_commit(self) -> None:
        self._accident = "answer lost"

    def lose_a_commit(self) -> None:
        self._accident = "commit lost"

    def deliver_a_commit_late(self) -> None:
        """The line breaks; the server gets the commit only while somebody is waiting for its outcome."""
        self._accident = "commit late"

    def __enter__(self) -> Line:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listening.shutdown()
        self._listening.server_close()
        self._thread.join()

    def _carry(self, client: socket.socket) -> None:
        with socket.socket(socket.AF_UNIX) as server:
            server.connect(f"{self._server.query['host']}/.s.PGSQL.{self._server.port or 5432}")
            while True:
                for end in select.select([client, server], [], [])[0]:
                    said = end.recv(65536)
                    if not said:
                        return
                    if end is client and said.endswith(COMMIT) and self._accident:
                        self._break(client, server, said)
                        return
                    (server if end is client else client).sendall(said)

    def _break(self, client: socket.socket, server: socket.socket, commit: bytes) -> None:
        accident, self._accident = self._accident, None
        self.broken += 1
        if accident == "answer lost":
            server.sendall(commit)
            server.recv(65536)
        if accident == "commit late":
            client.shutdown(socket.SHUT_RDWR)
            self._until_somebody_waits()
            server.sendall(commit)
            server.recv(65536)

    def _until_somebody_waits(self) -> None:
        address = self._server.set(drivername="postgresql").render_as_string(hide_password=False)
        waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
        give_up = time.monotonic() + PATIENCE
        with psycopg.connect(address, autocommit=True) as connection:
            while connection.execute(waiting).fetchone() == (0,) and time.monotonic() < give_up:
                pass
