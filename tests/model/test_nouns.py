"""Nouns are frozen values, each with a word of its own in the journal; secrets are no part of them."""

from typing import get_args

import pytest
from msgspec import Struct, structs
from msgspec.json import Decoder, encode

from tests.store.stage import (
    ACCOUNT,
    ACME,
    ALICE,
    ALICE_READS,
    DEPLOY,
    IN_STAFF,
    KEY,
    READ,
    SALES,
    SEAT,
    SESSION,
    STAFF,
    TEAM,
    WRITE,
    bounded,
    version,
)
from tigertally.model.accounts import SYSTEM
from tigertally.model.attachments import ACCOUNT_WIDE
from tigertally.model.changes import Entity

NOUNS: tuple[Entity, ...] = (
    ACCOUNT, ALICE, STAFF, DEPLOY, IN_STAFF, WRITE, version(WRITE), TEAM, ACME, SALES, SEAT, ALICE_READS,
    bounded(ALICE, READ), KEY, SESSION,
)  # fmt: skip

decode = Decoder(Entity).decode


def word(noun: Struct) -> str:
    """What the journal calls it."""
    return str(noun.__struct_config__.tag)


@pytest.mark.parametrize("noun", NOUNS, ids=word)
def test_a_noun_is_read_back_as_itself(noun: Entity) -> None:
    assert noun == decode(encode(noun))


@pytest.mark.parametrize("noun", NOUNS, ids=word)
def test_a_noun_is_frozen(noun: Entity) -> None:
    with pytest.raises(AttributeError):
        noun.account_id = 1  # type: ignore[misc]  # that is what is tried


@pytest.mark.parametrize("noun", NOUNS, ids=word)
def test_a_noun_holds_no_secret(noun: Entity) -> None:
    assert not [field for field in structs.asdict(noun) if "secret" in field or "sealed" in field]


def test_every_noun_is_here() -> None:
    assert set(get_args(Entity)) == {type(noun) for noun in NOUNS}


def test_no_two_nouns_share_a_word() -> None:
    assert len(NOUNS) == len({word(noun) for noun in NOUNS})


@pytest.mark.parametrize("noun", NOUNS[1:], ids=word)
def test_a_kind_is_the_word_that_refusals_use(noun: Entity) -> None:
    assert word(noun) == noun.kind  # type: ignore[union-attr]  # an account has none


def test_the_words_for_the_whole_account_and_the_system() -> None:
    assert ("", "system") == (ACCOUNT_WIDE, SYSTEM)
    assert ACCOUNT_WIDE == ALICE_READS.scope_id
