"""Tables of many persons in little memory say of each owner what was written in the rows of that owner."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.crowd_tables import NOWHERE, Places, Table, apart, narrow
from app.law.packing import Codes
from db.columns import Words

OWNERS = 6
ROWS = st.lists(
    st.tuples(st.integers(NOWHERE, OWNERS - 1), st.integers(-(2**31), 2**31 - 1), st.sampled_from("东南西北"))
)


@given(ROWS, st.lists(st.integers(0, OWNERS - 1), max_size=9))
def test_each_owner_has_the_rows_that_were_given_it_in_their_order(
    rows: list[tuple[int, int, str]], asked: list[int]
) -> None:
    owner, number, word = zip(*rows, strict=True) if rows else ((), (), ())
    columns = (np.array(number, dtype=np.int32), narrow(Codes.of(word)))
    table = Table(np.array(owner, dtype=np.int32), OWNERS, columns)
    whose, numbers, words = table.of(np.array(asked, dtype=np.int32))
    found = [
        (place, number, words.words[code])
        for place, number, code in zip(whose.tolist(), numbers.tolist(), words.codes.tolist(), strict=True)
    ]
    assert found == [
        (place, number, word) for place, of in enumerate(asked) for whose, number, word in rows if whose == of
    ]
    assert {whose.dtype, numbers.dtype, words.codes.dtype} == {np.dtype(np.int32)}


@given(
    st.lists(st.binary(min_size=16, max_size=16), unique=True), st.lists(st.binary(min_size=16, max_size=16))
)
def test_a_record_is_found_where_it_stands_and_a_strange_one_nowhere(
    known: list[bytes], more: list[bytes]
) -> None:
    asked = [*more, *known]
    found = Places(np.array(known, dtype="S16")).of(np.array(asked, dtype="S16"))
    assert found.tolist() == [known.index(uid) if uid in known else NOWHERE for uid in asked]


@pytest.mark.parametrize("different", [1, 255, 256, 257, 70_000])
def test_however_many_words_there_are_each_is_kept_apart(different: int) -> None:
    said = tuple(f"第{number}街" for number in range(different))
    (codes,) = apart(Words(np.arange(different, dtype=np.int32), (said,)))
    assert [codes.words[code] for code in codes.codes.tolist()] == list(said)
