"""What can somebody do, and what would have to go so that they cannot: questions about one state of things.

What would have to go has one smallest answer: whatever allows a request that no deny stops must go, and
taking it away never lets a deny grow. So an example is looked for, all that allows it is taken away, and
again.
"""

from collections.abc import Iterator

from msgspec import structs

from tigertally.policy.analysis.answers import (
    USUAL,
    Budget,
    Facts,
    Region,
    Row,
    Unavoidable,
    Unknown,
    Witness,
)
from tigertally.policy.analysis.impact import NEVER_MEETS, NOT_SPOKEN_OF
from tigertally.policy.analysis.patterns import Part, parts, region
from tigertally.policy.analysis.question import Question
from tigertally.policy.analysis.witness import Shown
from tigertally.policy.decide import Grant, Grants
from tigertally.policy.statement import Statement


def can(facts: Facts, grants: Grants, asked: Region, budget: Budget = USUAL) -> Witness | None:
    """A request of the region that is allowed, or None when certainly none is. Raises Unknown when it could
    not be decided, and Malformed when the region is no pattern of the language.
    """
    found = _allowed(facts, grants, asked, budget)
    return None if found is None else found.witness


def _allowed(facts: Facts, grants: Grants, asked: Region, budget: Budget) -> Shown | None:
    question = Question(facts, grants, grants, budget)
    found = question.example("held", region(facts.cloud, asked))
    return None if found is None else found.shown


def can_do(facts: Facts, grants: Grants, budget: Budget = USUAL) -> Iterator[Row]:
    """One row for each pattern that the principal's own policies allow: ``kept`` with an example, or
    ``denied`` and by what.
    """
    question = Question(facts, grants, grants, budget)
    for grant in (*grants.identity, *(grants.resource_group or ())):
        for statement in grant.document.statements:
            for part in parts(facts.cloud, statement) if statement.effect == "Allow" else ():
                yield _row(question, grant, statement, part)


def _row(question: Question, grant: Grant, statement: Statement, part: Part) -> Row:
    row = Row(
        grant=grant, statement=statement.index, action=part.action, resource=part.resource, outcome="unknown"
    )
    try:
        found = question.example("held", part.statement, statement)
        asked = found or question.example("asked", part.statement, statement)
    except Unknown as unknown:
        return structs.replace(row, why=unknown.why)
    if asked is None:
        return structs.replace(row, outcome="denied", why=NEVER_MEETS)
    said = asked.shown.before
    row = structs.replace(row, before=said, after=said, by=said.determining)
    if found is not None:
        return structs.replace(row, outcome="kept", witness=asked.shown.witness)
    if said.allowed:
        return structs.replace(row, why=NOT_SPOKEN_OF)
    why = "" if said.explicit else f"nothing in the layer {said.layer} allows it"
    return structs.replace(row, outcome="denied", why=why)


def least_detach(facts: Facts, grants: Grants, asked: Region, budget: Budget = USUAL) -> tuple[Grant, ...]:
    """The smallest set of grants, of those that the principal holds itself, without which nothing in the
    region is allowed; () when nothing is. Raises Unknown, and Unavoidable when no such set is enough.
    """
    taken: list[Grant] = []
    while (found := _allowed(facts, grants, asked, budget)) is not None:
        allowing = [match.grant for match in found.before.determining]
        gone = [one for one in _own(grants) if one in allowing]
        if not gone:
            raise Unavoidable(found.witness)
        taken += gone
        grants = without(grants, gone)
    return tuple(taken)


def _own(grants: Grants) -> tuple[Grant, ...]:
    return (*grants.identity, *(grants.resource_group or ()))


def without(grants: Grants, gone: list[Grant]) -> Grants:
    """What is held once some grants are taken away."""
    group = grants.resource_group
    return structs.replace(
        grants,
        identity=tuple(one for one in grants.identity if one not in gone),
        resource_group=None if group is None else tuple(one for one in group if one not in gone),
    )


def redundant(facts: Facts, grants: Grants, budget: Budget = USUAL) -> Iterator[Grant]:
    """The grants that the principal holds itself and could lose, any one of them alone, without losing any
    access. What could not be decided is left out.
    """
    for at, grant in enumerate(grants.identity):
        less = structs.replace(grants, identity=grants.identity[:at] + grants.identity[at + 1 :])
        question = Question(facts, grants, less, budget)
        try:
            lost = question.example("lost")
        except Unknown:
            continue
        if lost is None:
            yield grant
