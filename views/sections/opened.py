"""An opened link without a profile: its schedule and cost, no chances."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from charts import words
from optimizer.domain.plan import Block
from optimizer.domain.problem import Problem
from optimizer.domain.starts import BlockId, offering_of
from optimizer.model.rotation import block_of, rotation_on, rotations_of
from optimizer.scenario_io.share import Shared
from views.sections import schedule


def render(problem: Problem, link: Shared) -> None:
    """Draw what the link holds and say what it does not."""
    blocks = blocks_of(problem, link)
    count = words.counted(len(blocks), "rotation")
    st.header(words.sentence(f"a shared plan with {count}").rstrip("."), anchor=False)
    st.markdown(
        "It holds if each host says yes. The profile was not shared, on which chances"
        " and eligibility depend. Press **Change** to see yours."
    )
    if link.dropped or not link.same_catalog or len(blocks) < len(link.block_ids):
        st.markdown(
            "The catalog has changed since: dates, fees or hosts may differ from what"
            " the sender saw."
        )
    schedule.render(problem, blocks)
    st.subheader("What it costs", anchor=False)
    schedule.render_costs(problem, rotations_of(problem, blocks))


def note(link: Shared | None) -> None:
    """Say whose chances are shown while a link without a profile is open."""
    if link and not link.has_profile:
        st.info(
            "The link you opened holds no profile: chances here are those of a typical"
            " applicant until you press **Change**.",
            icon=":material/person:",
        )


def blocks_of(problem: Problem, link: Shared) -> tuple[Block, ...]:
    """Build the blocks of a link in date order, those that the catalog (still) has."""
    return tuple(
        sorted(
            (
                block_of_id(problem, found)
                for found in known_ids(problem, link.block_ids)
            ),
            key=lambda block: (block.start, block.block_id),
        )
    )


def known_ids(problem: Problem, block_ids: Iterable[str]) -> tuple[str, ...]:
    """Keep the blocks of offerings that the catalog has: it may be another one now."""
    offerings = problem.catalog.offering
    return tuple(found for found in block_ids if offering_of(found) in offerings)


def block_of_id(problem: Problem, block_id: str) -> Block:
    """Build the block of an id, offering@start, of the catalog."""
    found = BlockId.parse(block_id)
    assert found.start, "a block has a date"
    offering = problem.catalog.offering[found.offering_id]
    return block_of(rotation_on(problem, offering, found.start))
