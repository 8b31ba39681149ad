"""Serve the real app for a measurement, in a process of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path

from views.session.caching import WORKER

ROOT = Path(__file__).parents[1]
APP = ROOT / "app.py"
PROXY = ROOT / "docs" / "haproxy.cfg"
START_S = 90


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: where it is, its process and what it logs."""

    address: str
    pid: int
    log: Path

    def memory_mb(self) -> float:
        """Memory of the process and those it began; what they share counts once.

        Linux alone says.
        """
        return sum(_memory_mb(pid) for pid in self._processes())

    def cpu_s(self) -> float:
        """Processor seconds used by the process itself (Linux alone says)."""
        return _cpu_s(self.pid)

    def cpu_beside_s(self) -> float:
        """Processor seconds used by the processes that it began."""
        return sum(_cpu_s(pid) for pid in self._processes()[1:])

    def tracebacks(self) -> int:
        """How many tracebacks the server has logged."""
        return self.log.read_text(errors="replace").count("Traceback (most recent")

    def _processes(self) -> tuple[int, ...]:
        begun = Path(f"/proc/{self.pid}/task").glob("*/children")
        return (self.pid, *(int(pid) for path in begun for pid in _read(path).split()))


def _read(path: Path) -> str:
    """Nothing where the thread or process has ended."""
    with suppress(OSError):
        return path.read_text()
    return ""


def _memory_mb(pid: int) -> float:
    for line in _read(Path(f"/proc/{pid}/smaps_rollup")).splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0


def _cpu_s(pid: int) -> float:
    fields = _read(Path(f"/proc/{pid}/stat")).rpartition(")")[2].split()
    ticks = sum(map(int, fields[11:13]))
    return ticks / os.sysconf("SC_CLK_TCK")


@contextmanager
def served(app: Path = APP, keep: Path | None = None) -> Iterator[Server]:
    """Serve the app, or a copy of it, from an empty home until the block ends.

    The home, with what the server logged, is gone then unless it is to be ``keep``.
    """
    with nullcontext(keep) if keep else tempfile.TemporaryDirectory() as home:
        port, log = _free_port(), Path(home) / "server.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                _command(app, port),
                cwd=app.parent,
                env={
                    **os.environ,
                    WORKER: "1",
                    "HOME": str(home),
                    "PYTHONPATH": str(ROOT),
                },
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait(address, process, log)
            yield Server(address, process.pid, log)
        finally:
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@dataclass(frozen=True, slots=True)
class Copies:
    """Servers of the same app behind one address; figures are sums over all."""

    address: str
    servers: tuple[Server, ...]

    def memory_mb(self) -> float:
        """Memory that they hold now."""
        return sum(server.memory_mb() for server in self.servers)

    def cpu_s(self) -> float:
        """Processor seconds that the servers have used."""
        return sum(server.cpu_s() for server in self.servers)

    def cpu_beside_s(self) -> float:
        """Processor seconds that the processes beside them have used."""
        return sum(server.cpu_beside_s() for server in self.servers)

    def tracebacks(self) -> int:
        """How many tracebacks the servers have logged."""
        return sum(server.tracebacks() for server in self.servers)


@contextmanager
def served_copies(app: Path, count: int) -> Iterator[Copies]:
    """Serve so many copies of the app; several behind HAProxy, as in ``deploy``."""
    with ExitStack() as stack:
        servers = tuple(stack.enter_context(served(app)) for _ in range(count))
        if count == 1:
            yield Copies(servers[0].address, servers)
            return
        home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        port, settings = _free_port(), home / "haproxy.cfg"
        settings.write_text(_proxy_settings(port, servers))
        proxy = subprocess.Popen(["haproxy", "-db", "-f", str(settings)])
        stack.callback(proxy.wait)
        stack.callback(proxy.terminate)
        address = f"http://127.0.0.1:{port}"
        _wait(address, proxy, servers[0].log)
        yield Copies(address, servers)


def _proxy_settings(port: int, servers: tuple[Server, ...]) -> str:
    """The settings that ship, for these servers."""
    shipped = PROXY.read_text()
    head, _ = shipped.split("    server one ")
    lines = [
        f"    server copy{n} {server.address.removeprefix('http://')}"
        f" cookie copy{n} check\n"
        for n, server in enumerate(servers)
    ]
    return head.replace("127.0.0.1:8500", f"127.0.0.1:{port}") + "".join(lines)


def _command(app: Path, port: int) -> list[str]:
    return [
        *(sys.executable, "-m", "streamlit", "run", str(app)),
        "--server.headless=true",
        "--server.address=127.0.0.1",
        f"--server.port={port}",
        "--server.fileWatcherType=none",
    ]


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def _wait(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START_S
    while process.poll() is None and time.monotonic() < until:
        try:
            urllib.request.urlopen(f"{address}/_stcore/health", timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit(f"the server did not start:\n{log.read_text(errors='replace')}")
