"""What an analysis may answer: an example that the engine itself agrees with, certainly nothing, or that it
does not know.

An answer never hides a doubt: what could not be decided says why, and what hangs on a reading of a cloud's
documents names that reading. How an answer is found is not known here.
"""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from tigertally.policy.decide import Decision, Grant, Match
from tigertally.policy.request import Value, Who

Outcome = Literal["lost", "gained", "kept", "denied", "unknown"]


class Unknown(Exception):
    """The question could not be decided; ``why`` is a sentence for whoever asked."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Unavoidable(Exception):
    """No detach of what the principal holds makes the region impossible; the witness shows it."""

    def __init__(self, witness: "Witness") -> None:
        super().__init__(f"{witness.action} on {witness.resource} is allowed without any identity policy")
        self.witness = witness


class Mismatch(Exception):
    """The analysis and the engine disagree about a witness: a bug, and never an answer."""


class Budget(Struct, frozen=True):
    """How much searching one question may cost, in steps, so that the same question has the same answer
    everywhere.
    """

    nodes: int = 4000


USUAL = Budget()


class Facts(Struct, frozen=True):
    """What is the same in every request of one principal.

    ``context`` holds the condition keys that do not change between its requests, spelled as a request's
    context spells them. A key that tells the principal itself (its name, its tags; keys.py lists them) and is
    not in it is absent from all its requests.
    """

    cloud: str
    who: Who
    context: Mapping[str, Value]


class Region(Struct, frozen=True):
    """The requests that are asked about: patterns as a policy of the language writes them."""

    action: str = "*"
    resource: str = "*"


class Witness(Struct, frozen=True):
    """One request that shows it, with everything that a decision reads."""

    action: str
    resource: str
    context: Mapping[str, Value]


class Row(Struct, frozen=True, kw_only=True):
    """What became of one action pattern on one resource pattern of one statement.

    ``lost``     allowed before and not after: see ``witness``
    ``gained``   the other way round
    ``kept``     allowed on both sides: ``by`` still grants it (or granted it already)
    ``denied``   allowed on neither side: ``by`` denies it, or ``why`` names the layer that is silent
    ``unknown``  see ``why``
    """

    grant: Grant
    statement: int
    action: str
    resource: str
    outcome: Outcome
    witness: Witness | None = None
    before: Decision | None = None
    after: Decision | None = None
    by: tuple[Match, ...] = ()
    why: str = ""
    assumption: str = ""


class Verdict(Struct, frozen=True):
    """Whether anything is lost and anything gained, with one example each; ``unknown`` says what could not
    be decided, and then a missing example proves nothing.
    """

    lost: Row | None
    gained: Row | None
    unknown: tuple[Row, ...] = ()
