"""The floor: the same server around an application that says hello and does nothing else."""

import asyncio
import sys
from typing import Any

import uvicorn

from tigertally.server.serve import Listening, bound, config

ANSWER = b'{"hello":"world"}'

HEADERS = [(b"content-type", b"application/json"), (b"content-length", str(len(ANSWER)).encode())]


async def hello(_scope: Any, receive: Any, send: Any) -> None:
    """Hear the whole request and answer."""
    while (await receive()).get("more_body"):
        pass
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    await send({"type": "http.response.body", "body": ANSWER})


def main(port: int) -> None:
    """Serve until killed."""
    listening = Listening(port=port)
    with bound(listening) as listener:
        how = config(hello, listening)
        with asyncio.Runner(loop_factory=how.get_loop_factory()) as runner:
            runner.run(uvicorn.Server(how).serve(sockets=[listener]))


if __name__ == "__main__":
    main(int(sys.argv[1]))
