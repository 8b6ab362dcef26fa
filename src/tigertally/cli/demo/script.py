"""What an act is made of: where it is played, who does what, what must happen, what did."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from msgspec import Struct


class Outcome(NamedTuple):
    """How a call ended: ``ok``, or the cloud's own code and sentence."""

    code: str
    told: str


class House(Struct, frozen=True, kw_only=True):
    """Where an act is played: the server, the root key of the act's cloud, and the operator's door.

    ``root_key`` makes a further root key of an account, as ``tigertally account key`` does.
    """

    address: str
    root: Mapping[str, str]
    root_key: Callable[[str], Mapping[str, str]]


class Act(Struct, frozen=True, kw_only=True):
    """One detach from before to after; ``call`` is the affected principal's own signed call."""

    system: str
    detach: str
    principal: str
    calls: str
    cloud: str
    account: str
    action: str
    refusal: str
    call: Callable[[], Outcome]
    do_detach: Callable[[], Outcome]


def outcome(call: Callable[[], Any], refused: type[Exception], read: Callable[[Any], Outcome]) -> Outcome:
    """Make a call; what the SDK raises is read, anything else is a bug of the demo."""
    try:
        call()
    except refused as error:
        return read(error)
    return Outcome("ok", "")
