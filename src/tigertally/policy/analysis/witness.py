"""An example convinces when it looks like a request that somebody could send, and when the engine agrees.

The search leaves globs; here their stars become words. Every example is given to the chain's own decision
before and after, and only one that both confirm is shown.
"""

from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct

from tigertally.policy.analysis.answers import Facts, Witness
from tigertally.policy.analysis.globs import ANY, FRESH, filled
from tigertally.policy.analysis.keys import TAG_LISTS, USUAL
from tigertally.policy.analysis.search import Found
from tigertally.policy.analysis.space import Place, Space, spelled
from tigertally.policy.analysis.universe import Universe
from tigertally.policy.decide import Decision, Grants
from tigertally.policy.languages.derived import derived
from tigertally.policy.pattern import Pieces, Wild
from tigertally.policy.request import Request, Value

Decide = Callable[[Grants, Request], Decision]
Wanted = Callable[[bool, bool], bool]
"""Which answers before and after an example has to have."""

REGIONS: Mapping[str, str] = {"alibaba": "cn-hangzhou", "huawei": "cn-north-4", "tencent": "ap-guangzhou"}
WORDS = ("", "any", "zq7", "zq7x9")
"""What stands for a star that is a part of a field; the first is whatever reads best in its place."""
TRIES = (*((True, word) for word in WORDS), *((False, word) for word in WORDS[1:]))
"""Whether a field that is left open says what is usual there, and the word for stars elsewhere."""


class Shown(Struct, frozen=True):
    """A request, and what the engine says to it on both sides."""

    witness: Witness
    before: Decision
    after: Decision


class Sides(Struct, frozen=True):
    """What a principal holds before and after, and who decides."""

    facts: Facts
    decide: Decide
    before: Grants
    after: Grants

    def judged(self, witness: Witness) -> Shown:
        """What the engine says to a request."""
        request = Request(witness.action, witness.resource, self.facts.who, witness.context)
        return Shown(witness, self.decide(self.before, request), self.decide(self.after, request))


def shown(sides: Sides, universe: Universe, found: Found, wanted: Wanted) -> Shown | None:
    """The most readable request of a place that has the wanted answers."""
    told = _consistent(sides.facts.cloud, found.context, universe.keys)
    for action, resource in _spellings(sides.facts, universe, found.place):
        one = sides.judged(Witness(action, resource, _whole(sides.facts, action, told)))
        if wanted(one.before.allowed, one.after.allowed):
            return one
    return None


def _whole(facts: Facts, action: str, told: Mapping[str, Value]) -> Mapping[str, Value]:
    """The context with what is constant, what follows from the action, and what every request holds."""
    follows = derived(action) if facts.cloud == "tencent" else {}
    return {**USUAL[facts.cloud], **told, **follows, **facts.context}


def _spellings(facts: Facts, universe: Universe, place: Place) -> Iterator[tuple[str, str]]:
    """The requests of a place, the more readable first; the last is as good as its generic instance."""
    for is_usual, word in TRIES:
        yield _spelling(facts, universe.space, place, is_usual, word)
    yield _spelling(facts, universe.space, place, False, universe.unused())


def _spelling(facts: Facts, space: Space, place: Place, is_usual: bool, word: str) -> tuple[str, str]:
    strings: list[str] = []
    for at, glob in enumerate(place):
        is_lone = glob == ANY and is_usual and not _is_operation(space, at)
        strings.append(_whole_field(facts, space, at, strings) if is_lone else _part(space, at, glob, word))
    return spelled(space, strings)


def _is_operation(space: Space, at: int) -> bool:
    """Whether a star in the dimension says that the request is about no resource (space.py)."""
    return space.fields == 6 and at == space.actions


def _part(space: Space, at: int, glob: Pieces, word: str) -> str:
    """A field with a word for each star: in a path a name, behind a name a number, in an action a word."""
    if glob == ANY:
        return FRESH if _is_operation(space, at) else word
    if word or at < space.actions:
        return filled(glob, word or "any", (word or "1")[0])
    text = ""
    for piece in glob:
        run = "any" if not text or text.endswith(("/", ":")) else "1"
        text += piece if isinstance(piece, str) else run if piece is Wild.RUN else "1"
    return text


def _whole_field(facts: Facts, space: Space, at: int, before: list[str]) -> str:
    """What stands for a field that is left open altogether."""
    if at < space.actions:
        return ("anyservice", "anytype", "anyaction")[at if at == 0 or space.actions == 3 else 2]
    names = {
        "alibaba": ("acs", before[0], REGIONS["alibaba"], facts.who.account_id, "anything"),
        "huawei": (before[0], REGIONS["huawei"], facts.who.account_id, "anytype", "anything"),
        "tencent": ("qcs", "", before[0], REGIONS["tencent"], f"uin/{facts.who.account_id}", "anything"),
    }
    return names[facts.cloud][at - space.actions]


def _consistent(cloud: str, context: Mapping[str, Value], keys: frozenset[str]) -> dict[str, Value]:
    """Where a key lists tags that other keys tell one by one, let both say the same."""
    told = dict(context)
    for listing, family in TAG_LISTS[cloud].items():
        single = {key: value for key, value in told.items() if key.startswith(family)}
        if listing in keys and (single or listing in told):
            _agree(cloud, told, listing, family, keys)
    return told


def _agree(cloud: str, told: dict[str, Value], listing: str, family: str, keys: frozenset[str]) -> None:
    held = told.get(listing, ())
    listed = [held] if isinstance(held, str) else list(held)
    for key in [key for key in told if key.startswith(family)]:
        name, value = key.removeprefix(family), told[key]
        entry = f"{name}&{value}" if cloud == "tencent" else name
        if entry not in listed:
            listed.append(entry)
    if listed:
        told[listing] = tuple(listed)
    for entry in listed if cloud == "tencent" else ():
        name, _, value = entry.partition("&")
        if family + name in keys:
            told.setdefault(family + name, value)
