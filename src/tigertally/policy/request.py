"""Every layer of a decision reads the same question, so the question is one frozen value that nobody can
bend on the way.

It holds facts only: the builder has already spelled the resource as the cloud does, and the context keys as
the cloud compares them: in lower case, unless their case counts (Tencent).
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Literal

from msgspec import Struct

Kind = Literal["root", "user", "role", "service", "federated"]

Value = str | tuple[str, ...]
"""What a condition key holds: text, or several texts when the key is multi-valued."""

Context = Mapping[str, Value]


class WhenAsked(Mapping[str, Value]):
    """A context that is told only when a condition asks: most statements have none."""

    def __init__(self, tell: Callable[[], Context]) -> None:
        self._tell = tell

    @cached_property
    def _told(self) -> Context:
        return self._tell()

    def __getitem__(self, key: str) -> Value:
        return self._told[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._told)

    def __len__(self) -> int:
        return len(self._told)


class Who(Struct, frozen=True):
    """The caller, as far as a Principal element can name one.

    `name` is the user name, the role or agency name (with its path), the service principal or the identity
    provider. `urn` is the caller's own spelling; for a session of a role it is the session's, while `name`
    stays the role's.
    """

    account_id: str
    kind: Kind
    name: str
    urn: str


class Request(Struct, frozen=True):
    """One caller asks for one action on one resource, under the circumstances that `context` tells."""

    action: str
    resource: str
    principal: Who
    context: Context
