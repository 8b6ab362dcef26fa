"""One principal before and after: what is asked about the two is solved here and shown only as the engine
confirms it.

The chains say when they allow; lost is allowed before and not after, gained the other way round. What both
sides have in common cancels out (universe.py), so what did not change costs nothing.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from typing import Literal

from msgspec import Struct, structs

from tigertally.policy.analysis.answers import Budget, Facts, Mismatch, Unknown
from tigertally.policy.analysis.ground import Term, term
from tigertally.policy.analysis.keys import TAG_LISTS, described
from tigertally.policy.analysis.search import Found, Search
from tigertally.policy.analysis.shapes import shape
from tigertally.policy.analysis.universe import Bits, Case, Universe
from tigertally.policy.analysis.values import values
from tigertally.policy.analysis.witness import Decide, Shown, Sides, Wanted, shown
from tigertally.policy.chains import alibaba, huawei, tencent
from tigertally.policy.decide import Grant, Grants
from tigertally.policy.formula import ALWAYS, Both, Formula, negation
from tigertally.policy.request import Value
from tigertally.policy.statement import Statement

SUPPOSED = 3
"""So many values are tried for a key that a variable stands for."""

LINKED = "two condition keys tell the same tags, and no values were found on which they agree"
ONLY_ASKED = "a variable stands for {}, which only a request tells"


class Chain(Struct, frozen=True):
    """How a cloud decides, and the same as a formula."""

    decide: Decide
    formula: Callable[[Grants], Formula]


CHAINS: Mapping[str, Chain] = {
    "alibaba": Chain(alibaba.decide, alibaba.formula),
    "huawei": Chain(huawei.decide, huawei.formula),
    "tencent": Chain(tencent.decide, tencent.formula),
}
DENY_FIRST = Chain(partial(alibaba.decide, order="deny first"), partial(alibaba.formula, order="deny first"))
"""Alibaba by the other reading of its order."""


Layers = dict[str, tuple[Grant, ...]]


def layers(grants: Grants) -> Layers:
    """What there is to a principal, layer by layer; a layer that is not there is no entry."""
    found: dict[str, tuple[Grant, ...] | None] = {
        "identity": grants.identity,
        "resource_group": grants.resource_group,
        "session": grants.session,
        "boundary": None if grants.boundary is None else (grants.boundary,),
        "trust": None if grants.trust is None else (grants.trust,),
        **{f"level {at}": level for at, level in enumerate(grants.levels)},
    }
    return {name: held for name, held in found.items() if held is not None}


def everything(grants: Grants) -> Iterator[Grant]:
    """All grants of a principal."""
    for held in layers(grants).values():
        yield from held


Aim = Literal["lost", "gained", "held", "holding", "asked"]

WANTED: Mapping[Aim, Wanted] = {
    "lost": lambda before, after: before and not after,
    "gained": lambda before, after: after and not before,
    "held": lambda before, _: before,
    "holding": lambda _, after: after,
    "asked": lambda _, __: True,
}
"""What an example has to show: allowed on one side only, on one side at least, or nothing at all."""


class Example(Struct, frozen=True):
    """A request that shows it, and the statements by which it was found."""

    shown: Shown
    by: tuple[int, ...]


class Question:
    """A principal's requests, before and after."""

    def __init__(
        self, facts: Facts, before: Grants, after: Grants, budget: Budget, chain: Chain | None = None
    ) -> None:
        self.chain = chain or CHAINS[facts.cloud]
        self.facts = facts
        self.sides = Sides(facts, self.chain.decide, before, after)
        self.universe = Universe(facts, (*everything(before), *everything(after)))
        self._budget = budget
        self._cases: dict[Aim, list[Case]] = {}

    def cases(self, aim: Aim) -> list[Case]:
        """The ways in which a request can show it. Raises Unknown when they are too many."""
        if aim not in self._cases:
            self._cases[aim] = self.universe.cases(self._formula(aim))
        return self._cases[aim]

    def _formula(self, aim: Aim) -> Formula:
        match aim:
            case "lost":
                return Both((self._before, negation(self._after)))
            case "gained":
                return Both((self._after, negation(self._before)))
            case "held":
                return self._before
            case "holding":
                return self._after
            case "asked":
                return ALWAYS

    @cached_property
    def _before(self) -> Formula:
        return self.chain.formula(self.sides.before)

    @cached_property
    def _after(self) -> Formula:
        return self.chain.formula(self.sides.after)

    def example(self, aim: Aim, part: Statement | None = None, of: Statement | None = None) -> Example | None:
        """A request that shows it and that ``part`` speaks of, or None when there certainly is none.

        ``of`` is the statement that ``part`` is a part of. Raises Unknown.
        """
        search, doubt = Search(self.universe, self._budget), ""
        within = () if part is None else (term(self.facts, shape(part)),)
        by = 0 if of is None else 1 << self.universe.number(of)
        for case in self.cases(aim):
            if case[1] & by:
                continue
            try:
                found = self._example(search, case, WANTED[aim], within, by)
            except Unknown as unknown:
                doubt = doubt or unknown.why
                continue
            if found is not None:
                return found
        return self._supposed(aim, part, of, doubt) if doubt else None

    def _example(
        self, search: Search, case: Case, wanted: Wanted, within: Sequence[Term], by: Bits
    ) -> Example | None:
        """First among what may match more than it does: nothing there is nothing at all."""
        wide = self._found(search, case, within, by, True)
        if wide is None:
            return None
        example = self._shown(wide, wanted)
        if example is not None:
            return example
        terms = (*self.universe.terms, *within)
        if all(one.is_exact for one in terms):
            raise self._disagreement(wide)
        narrow = self._found(search, case, within, by, False)
        example = None if narrow is None else self._shown(narrow, wanted)
        if example is not None:
            return example
        raise Unknown(ONLY_ASKED.format(", ".join(next(one.blanks for one in terms if one.blanks))))

    def _found(
        self, search: Search, case: Case, within: Sequence[Term], by: Bits, is_wide: bool
    ) -> Found | None:
        grounds = [one.wide if is_wide else one.narrow for one in within]
        known = [ground for ground in grounds if ground is not None]
        if len(known) < len(grounds):
            return None
        found = search.find(case, known, by, is_wide=is_wide)
        if found is None and search.doubt:
            raise Unknown(search.doubt)
        return found

    def _shown(self, found: Found, wanted: Wanted) -> Example | None:
        confirmed = shown(self.sides, self.universe, found, wanted)
        return None if confirmed is None else Example(confirmed, found.by)

    def _disagreement(self, found: Found) -> Exception:
        """Nothing that was taken for exact may fail, unless two keys speak of the same tags."""
        listings = TAG_LISTS[self.facts.cloud]
        if any(listing in self.universe.keys for listing in listings):
            return Unknown(LINKED)
        return Mismatch(f"the engine does not confirm {found.place} with {found.context}")

    def _supposed(self, aim: Aim, part: Statement | None, of: Statement | None, doubt: str) -> Example:
        """An example among requests in which the variables say something in particular. Raises Unknown."""
        for question in self._suppositions:
            try:
                found = question.example(aim, part, of)
            except Unknown:
                continue
            if found is not None:
                return found
        raise Unknown(doubt)

    @cached_property
    def _suppositions(self) -> list["Question"]:
        """The same question of requests that hold some value under each key that a variable stands for."""
        blanks = self._blanks
        told = [{name: held[at] for name, held in blanks.items()} for at in range(SUPPOSED if blanks else 0)]
        return [
            Question(
                structs.replace(self.facts, context={**self.facts.context, **one}),
                self.sides.before,
                self.sides.after,
                self._budget,
                self.chain,
            )
            for one in told
        ]

    @cached_property
    def _blanks(self) -> dict[str, list[Value]]:
        """A few values for each key that only a request tells and that a variable stands for."""
        cells = [cell for one in self.universe.statements for cell in one[1].cells]
        found: dict[str, list[Value]] = {}
        for name in sorted({key for one in self.universe.terms for key in one.blanks}):
            key = described(self.facts.cloud, name)
            some = values(key.kind, [cell for cell in cells if cell.key == name]).values
            chosen = [some[at % len(some)] for at in range(SUPPOSED)]
            found[name] = [(one,) for one in chosen] if key.several else list(chosen)
        return found
