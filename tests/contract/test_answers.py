"""Every answer has the official SDK's fields and types, and its deserialiser loses nothing of it."""

from collections.abc import Iterable
from typing import Any

import msgspec

from tests.contract.answers import answer_type
from tests.contract.known import GIVEN_BEYOND, NOT_GIVEN
from tests.contract.registry import Served, each_operation
from tests.contract.shape import filled, fits, joined, places, shape_of
from tigertally.clouds.http import HttpRequest

REQUEST = HttpRequest("POST", "/", "", (), b"", "127.0.0.1", False)


def our_places(served: Served, *, whole: bool = True) -> dict[str, str]:
    """Every place of our answer, with the request id that the envelope adds."""
    answer = answer_type(served.operation)
    ours = places(shape_of(answer, whole=whole)) if answer else {}
    return ours | ({"RequestId": "text"} if served.cloud.name in ("alibaba", "tencent") else {})


def their_places(served: Served) -> dict[str, str]:
    """Every place of the SDK's answer."""
    return places(served.sdk.answer_shape(served.operation))


def within(at: str, places: Iterable[str]) -> bool:
    """Whether a place is one of those, or inside one."""
    return any(at == one or at.startswith((f"{one}.", f"{one}[")) for one in places)


@each_operation
def test_every_field_that_is_always_given_exists_in_the_sdk(served: Served) -> None:
    beyond = our_places(served, whole=False).keys() - their_places(served).keys()
    assert set() == beyond - GIVEN_BEYOND.get(served.key, {}).keys()


@each_operation
def test_every_field_has_the_type_that_the_sdk_has(served: Served) -> None:
    ours, theirs = our_places(served), their_places(served)
    assert {} == {at: theirs[at] for at in ours.keys() & theirs.keys() if not fits(ours[at], theirs[at])}


@each_operation
def test_every_field_of_the_sdk_is_there_or_known_not_to_be(served: Served) -> None:
    missing = their_places(served).keys() - our_places(served).keys()
    assert set() == {at for at in missing if not within(at, NOT_GIVEN.get(served.key, {}))}


@each_operation
def test_the_sdk_reads_a_full_answer_without_loss(served: Served) -> None:
    answer = answer_type(served.operation)
    sample = _sample(served, answer) if answer else None
    body = served.cloud.succeed(REQUEST, served.operation, sample, "the request").body
    heard = msgspec.json.decode(body) if body else {}
    heard = heard.get("Response", heard)
    assert _pruned(heard, their_places(served)) == served.sdk.read_answer(served.operation, heard)


def _sample(served: Served, answer: Any) -> Any:
    """An instance with a sample in every place that this operation can fill."""
    theirs = their_places(served)
    kept = theirs.keys() | our_places(served, whole=False).keys()
    return msgspec.convert(_pruned(filled(shape_of(answer), theirs), kept), type=answer)


def _pruned(message: Any, kept: Iterable[str], at: str = "") -> Any:
    """A message without the places that are not kept."""
    match message:
        case list():
            return [_pruned(one, kept, f"{at}[]") for one in message]
        case dict():
            placed = ((name, joined(at, name)) for name in message)
            return {name: _pruned(message[name], kept, place) for name, place in placed if place in kept}
        case _:
            return message
