"""Of the values of a key one is found for each way in which comparisons can tell them apart."""

import pytest

from tigertally.policy.analysis.keys import Kind
from tigertally.policy.analysis.values import KIND_OF, values
from tigertally.policy.conditions.comparison import Cell
from tigertally.policy.languages import alibaba, huawei, tencent
from tigertally.policy.pattern import pieces


def cell(operator: str, *written: str) -> Cell:
    operators = {**alibaba.OPERATORS, **tencent.OPERATORS}
    return Cell("x:key", operators[operator], tuple(map(pieces, written)))


MIDNIGHT = "2026-03-01T00:00:00Z"


@pytest.mark.parametrize(
    ("kind", "cells", "expected"),
    [
        ("number", [cell("NumericLessThan", "10"), cell("NumericEquals", "12")], "9 10 11 12 13"),
        ("number", [cell("NumericEquals", "1"), cell("NumericEquals", "2")], "0 1 1.5 2 3"),
        ("flag", [cell("Bool", "true")], "true false"),
        ("date", [cell("DateEquals", "2026-03-01T08:00:00+08:00")], f"2026-02-28T23:59:59Z {MIDNIGHT}"),
        ("date", [cell("DateLessThan", MIDNIGHT)], f"{MIDNIGHT} 2026-03-01T00:00:01Z"),
        ("address", [cell("IpAddress", "10.0.0.0/30")], "9.255.255.255 10.0.0.0 10.0.0.1 10.0.0.4"),
        ("address", [cell("IpAddress", "2001:db8::/126")], "2001:db8:: 2001:db8::4 192.0.2.1"),
        ("bytes", [cell("binary_equal", "AAAA")], "AAAA AAAAAAAA"),
        ("text", [cell("StringLike", "a*")], "value avalue"),
    ],
)
def test_points_gaps_and_ends(kind: Kind, cells: list[Cell], expected: str) -> None:
    found = values(kind, cells)
    assert found.complete
    assert set(expected.split()) <= set(found.values)


def test_a_number_too_long_for_an_exact_middle_is_told() -> None:
    assert not values("number", [cell("NumericLessThan", "1e999999")]).complete


def test_an_address_may_be_named_as_text() -> None:
    found = values("address", [cell("StringEquals", "10.0.0.7"), cell("IpAddress", "10.0.0.0/8")])
    assert found.complete
    assert "10.0.0.7" in found.values


def test_two_kinds_that_cannot_be_solved_together_are_told() -> None:
    assert not values("address", [cell("StringLike", "10.*"), cell("IpAddress", "10.0.0.0/8")]).complete
    assert not values(None, [cell("StringEquals", "ten"), cell("NumericEquals", "10")]).complete


@pytest.mark.parametrize("language", [alibaba, huawei, tencent])
def test_every_operator_s_family_has_a_kind(language: object) -> None:
    operators = language.OPERATORS.values()  # type: ignore[attr-defined]
    assert [] == [operator for operator in operators if operator.test not in KIND_OF]


@pytest.mark.parametrize("written", ["0999-01-01T00:00:00Z", "0001-01-01T00:00:01Z"])
def test_a_moment_of_an_early_year_has_one_before_it(written: str) -> None:
    early = cell("DateLessThan", written)
    assert any(early.test()({early.key: one}) for one in values("date", [early]).values)


@pytest.mark.parametrize("written", ["0001-01-01T00:00:00+08:00", "9999-12-31T23:59:59-08:00"])
def test_a_moment_that_utc_has_no_name_for_is_no_error(written: str) -> None:
    assert "2026-01-15T09:30:00Z" in values("date", [cell("DateLessThan", written)]).values
