"""Tags are set over equal keys, and taken away without complaint."""

import pytest
from msgspec import structs

from tests.ledger.stage import done, refused
from tests.store.stage import ALICE, AUDIT, DEPLOY, RULES
from tigertally.ledger import tags
from tigertally.ledger.tags import Tagged
from tigertally.model.refusals import LimitReached
from tigertally.store import Store


@pytest.mark.parametrize("thing", [ALICE, DEPLOY, AUDIT], ids=["user", "role", "policy"])
def test_a_tag_is_set(ledger: Store, thing: Tagged) -> None:
    changes = done(ledger, lambda view: tags.tag(view, thing, {"env": "prod"}))
    assert {**thing.tags, "env": "prod"} == changes.subject.tags


def test_an_equal_key_is_set_anew(ledger: Store) -> None:
    assert {"team": "red"} == done(ledger, lambda view: tags.tag(view, ALICE, {"team": "red"})).subject.tags


def test_no_more_tags_than_the_limit(ledger: Store) -> None:
    many = {f"k{number}": "" for number in range(RULES.tags_per_resource)}
    told = refused(ledger, lambda view: tags.tag(view, ALICE, many))
    assert (LimitReached, "tag", {"limit": 5, "name": "Alice"}) == told


def test_a_full_thing_takes_other_values(ledger: Store) -> None:
    rules = structs.replace(RULES, tags_per_resource=1)
    done(ledger, lambda view: tags.tag(view, ALICE, {"team": "red"}), rules)


def test_tags_are_taken_away_and_an_absent_one_is_no_error(ledger: Store) -> None:
    assert {} == done(ledger, lambda _: tags.untag(ALICE, ["team", "absent"])).subject.tags
