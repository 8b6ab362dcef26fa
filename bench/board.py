"""The scoreboard as people read it and as programs do."""

import json
from collections.abc import Sequence

from bench.figures import Figure

HEAD = ("", "median", "spread", "rounds", "realistic", "aim", "verdict", "what")


def table(figures: Sequence[Figure]) -> str:
    """One line a figure, and below it what it was made of."""
    rows = [HEAD, *(_row(figure) for figure in figures)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(HEAD))]
    lines = []
    for row, facts in zip(rows, ["", *(_facts(figure) for figure in figures)], strict=True):
        lines.append("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
        if facts:
            lines.append(f"{'':{widths[0]}}    {facts}")
    return "\n".join(lines) + "\n"


def as_json(figures: Sequence[Figure], *, seconds: float, quick: bool) -> str:
    """The same for programs, with every round."""
    told = {"quick": quick, "seconds": round(seconds, 1), "figures": [figure.told for figure in figures]}
    return json.dumps(told, indent=2) + "\n"


def _row(figure: Figure) -> tuple[str, ...]:
    return (
        figure.name,
        _number(figure.median),
        f"{figure.spread:.0%}",
        str(len(figure.rounds)),
        str(figure.realistic),
        str(figure.aim),
        figure.verdict,
        figure.what,
    )


def _facts(figure: Figure) -> str:
    return ", ".join(f"{name} {_number(value)}" for name, value in figure.facts.items())


def _number(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:.4g}" if value < 1000 else f"{value:,.0f}"
