"""A chain's rule is a formula over sets of statements: the decision evaluates it, the analysis solves it.

The words are few: some statement of a set matches, none does, and, or. What a statement says is not known
here.
"""

from collections.abc import Iterable

from msgspec import Struct

from tigertally.policy.decide import Grant
from tigertally.policy.request import Request
from tigertally.policy.statement import Effect, Statement
from tigertally.policy.urn import cut

Statements = tuple[Statement, ...]


class Some(Struct, frozen=True):
    """A statement of the set matches the request."""

    statements: Statements


class No(Struct, frozen=True):
    """No statement of the set matches the request."""

    statements: Statements


class Both(Struct, frozen=True):
    """All the parts hold; of no parts, always."""

    parts: tuple["Formula", ...]


class Either(Struct, frozen=True):
    """One of the parts holds; of no parts, never."""

    parts: tuple["Formula", ...]


Formula = Some | No | Both | Either

ALWAYS = Both(())
NEVER = Either(())


def stated(grants: Iterable[Grant], effect: Effect) -> Statements:
    """The statements of one effect, in order."""
    return tuple(
        statement for grant in grants for statement in grant.document.statements if statement.effect == effect
    )


def allows(grants: Iterable[Grant]) -> Formula:
    """One set of policies allows: some allow matches, and no deny."""
    held = tuple(grants)
    return Both((Some(stated(held, "Allow")), No(stated(held, "Deny"))))


def silent(grants: Iterable[Grant]) -> Formula:
    """One set of policies says nothing."""
    return No(tuple(statement for grant in grants for statement in grant.document.statements))


def negation(formula: Formula) -> Formula:
    """What holds exactly where the formula does not."""
    match formula:
        case Some(statements):
            return No(statements)
        case No(statements):
            return Some(statements)
        case Both(parts):
            return Either(tuple(map(negation, parts)))
        case Either(parts):
            return Both(tuple(map(negation, parts)))


def holds(formula: Formula, request: Request) -> bool:
    """Evaluate it at one request."""
    action, fields = request.action.lower(), cut(request.resource)

    def matched(statements: Statements) -> bool:
        return any(one.action(action) and one.applies(request, fields) for one in statements)

    def true(part: Formula) -> bool:
        match part:
            case Some(statements):
                return matched(statements)
            case No(statements):
                return not matched(statements)
            case Both(parts):
                return all(map(true, parts))
            case Either(parts):
                return any(map(true, parts))

    return true(formula)
