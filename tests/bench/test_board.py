"""The scoreboard as it is printed, and the list of what it measures."""

import json

import pytest

from bench.__main__ import RATIOS, main
from bench.board import as_json, table
from bench.engines import ENGINES
from bench.figures import Figure, at_most
from bench.run import Run

FIGURE = Figure(
    name="R2 sqlite",
    what="detach / hello",
    rounds=(5.0, 5.5, 6.0),
    realistic=at_most(6),
    aim=at_most(2.5),
    facts={"hello us": 20.0, "calls": 1920, "disk": "slow"},
)


def test_the_table_has_a_line_for_a_figure_and_one_for_what_it_is_made_of() -> None:
    assert [
        "           median  spread  rounds  realistic  aim     verdict    what",
        "R2 sqlite  5.5     18%     3       <= 6       <= 2.5  realistic  detach / hello",
        "             hello us 20, calls 1,920, disk slow",
    ] == table([FIGURE]).splitlines()


def test_the_json_tells_every_round() -> None:
    told = json.loads(as_json([FIGURE], seconds=61.23, quick=True))
    assert (True, 61.2) == (told["quick"], told["seconds"])
    assert [
        {
            "name": "R2 sqlite",
            "what": "detach / hello",
            "median": 5.5,
            "spread": 1 / 5.5,
            "rounds": [5.0, 5.5, 6.0],
            "realistic": "<= 6",
            "aim": "<= 2.5",
            "verdict": "realistic",
            "facts": {"hello us": 20.0, "calls": 1920, "disk": "slow"},
        }
    ] == told["figures"]


def test_the_list_of_ratios_is_the_scoreboards() -> None:
    assert ["R1", "R2", "R4", "R5", "R7", "R8", "R10", "p99"] == list(RATIOS)
    assert ["sqlite", "postgresql"] == list(ENGINES)


def test_only_what_is_asked_for_is_measured(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    runs: list[Run] = []

    def measure(run: Run) -> list[Figure]:
        runs.append(run)
        return [FIGURE]

    monkeypatch.setattr("bench.__main__.RATIOS", {"R1": measure, "R2": measure})
    assert 0 == main(["--quick", "--only", "R2", "--100000"])
    assert [Run(quick=True, principals=(1_000, 10_000, 100_000))] == runs
    printed = capsys.readouterr().out
    assert table([FIGURE]) in printed
    assert [FIGURE.told] == json.loads(printed.removeprefix(table([FIGURE])))["figures"]
