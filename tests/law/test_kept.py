"""Packed blocks: kept as bytes and read again, parted and put together, they tell the same of everyone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.law import Case
from app.law.joining import together, without
from app.law.kept import Damaged, from_bytes, to_bytes
from app.law.packing import Block, pack
from tests.law.invented import people
from tests.law.plain import everyone

CASES = st.lists(
    st.builds(Case, people(), st.none() | st.lists(people(), max_size=2).map(tuple)), min_size=1, max_size=8
)


def numbered(cases: list[Case], numbers: list[int]) -> Block:
    """The cases packed under these numbers, their guardians under numbers of their own."""
    block = replace(pack(cases), cases=(), who=np.array(numbers, dtype=np.int32))
    if block.guardians is None:
        return block
    grown = replace(block.guardians.block, who=block.guardians.block.who + np.int32(1000 * (1 + numbers[0])))
    return replace(block, guardians=replace(block.guardians, block=grown))


@given(CASES)
def test_a_block_is_read_as_it_was_kept(cases: list[Case]) -> None:
    block = numbered(cases, list(range(len(cases))))
    assert everyone([from_bytes(to_bytes(block))]) == everyone([block])


@given(CASES, st.data())
def test_parted_and_put_together_it_tells_the_same(cases: list[Case], data: st.DataObject) -> None:
    numbers = list(range(0, 3 * len(cases), 3))
    block = numbered(cases, numbers)
    chosen = data.draw(st.sets(st.sampled_from(numbers)))
    those = np.array(sorted(chosen), dtype=np.int32)
    others = np.array(sorted(set(numbers) - chosen), dtype=np.int32)
    ours, theirs = without(block, those), without(block, others)
    assert everyone([ours]).keys() == set(others.tolist())
    whole = together(theirs, ours)
    assert whole.who.tolist() == numbers
    assert everyone([whole]) == everyone([block])


@given(CASES, CASES)
def test_blocks_of_different_words_are_put_together(some: list[Case], more: list[Case]) -> None:
    ours = numbered(some, list(range(1, 2 * len(some), 2)))
    theirs = numbered(more, list(range(0, 2 * len(more), 2)))
    assert everyone([together(ours, theirs)]) == everyone([ours]) | everyone([theirs])


@pytest.mark.parametrize("kept", [b"", b"no block", to_bytes(numbered([], []))[:-40]])
def test_bytes_that_are_no_block_are_told(kept: bytes) -> None:
    with pytest.raises(Damaged):
        from_bytes(kept)
