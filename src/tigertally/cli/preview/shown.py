"""What a preview found, for people and for scripts."""

from typing import Any, NamedTuple

from tigertally.cli.analysis import show as shown

NAMED_MAX = 5
"""How many principals are named in a line."""

OUTCOMES = ("lost", "gained", "unknown")


class Found(NamedTuple):
    """Principals who lose and gain alike, and what bears on them before and after."""

    names: tuple[str, ...]
    facts: Any
    before: Any
    after: Any


def of_impact(impact: Any) -> Found:
    """One class of principals of a ledger."""
    where = f" in resource group {impact.scope_id}" if impact.scope_id else ""
    names = tuple(f"{one.kind} {one.name}{where}" for _, one in impact.holders)
    return Found(names, impact.facts, impact.before, impact.after)


def show(found: list[Found], *, as_json: bool, everything: bool) -> int:
    """Show every row; the exit code says whether something is lost, or unknown."""
    listed = [(one, rows_of(one)) for one in found]
    if as_json:
        shown.as_json({"impacts": [told_found(one, rows) for one, rows in listed]})
    else:
        for one, rows in listed:
            print_found(one, rows, everything=everything)
        if not listed:
            print("Nobody is concerned.")
    return shown.exit_code(row.outcome for _, rows in listed for row in rows)


def rows_of(found: Found) -> list[Any]:
    """What becomes of each pattern that is taken away or added."""
    from tigertally.policy.analysis import rows

    return list(rows(found.facts, found.before, found.after))


def told_found(found: Found, listed: list[Any]) -> dict[str, Any]:
    """Who loses and gains what, for a script."""
    return {
        "principals": list(found.names),
        "assumptions": list(_assumptions(found)),
        "rows": [shown.row_told(row) for row in listed],
    }


def print_found(found: Found, listed: list[Any], *, everything: bool) -> None:
    """The same for people: the example first."""
    names = found.names
    more = f" and {len(names) - NAMED_MAX} more" if len(names) > NAMED_MAX else ""
    print(f"{', '.join(names[:NAMED_MAX])}{more}: {_sum(listed)}")
    keys = shown.telling_keys(found.facts, found.before, found.after)
    seen = [row for row in listed if everything or row.outcome in OUTCOMES]
    shown.listed([shown.row_line(row, keys) for row in seen], [row.outcome for row in seen])
    for name in _assumptions(found):
        print(f"  Whether anything is lost or gained depends on the assumption {name} (docs/fidelity.md).")


def _assumptions(found: Found) -> tuple[str, ...]:
    from tigertally.policy.analysis import depends_on

    return depends_on(found.facts, found.before, found.after)


def _sum(listed: list[Any]) -> str:
    counts = {outcome: sum(row.outcome == outcome for row in listed) for outcome in OUTCOMES}
    told = ", ".join(f"{count} {outcome}" for outcome, count in counts.items() if count)
    return told or "nothing is lost, nothing is gained"
