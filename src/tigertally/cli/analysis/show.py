"""How what was found is shown: tables for people, the witness first; JSON for scripts; an exit code for both.

Exit codes: 0 nothing is lost, 3 something is, 4 something could not be decided (and nothing else is lost).
"""

import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

NOTHING_LOST, LOST, UNKNOWN = 0, 3, 4

COLOURS = {"lost": "31", "gained": "33", "unknown": "35", "kept": "32", "denied": "2", "allowed": "32"}
"""ANSI colours by outcome, on a terminal that wants them."""


def exit_code(outcomes: Iterable[str]) -> int:
    """What a pipeline is told."""
    found = set(outcomes)
    return LOST if "lost" in found else UNKNOWN if "unknown" in found else NOTHING_LOST


def as_json(told: Any) -> None:
    """Print for a script."""
    print(json.dumps(told, indent=2, ensure_ascii=False))


def coloured(word: str, outcome: str) -> str:
    """A word in its outcome's colour."""
    if not sys.stdout.isatty() or os.environ.get("NO_COLOR"):
        return word
    return f"\033[{COLOURS[outcome]}m{word}\033[0m"


def listed(rows: Sequence[tuple[str, str, str]], outcomes: Sequence[str]) -> None:
    """Print rows of a word, what it is about, and why, which stands below: a request can fill a line."""
    width = max((len(word) for word, _, _ in rows), default=0)
    for (word, what, why), outcome in zip(rows, outcomes, strict=True):
        print(f"  {coloured(word.ljust(width), outcome)}  {what}")
        if why:
            print(f"  {'':{width}}    {coloured(why, 'denied')}")


def witness_line(witness: Any, keys: frozenset[str]) -> str:
    """A request as one line: action, resource, and of its condition keys those that are named."""
    if witness is None:
        return ""
    own = {key: value for key, value in witness.context.items() if key in keys}
    told = ", ".join(f"{key}={_value(value)}" for key, value in own.items())
    return f"{witness.action}  on  {witness.resource}{f'  with {told}' if told else ''}"


def _value(value: str | tuple[str, ...]) -> str:
    return value if isinstance(value, str) else "{" + ", ".join(value) + "}"


def telling_keys(facts: Any, *held: Any) -> frozenset[str]:
    """The condition keys that some policy asks about and that are not the same in every request."""
    from tigertally.ledger.impact import documents_of

    asked = frozenset().union(*(one.keys for grants in held for one in documents_of(grants)))
    return frozenset(asked - facts.context.keys())


def row_line(row: Any, keys: frozenset[str]) -> tuple[str, str, str]:
    """The outcome, the witness or the pattern, and why."""
    what = witness_line(row.witness, keys) or f"{row.action}  on  {row.resource}"
    return row.outcome, what, why(row)


def why(row: Any) -> str:
    """What makes the outcome: the statement that is taken away, what still grants it, what denies it."""
    here = f"{row.grant.policy} statement {row.statement}"
    assumed = f"; depends on the assumption {row.assumption}" if row.assumption else ""
    match row.outcome:
        case "kept":
            return f"still granted by {matches_line(row.by)}{assumed}"
        case "denied":
            return f"was denied already{f' by {matches_line(row.by)}' if row.by else f': {row.why}'}{assumed}"
        case "unknown":
            return f"{row.why}{assumed}"
        case _:
            return f"{here}: {row.action} on {row.resource}{assumed}"


def matches_line(matches: Iterable[Any]) -> str:
    """Statements by policy, number, and the door through which they bear."""
    found = dict.fromkeys(
        f"{match.grant.policy} statement {match.statement.index}{_door(match.grant)}" for match in matches
    )
    return ", ".join(found)


def _door(grant: Any) -> str:
    """Through whom a policy bears; in a folder the principal itself has no name."""
    if grant.attached_to_kind == "user" and not grant.attached_to:
        return ""
    return f" ({' '.join((grant.attached_to_kind, grant.attached_to)).strip()})"


def row_told(row: Any) -> dict[str, Any]:
    """A row for a script."""
    told: dict[str, Any] = {
        "outcome": row.outcome,
        "policy": row.grant.policy,
        "statement": row.statement,
        "action": row.action,
        "resource": row.resource,
        "witness": witness_told(row.witness),
        "by": [match_told(match) for match in row.by],
    }
    more = {"why": row.why, "assumption": row.assumption}
    return told | {name: text for name, text in more.items() if text}


def witness_told(witness: Any) -> Mapping[str, Any] | None:
    """A request for a script."""
    if witness is None:
        return None
    return {"action": witness.action, "resource": witness.resource, "context": dict(witness.context)}


def match_told(match: Any) -> dict[str, Any]:
    """A statement for a script."""
    grant = match.grant
    return {
        "policy": grant.policy,
        "statement": match.statement.index,
        "effect": match.statement.effect,
        "attached_to": {"kind": grant.attached_to_kind, "name": grant.attached_to},
    }


def progress(done: int, total: int, what: str = "sets of policies") -> None:
    """One line on standard error, where somebody watches, about work that takes a while."""
    if sys.stderr.isatty() and total > 1:
        end = "\n" if done == total else ""
        print(f"\r  {done} of {total} {what}", end=end, file=sys.stderr, flush=True)
