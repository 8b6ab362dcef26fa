"""All statements of a question get a number, so that sets of them are bits and what is in two sets cancels
out.

Statements that say the same have one number, wherever they stand: a policy held twice, or by two doors, is
one thing here. Nothing is searched here.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import product

from msgspec import Struct

from tigertally.policy.analysis.answers import Facts, Unknown
from tigertally.policy.analysis.cells import Test
from tigertally.policy.analysis.circumstances import several_keys
from tigertally.policy.analysis.globs import generic, unused
from tigertally.policy.analysis.ground import Ground, Term, term
from tigertally.policy.analysis.shapes import Shape, shape
from tigertally.policy.analysis.space import SPACES
from tigertally.policy.decide import Grant
from tigertally.policy.formula import Both, Either, Formula, No, Some, Statements
from tigertally.policy.request import Value, Who
from tigertally.policy.statement import Document, Statement

CASES_MAX = 400

Bits = int
"""A set of statements by their numbers."""

Case = tuple[tuple[Bits, ...], Bits]
"""Of each of the first sets some statement matches, and of the last none does."""


class Stock(Struct, frozen=True, eq=False):
    """The statements of one document for one principal, numbered from nought, and where to look for them."""

    shapes: tuple[Shape, ...]
    terms: tuple[Term, ...]
    services: Mapping[str, Bits]
    anywhere: Bits
    plain: tuple[Bits, Bits]
    keys: frozenset[str]
    several: frozenset[str]

    @property
    def is_distinct(self) -> bool:
        """Whether no two of them say the same."""
        return len(set(self.shapes)) == len(self.shapes)


Told = tuple[tuple[str, Value], ...]


@lru_cache(maxsize=1 << 11)
def stock(cloud: str, who: Who, told: Told, document: Document) -> Stock:
    """A document with the facts filled in; the same principal is asked about again and again."""
    facts = Facts(cloud, who, dict(told))
    return _stock(facts, [shape(statement) for statement in document.statements])


def _stock(facts: Facts, found: Sequence[Shape]) -> Stock:
    terms = tuple(term(facts, one) for one in found)
    services: dict[str, Bits] = {}
    anywhere = plain = narrow = 0
    for number, one in enumerate(terms):
        listed = one.wide.services if one.wide is not None else ()
        anywhere |= (listed is None) << number
        plain |= (one.wide is not None and one.wide.is_plain) << number
        narrow |= (one.narrow is not None and one.narrow.is_plain) << number
        for service in listed or ():
            services[service] = services.get(service, 0) | 1 << number
    return Stock(
        shapes=tuple(found),
        terms=terms,
        services=services,
        anywhere=anywhere,
        plain=(narrow, plain),
        keys=frozenset(cell.key for one in found for cell in one.statement.cells),
        several=several_keys(facts.cloud, _cells(terms)),
    )


def _cells(terms: Iterable[Term]) -> Iterator[Test]:
    for one in terms:
        for ground in (one.wide, one.narrow):
            if ground is not None:
                yield from ground.cells


class Universe:
    """The statements of one question, with the facts filled in."""

    def __init__(self, facts: Facts, grants: Iterable[Grant]) -> None:
        self.facts = facts
        self.space = SPACES[facts.cloud]
        self.terms: list[Term] = []
        self.statements: list[tuple[Grant | None, Statement]] = []
        self.keys: frozenset[str] = frozenset()
        self.several: frozenset[str] = frozenset()
        self._numbers: dict[Shape, int] = {}
        self._of: dict[int, int] = {}
        self._services: dict[str, Bits] = {}
        self._anywhere: Bits = 0
        self._plain: list[Bits] = [0, 0]
        self._sets: dict[int, tuple[Statements, Bits]] = {}
        told = tuple(sorted(facts.context.items()))
        documents: set[Document] = set()
        for grant in grants:
            if grant.document not in documents:
                documents.add(grant.document)
                self._read(grant, stock(facts.cloud, facts.who, told, grant.document))

    def _read(self, grant: Grant, found: Stock) -> None:
        """Number a document's statements on from the last, but those that were said before."""
        statements = grant.document.statements
        if found.is_distinct and self._numbers.keys().isdisjoint(found.shapes):
            first = len(self.terms)
            self._of.update((id(one), number) for number, one in enumerate(statements, first))
            self._add(found, [(grant, one) for one in statements])
            return
        for statement, one in zip(statements, found.shapes, strict=True):
            self._of[id(statement)] = self._number(one, grant, statement)

    def _number(self, found: Shape, grant: Grant | None, statement: Statement) -> int:
        number = self._numbers.get(found)
        if number is None:
            number = len(self.terms)
            self._add(_stock(self.facts, [found]), [(grant, statement)])
        return number

    def _add(self, found: Stock, statements: list[tuple[Grant | None, Statement]]) -> None:
        first = len(self.terms)
        self._numbers.update((one, number) for number, one in enumerate(found.shapes, first))
        self.terms += found.terms
        self.statements += statements
        self._anywhere |= found.anywhere << first
        self._plain = [a | b << first for a, b in zip(self._plain, found.plain, strict=True)]
        for service, bits in found.services.items():
            self._services[service] = self._services.get(service, 0) | bits << first
        self.keys |= found.keys
        self.several |= found.several

    def near(self, service: str) -> Bits:
        """The statements that can match an action of the service."""
        return self._anywhere | self._services.get(service, 0)

    def plain(self, is_wide: bool) -> Bits:
        """The statements that no circumstance and no exception keeps from matching, by one bound."""
        return self._plain[is_wide]

    def number(self, statement: Statement) -> int:
        """The number of a statement, also of one that no grant holds."""
        found = self._of.get(id(statement))
        if found is None:
            found = self._number(shape(statement), None, statement)
            self._of[id(statement)] = found
        return found

    def bits(self, statements: Statements) -> Bits:
        """A set of statements, without those that never match."""
        known = self._sets.get(id(statements))
        if known is None:
            found = 0
            for statement in statements:
                number = self.number(statement)
                if self.terms[number].wide is not None:
                    found |= 1 << number
            known = self._sets[id(statements)] = (statements, found)
        return known[1]

    def unused(self) -> str:
        """A letter that no pattern of an action or a resource names."""
        grounds = [ground for one in self.terms for ground in (one.wide, one.narrow) if ground is not None]
        vectors = [one for ground in grounds for clause in ground.clauses for one in clause]
        vectors += [one for ground in grounds for one in ground.negatives]
        return unused({letter for one in vectors for _, glob, _ in one.parts for letter in generic(glob)})

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
