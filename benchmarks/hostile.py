"""Send hostile inputs to every way in; prints what was found and exits 1 on any fault.

``python -m benchmarks.hostile`` makes 100,000 inputs from a fixed seed. An input that
fails is made again by ``--target NAME --only NUMBER``, and shown as short as it can be.
"""

from __future__ import annotations

import argparse
import faulthandler
import resource
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from benchmarks.mutations import shrunk
from benchmarks.targets import Target, as_text, refusal, targets
from optimizer.domain.faults import DataError

SEED = "RotaMatch"
INPUTS = 100_000
LIMIT_S = 2.0
"""An input that takes more processor time counts as hanging (a solve stops before)."""
HANG_S = 60
MEMORY_MB = 600
SHOWN_CHARACTERS = 600


@dataclass(frozen=True, slots=True)
class Find:
    """An input for which something does not hold."""

    target: str
    number: int
    what: str
    content: Any


@dataclass
class Tally:
    """What came of the inputs of one target."""

    target: str
    accepted: int = 0
    refused: int = 0
    seconds: float = 0.0
    worst_s: float = 0.0
    finds: list[Find] = field(default_factory=list)


def main() -> None:
    """Run what the command line asks for."""
    args = _arguments()
    chosen = [t for t in targets() if args.target in (None, t.name)]
    print(f"seed {args.seed!r}", flush=True)
    tallies = []
    for target in chosen:
        count = counted(target, chosen, args.inputs)
        numbers = range(count) if args.only is None else [args.only]
        tallies.append(tried(target, numbers, args.seed, watched=True))
        print(_line(tallies[-1]), flush=True)
    finds = [find for tally in tallies for find in tally.finds]
    for find in finds[:20]:
        print(_told(find, chosen), flush=True)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    inputs = sum(t.accepted + t.refused + len(t.finds) for t in tallies)
    print(
        f"{inputs:,} inputs, {sum(t.accepted for t in tallies):,} accepted,"
        f" {sum(t.refused for t in tallies):,} refused, {len(finds)} finds;"
        f" {sum(t.seconds for t in tallies):.0f} s,"
        f" worst {max(t.worst_s for t in tallies):.2f} s;"
        f" most memory {memory:.0f} MB"
    )
    if finds or memory > MEMORY_MB:
        raise SystemExit(1)


def counted(target: Target, chosen: Sequence[Target], inputs: int) -> int:
    """How many of all inputs a target gets: its share, rounded up."""
    return -(-inputs * target.share // sum(t.share for t in chosen))


def tried(
    target: Target, numbers: Sequence[int], seed: str = SEED, *, watched: bool = False
) -> Tally:
    """Try the inputs of these numbers; ``watched``: end the process if one hangs."""
    tally = Tally(target.name)
    for number in numbers:
        content = made(target, number, seed)
        if watched:
            faulthandler.dump_traceback_later(HANG_S, exit=True)
        began = time.process_time()
        what = _attempted(target, content, tally)
        spent = time.process_time() - began
        tally.seconds += spent
        tally.worst_s = max(tally.worst_s, spent)
        if spent > LIMIT_S and not what:
            what = f"it took {spent:.1f} s"
        if what:
            tally.finds.append(Find(target.name, number, what, content))
    faulthandler.cancel_dump_traceback_later()
    return tally


def made(target: Target, number: int, seed: str = SEED) -> Any:
    """Make the input of a number, the same one every time."""
    return target.make(Random(f"{seed} {target.name} {number}"))


def _attempted(target: Target, content: Any, tally: Tally) -> str:
    """Try one input; say what does not hold, or nothing."""
    try:
        accepted = target.attempt(content)
        tally.accepted += accepted
        tally.refused += not accepted
    except DataError as error:
        tally.refused += 1
        try:
            refusal(error, target.most)
        except (AssertionError, UnicodeError) as fault:
            tally.refused -= 1
            return f"refusal: {fault}"
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return ""


def _line(tally: Tally) -> str:
    return (
        f"{tally.target}: {tally.accepted:,} accepted, {tally.refused:,} refused,"
        f" {len(tally.finds)} finds, {tally.seconds:.1f} s, worst {tally.worst_s:.2f} s"
    )


def _told(find: Find, chosen: Sequence[Target]) -> str:
    target = next(t for t in chosen if t.name == find.target)
    kind = find.what.split(":")[0]

    def fails(content: Any) -> bool:
        said = _attempted(target, content, Tally(""))
        return bool(said) and said.split(":")[0] == kind

    content = find.content
    if isinstance(content, str | bytes) and fails(content):
        content = shrunk(content, fails)
    return "\n".join(
        (
            f"--target {find.target!r} --only {find.number}",
            f"  {find.what[:SHOWN_CHARACTERS]}",
            f"  {as_text(content)[:SHOWN_CHARACTERS]}",
        )
    )


def sample(inputs: int) -> Iterator[tuple[Target, range]]:
    """A few inputs of every target, for a test."""
    chosen = targets()
    for target in chosen:
        yield target, range(counted(target, chosen, inputs))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks.hostile")
    parser.add_argument("--inputs", type=int, default=INPUTS)
    parser.add_argument("--seed", default=SEED)
    parser.add_argument("--target", help="this way in alone")
    parser.add_argument("--only", type=int, help="the input of this number alone")
    return parser.parse_args()


if __name__ == "__main__":
    main()
