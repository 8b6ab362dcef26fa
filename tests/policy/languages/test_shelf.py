"""Compiled documents are shared by what was written, and the shelf has an end."""

import pytest

from tigertally.policy import languages
from tigertally.policy.languages import compiled
from tigertally.policy.statement import Malformed

TEXT = '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}'


@pytest.fixture(autouse=True)
def empty_shelf(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(languages, "_shelf", {})


def never() -> str:
    raise AssertionError("asked for the text of a document that is on the shelf")


def text() -> str:
    return TEXT


def test_the_text_is_asked_for_once() -> None:
    first = compiled("alibaba", 100, "hash", "identity", text)
    assert first is compiled("alibaba", 100, "hash", "identity", never)


@pytest.mark.parametrize(("owner", "sha256"), [(200, "hash"), (100, "other")])
def test_another_owner_or_another_hash_is_another_document(owner: int, sha256: str) -> None:
    first = compiled("alibaba", 100, "hash", "identity", text)
    assert first is not compiled("alibaba", owner, sha256, "identity", text)


def test_a_document_of_another_purpose_is_read_anew() -> None:
    compiled("alibaba", 100, "hash", "identity", text)
    with pytest.raises(Malformed):
        compiled("alibaba", 100, "hash", "trust", text)


def test_a_refused_document_is_not_kept() -> None:
    with pytest.raises(Malformed):
        compiled("alibaba", 100, "hash", "identity", lambda: "{}")
    assert 1 == len(compiled("alibaba", 100, "hash", "identity", text).statements)


def test_the_one_kept_longest_makes_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(languages, "DOCUMENTS_MAX", 2)
    for sha256 in ("a", "b", "c"):
        compiled("alibaba", 100, sha256, "identity", text)
    assert ["b", "c"] == [key[-1] for key in languages._shelf]
