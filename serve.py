"""The page as a server of one's own: `streamlit run serve.py`.

`streamlit run app.py` sends headers of safety for static files alone, has no setting
for more, and runs nothing of ours before there are threads.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware

from optimizer.worker import share_one_heap

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Served = Callable[[Message, Receive, Send], Awaitable[None]]

HEADERS = {
    # Files are what we say they are: no upload is run as a script.
    "X-Content-Type-Options": "nosniff",
    # Nobody else's page shows ours in a frame and has its buttons clicked unseen; the
    # second is for browsers that do not know the first.
    "Content-Security-Policy": "frame-ancestors 'self'",
    "X-Frame-Options": "SAMEORIGIN",
}


class WithHeaders:
    """Add the headers to every answer of the server."""

    def __init__(self, app: Served) -> None:
        self._served = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        await self._served(scope, receive, with_headers)


share_one_heap()
app = st.App(
    Path(__file__).with_name("app.py"),
    middleware=[Middleware(WithHeaders)],
)
