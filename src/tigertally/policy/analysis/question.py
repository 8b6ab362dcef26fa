"""One principal before and after: what is asked about the two is solved here and shown only as the engine
confirms it.

The chains say when they allow; lost is allowed before and not after, gained the other way round. What both
sides have in common cancels out (universe.py), so what did not change costs nothing.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, partial

from msgspec import Struct

from tigertally.policy.analysis.answers import Budget, Facts, Mismatch, Unknown
from tigertally.policy.analysis.ground import Term
from tigertally.policy.analysis.keys import TAG_LISTS
from tigertally.policy.analysis.search import Found, Search
from tigertally.policy.analysis.universe import Bits, Case, Universe
from tigertally.policy.analysis.witness import Decide, Shown, Sides, Wanted, shown
from tigertally.policy.chains import alibaba, huawei, tencent
from tigertally.policy.decide import Grant, Grants
from tigertally.policy.formula import Both, Formula, negation

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

    @cached_property
    def lost(self) -> list[Case]:
        """Allowed before and not after."""
        return self.universe.cases(_both(self._before, negation(self._after)))

    @cached_property
    def gained(self) -> list[Case]:
        """Allowed after and not before."""
        return self.universe.cases(_both(self._after, negation(self._before)))

    @cached_property
    def held(self) -> list[Case]:
        """Allowed before."""
        return self.universe.cases(self._before)

    @cached_property
    def holding(self) -> list[Case]:
        """Allowed after."""
        return self.universe.cases(self._after)

    @cached_property
    def _before(self) -> Formula:
        return self.chain.formula(self.sides.before)

    @cached_property
    def _after(self) -> Formula:
        return self.chain.formula(self.sides.after)

    def example(
        self, cases: Sequence[Case], wanted: Wanted, within: Sequence[Term] = (), by: Bits = 0
    ) -> tuple[Shown, Found] | None:
        """A request of one of the cases that fits all the terms, or None when there certainly is none.

        Raises Unknown.
        """
        search, doubt = Search(self.universe, self._budget), ""
        for case in cases:
            if case[1] & by:
                continue
            try:
                found = self._example(search, case, wanted, within, by)
            except Unknown as unknown:
                doubt = doubt or unknown.why
                continue
            if found is not None:
                return found
        if doubt:
            raise Unknown(doubt)
        return None

    def _example(
        self, search: Search, case: Case, wanted: Wanted, within: Sequence[Term], by: Bits
    ) -> tuple[Shown, Found] | None:
        """First among what may match more than it does: nothing there is nothing at all."""
        wide = self._found(search, case, within, by, True)
        if wide is None:
            return None
        example = self._shown(wide, wanted)
        if example is not None:
            return example, wide
        terms = (*self.universe.terms, *within)
        if all(term.is_exact for term in terms):
            raise self._disagreement(wide)
        narrow = self._found(search, case, within, by, False)
        example = None if narrow is None else self._shown(narrow, wanted)
        if narrow is not None and example is not None:
            return example, narrow
        raise Unknown(ONLY_ASKED.format(next(term.variable for term in terms if term.variable)))

    def _found(
        self, search: Search, case: Case, within: Sequence[Term], by: Bits, is_wide: bool
    ) -> Found | None:
        grounds = [term.wide if is_wide else term.narrow for term in within]
        known = [ground for ground in grounds if ground is not None]
        if len(known) < len(grounds):
            return None
        found = search.find(case, known, by, is_wide=is_wide)
        if found is None and search.doubt:
            raise Unknown(search.doubt)
        return found

    def _shown(self, found: Found, wanted: Wanted) -> Shown | None:
        return shown(self.sides, self.universe, found, wanted)

    def _disagreement(self, found: Found) -> Exception:
        """Nothing that was taken for exact may fail, unless two keys speak of the same tags."""
        listings = TAG_LISTS[self.facts.cloud]
        if any(listing in self.universe.keys for listing in listings):
            return Unknown(LINKED)
        return Mismatch(f"the engine does not confirm {found.place} with {found.context}")


def _both(one: Formula, other: Formula) -> Formula:
    return Both((one, other))
