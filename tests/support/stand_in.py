"""A process that behaves like a service from the outside, for tests of the supervisor: health on its port, orders in its folder.

`python -m tests.support.stand_in NAME PORT FOLDER`; a file `NAME.refuse` makes it exit at start, `NAME.deaf` ignore SIGTERM.
"""

from __future__ import annotations

import signal
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path


class _Health(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Quiet."""


def main(name: str, port: int, folder: Path) -> None:
    print(f"{name} starts", flush=True)
    if (folder / f"{name}.refuse").exists():
        sys.exit(f"{name} refuses: the reason is here")
    if (folder / f"{name}.deaf").exists():
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    HTTPServer(("127.0.0.1", port), _Health).serve_forever()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
