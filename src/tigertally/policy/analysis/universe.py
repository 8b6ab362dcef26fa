"""All statements of a question get a number, so that sets of them are bits and what is in two sets cancels
out.

Statements that say the same have one number, wherever they stand: a policy held twice, or by two doors, is
one thing here. Nothing is searched here.
"""

from collections.abc import Iterable, Iterator
from itertools import product

from tigertally.policy.analysis.answers import Facts, Unknown
from tigertally.policy.analysis.circumstances import several_keys
from tigertally.policy.analysis.ground import Ground, Shape, Term, shape, shapes, term
from tigertally.policy.analysis.space import SPACES
from tigertally.policy.decide import Grant
from tigertally.policy.formula import Both, Either, Formula, No, Some, Statements
from tigertally.policy.statement import Statement

CASES_MAX = 400

Bits = int
"""A set of statements by their numbers."""

Case = tuple[tuple[Bits, ...], Bits]
"""Of each of the first sets some statement matches, and of the last none does."""


class Universe:
    """The statements of one question, with the facts filled in."""

    def __init__(self, facts: Facts, grants: Iterable[Grant]) -> None:
        self.facts = facts
        self.space = SPACES[facts.cloud]
        self.terms: list[Term] = []
        self.statements: list[tuple[Grant | None, Statement]] = []
        self._numbers: dict[Shape, int] = {}
        self._of: dict[int, int] = {}
        for grant in grants:
            for statement, one in zip(
                grant.document.statements, shapes(facts.cloud, grant.document), strict=True
            ):
                self._of[id(statement)] = self._number(one, grant, statement)
        self._services: dict[str, Bits] = {}
        self._anywhere: Bits = 0
        self._list_services()
        self.several = several_keys(
            facts.cloud,
            (
                cell
                for one in self.terms
                for ground in (one.wide, one.narrow)
                if ground
                for cell in ground.cells
            ),
        )
        self.keys = frozenset(cell.key for _, one in self.statements for cell in one.cells)

    def _number(self, found: Shape, grant: Grant | None, statement: Statement) -> int:
        number = self._numbers.get(found)
        if number is None:
            number = self._numbers[found] = len(self.terms)
            self.terms.append(term(self.facts, found))
            self.statements.append((grant, statement))
        return number

    def _list_services(self) -> None:
        for number, one in enumerate(self.terms):
            services = one.wide.services if one.wide else frozenset()
            if services is None:
                self._anywhere |= 1 << number
            for service in services or ():
                self._services[service] = self._services.get(service, 0) | 1 << number

    def near(self, service: str) -> Bits:
        """The statements that can match an action of the service."""
        return self._anywhere | self._services.get(service, 0)

    def number(self, statement: Statement) -> int:
        """The number of a statement, also of one that no grant holds."""
        found = self._of.get(id(statement))
        if found is None:
            found = self._of[id(statement)] = self._number(
                shape(self.facts.cloud, statement), None, statement
            )
            services = self.terms[found].wide
            if services is not None:
                self._anywhere |= 1 << found
        return found

    def bits(self, statements: Statements) -> Bits:
        """A set of statements, without those that never match."""
        found = 0
        for statement in statements:
            number = self.number(statement)
            if self.terms[number].wide is not None:
                found |= 1 << number
        return found

    def ground(self, number: int, is_wide: bool) -> Ground | None:
        """One bound of a statement."""
        one = self.terms[number]
        return one.wide if is_wide else one.narrow

    def cases(self, formula: Formula) -> list[Case]:
        """The ways in which the formula can hold. Raises Unknown when they are too many."""
        return self._cases(formula)

    def _cases(self, formula: Formula) -> list[Case]:
        match formula:
            case Some(statements):
                found = self.bits(statements)
                return [((found,), 0)] if found else []
            case No(statements):
                return [((), self.bits(statements))]
            case Either(parts):
                return _few([case for part in parts for case in self._cases(part)])
            case Both(parts):
                found_all: list[Case] = [((), 0)]
                for part in parts:
                    pairs = product(found_all, self._cases(part))
                    found_all = _few([both for a, b in pairs if (both := _together(a, b)) is not None])
                return found_all


def _few(cases: list[Case]) -> list[Case]:
    if len(cases) > CASES_MAX:
        raise Unknown("the layers combine in too many ways")
    return cases


def _together(a: Case, b: Case) -> Case | None:
    """Both at once: what must not match cannot be what has to. None when that leaves nothing."""
    no = a[1] | b[1]
    somes = {some & ~no for some in (*a[0], *b[0])}
    if 0 in somes:
        return None
    least = (one for one in somes if not any(other != one and other & one == other for other in somes))
    return tuple(sorted(least, key=lambda one: (one.bit_count(), one))), no


def numbers(bits: Bits) -> Iterator[int]:
    """The numbers of a set, in order."""
    while bits:
        low = bits & -bits
        yield low.bit_length() - 1
        bits ^= low
