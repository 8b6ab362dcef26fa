"""Pages join to the whole list, with nothing twice and nothing left out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tigertally.clouds.paging import cut, numbered


@pytest.mark.parametrize(
    ("found", "page", "more"),
    [("", "", ""), ("a", "a", ""), ("ab", "ab", ""), ("abc", "ab", "b")],
    ids=["nothing", "less than a page", "a page", "one more"],
)
def test_there_is_more_only_where_one_more_was_found(found: str, page: str, more: str) -> None:
    assert (page, more) == cut(found, 2, str)


@given(st.lists(st.integers(), unique=True, max_size=30), st.integers(1, 7))
def test_the_pages_join_to_the_whole(whole: list[int], size: int) -> None:
    seen: list[int] = []
    for _ in range(len(whole) + 1):
        start = len(seen)
        page, more = cut(whole[start : start + size + 1], size, str)
        seen += page
        if not more:
            break
        assert str(seen[-1]) == more
    assert whole == seen


@given(st.lists(st.integers(), max_size=30), st.integers(1, 7))
def test_numbered_pages_join_to_the_whole_and_end(whole: list[int], size: int) -> None:
    pages = [list(numbered(whole, number, size)) for number in range(1, 32)]
    assert whole == [one for page in pages for one in page]
    assert [] == pages[-1]
