"""A visitor without a browser: Streamlit's own messages over its own websocket.

It sends what a browser sends when an input changes and keeps what it is told to draw.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from typing import Any, TypeVar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, ProxyHandler, Request, build_opener

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

T = TypeVar("T")
PATIENCE_S = 300.0
XSRF = "_streamlit_xsrf"
MARK = "RotaMatch-7f3a9c"
"""What separates the parts of an upload."""
TEXT = ("body", "label", "help", "text", "value", "message")
"""Fields of an element that hold what a visitor reads."""

Path = tuple[int, ...]


@dataclass
class Visitor:
    """One session; ``elements`` is what the last run drew, by place."""

    socket: ClientConnection
    address: str
    query: str = ""
    page: str = ""
    session: str = ""
    pages: dict[str, str] = field(default_factory=dict)
    elements: dict[Path, Any] = field(default_factory=dict)
    states: dict[str, WidgetState] = field(default_factory=dict)

    # --- what a visitor does ---------------------------------------------------------

    async def open(self, path: str = "", **parameters: str) -> Run:
        """Go to a page of the app, as by its address."""
        self.page, self.query = path, urlencode(parameters)
        return await self.run()

    async def choose(self, name: str, **value: Any) -> Run:
        """Set the widget of a key to a value, by the field its kind is sent in."""
        self.put(name, **value)
        return await self.run()

    def put(self, name: str, **value: Any) -> None:
        """Set a widget, to be sent with the next run."""
        self.states[self.id_of(name)] = _state(self.id_of(name), **value)

    async def press(self, name: str) -> Run:
        """Press a button, for one run."""
        found = self.id_of(name)
        self.states[found] = _state(found, trigger_value=True)
        run = await self.run()
        self.states.pop(found, None)
        return run

    async def upload(self, widget: str, name: str, content: bytes) -> Run:
        """Choose a file, which the browser sends before the script runs."""
        message = BackMsg()
        message.file_urls_request.session_id = self.session
        message.file_urls_request.file_names.append(name)
        await self.socket.send(message.SerializeToString())
        while True:
            answer = ForwardMsg.FromString(await self.socket.recv(decode=False))
            if answer.WhichOneof("type") == "file_urls_response":
                break
        urls = answer.file_urls_response.file_urls[0]
        await asyncio.to_thread(
            _send_file, self.address, urls.upload_url, name, content
        )
        state = WidgetState(id=self.id_of(widget))
        file = state.file_uploader_state_value.uploaded_file_info.add()
        file.file_id, file.name, file.size = urls.file_id, name, len(content)
        file.file_urls.CopyFrom(urls)
        self.states[state.id] = state
        return await self.run()

    async def run(self) -> Run:
        """Let the script run with what was set; return when it has ended."""
        await self.socket.send(self._message().SerializeToString())
        return await asyncio.wait_for(self._drawn(time.perf_counter()), PATIENCE_S)

    # --- what is on the page ---------------------------------------------------------

    def id_of(self, name: str) -> str:
        """Id of the widget whose key ends so."""
        for element in self.elements.values():
            found: str = getattr(element, "id", "")
            if found.endswith(name):
                return found
        raise LookupError(f"no widget {name!r} on the page")

    def element(self, name: str) -> Any:
        """Return the widget whose key ends so."""
        found = self.id_of(name)
        return next(e for e in self.elements.values() if getattr(e, "id", "") == found)

    def kind(self, name: str) -> list[Any]:
        """Every element of a kind, such as an exception."""
        wanted = name.replace("_", "")
        return [
            e
            for e in self.elements.values()
            if type(e).__name__.lower().endswith(wanted)
        ]

    def text(self) -> str:
        """All that a visitor can read, but what is in tables and figures."""
        found = (getattr(e, name, "") for e in self.elements.values() for name in TEXT)
        return "\n".join(text for text in found if isinstance(text, str) and text)

    # --- the protocol ----------------------------------------------------------------

    def _message(self) -> BackMsg:
        message = BackMsg()
        asked = message.rerun_script
        asked.query_string = self.query
        asked.page_script_hash = self.pages.get(self.page, "")
        asked.page_name = "" if asked.page_script_hash else self.page
        asked.context_info.url = f"{self.address}/{self.page}"
        asked.context_info.timezone = "UTC"
        asked.context_info.locale = "en-US"
        asked.widget_states.widgets.extend(self.states.values())
        return message

    async def _drawn(self, began: float) -> Run:
        """Take messages in until a script has run to its end."""
        run = Run(began)
        while True:
            raw = await self.socket.recv(decode=False)
            message = ForwardMsg.FromString(raw)
            run.note(message, len(raw))
            if self._took(message):
                run.ended = time.perf_counter()
                live = {getattr(e, "id", "") for e in self.elements.values()}
                self.states = {k: s for k, s in self.states.items() if k in live}
                return run

    def _took(self, message: ForwardMsg) -> bool:
        """Take one message in; say whether a whole run ended with it."""
        match message.WhichOneof("type"):
            case "new_session":
                self.elements = {}
                self.session = message.new_session.initialize.session_id or self.session
            case "navigation":
                pages = message.navigation.app_pages
                self.pages = {
                    "" if page.is_default else page.url_pathname: page.page_script_hash
                    for page in pages
                }
            case "page_info_changed":
                self.query = message.page_info_changed.query_string
            case "delta":
                self._draw(tuple(message.metadata.delta_path), message.delta)
            case "script_finished":
                early = ForwardMsg.FINISHED_EARLY_FOR_RERUN
                return message.script_finished != early
        return False

    def _draw(self, place: Path, delta: Any) -> None:
        """Put an element where it goes, in place of what was there."""
        kind = delta.WhichOneof("type")
        if kind not in ("new_element", "add_block"):
            return
        for old in [p for p in self.elements if p[: len(place)] == place]:
            del self.elements[old]
        found = getattr(delta, kind)
        if kind == "new_element":
            name = found.WhichOneof("type")
            self.elements[place] = getattr(found, name) if name else found
        else:
            self.elements[place] = found


@dataclass
class Run:
    """One run of the script as its visitor saw it, in seconds since it was asked."""

    began: float
    ended: float = 0.0
    answered: float = 0.0
    bytes: int = 0

    def note(self, message: ForwardMsg, size: int) -> None:
        """Note when the answer came and how much was sent."""
        self.bytes += size
        if message.WhichOneof("type") == "new_session":
            self.answered = 0.0
        elif not self.answered and message.WhichOneof("type") == "delta":
            heading = message.delta.new_element.heading
            if heading.tag == "h2":
                self.answered = time.perf_counter()

    @property
    def seconds(self) -> float:
        """Until the script has ended."""
        return self.ended - self.began

    @property
    def seconds_to_answer(self) -> float:
        """Until the headline; a page without one is answered at its end."""
        return (self.answered or self.ended) - self.began


def _send_file(address: str, url: str, name: str, content: bytes) -> None:
    """Send a file as a browser does, with the token against forged requests."""
    jar = CookieJar()
    opener = build_opener(ProxyHandler({}), HTTPCookieProcessor(jar))
    opener.open(f"{address}/_stcore/health", timeout=PATIENCE_S).close()
    token = next((c.value for c in jar if c.name == XSRF), None) or ""
    head = (
        f"--{MARK}\r\n"
        f'Content-Disposition: form-data; name="file"; filename="{name}"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    )
    body = head.encode() + content + f"\r\n--{MARK}--\r\n".encode()
    kind = f"multipart/form-data; boundary={MARK}"
    headers = {"Content-Type": kind, "X-Xsrftoken": token}
    request = Request(f"{address}{url}", body, headers, method="PUT")
    opener.open(request, timeout=PATIENCE_S).close()


async def arrive(address: str) -> Visitor:
    """Connect as someone new; nothing is asked for yet."""
    there = address.replace("http", "ws", 1) + "/_stcore/stream"
    socket = await connect(
        there,
        subprotocols=[Subprotocol("streamlit")],
        max_size=None,
        open_timeout=PATIENCE_S,
        ping_interval=None,
    )
    return Visitor(socket, address)


def run_to_end(doing: Coroutine[Any, Any, T]) -> T:
    """Run to the end in a thread of its own: a browser may hold this one's loop."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(asyncio.run, doing).result()


def _state(name: str, **value: Any) -> WidgetState:
    state = WidgetState(id=name)
    for kind, found in value.items():
        if kind.endswith("array_value"):
            getattr(state, kind).data[:] = found
        else:
            setattr(state, kind, found)
    return state
