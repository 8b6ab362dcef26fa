"""Which error codes an operation can answer, and which lines of its table say them."""

from collections.abc import Iterator
from typing import NamedTuple

from tests.contract.reach import Raised, raisable
from tigertally.clouds.errors import Line
from tigertally.clouds.service import Operation
from tigertally.model.refusals import Refusal


class Spoken(NamedTuple):
    """One code as it goes over the wire, and whether its line is marked as assumed."""

    code: str
    status: int
    assumed: bool


def spoken(operation: Operation) -> set[Spoken]:
    """Every code that a refusal of the operation is said with."""
    found = ((raised, line_for(operation, raised)) for raised in raisable(operation))
    return {said_by(line, raised.about) for raised, line in found if line is not None}


def line_for(operation: Operation, raised: Raised) -> Line | None:
    """The line of the operation's table that a refusal meets."""
    refusal = raised.refusal.__new__(raised.refusal)
    Refusal.__init__(refusal, raised.about)
    return operation.errors.line(refusal)


def said_by(line: Line, about: str) -> Spoken:
    """The code that a line gives to a refusal about ``about``."""
    code = line.code.format(about=about, field=about.partition(".")[0])
    return Spoken(code, line.status, line.assumed)


def fixed_lines(lines: tuple[Line, ...]) -> Iterator[Line]:
    """The lines whose code is a constant, whoever meets them."""
    return (line for line in lines if "{" not in line.code)
