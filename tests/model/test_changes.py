"""A change knows its inverse, because it carries the thing itself."""

import pytest
from msgspec import structs

from tests.store.stage import ALICE, BOB, FOUNDING, renamed
from tigertally.model.changes import Added, Change, Changes, Edited, Removed, edited

CHANGES: tuple[Change, ...] = (Added(ALICE), Removed(ALICE), Edited(before=ALICE, after=renamed(ALICE, "A")))


@pytest.mark.parametrize("change", CHANGES, ids=["added", "removed", "edited"])
def test_the_inverse_of_the_inverse_is_the_change(change: Change) -> None:
    assert change == change.inverse.inverse
    assert change != change.inverse


def test_what_was_added_is_removed_and_what_was_removed_is_added() -> None:
    assert Removed(ALICE) == Added(ALICE).inverse
    assert Added(ALICE) == Removed(ALICE).inverse


def test_an_edit_is_about_the_thing_as_it_is_afterwards() -> None:
    after = renamed(ALICE, "Alicia")
    change = Edited(before=ALICE, after=after)
    assert after == change.what
    assert ALICE == change.inverse.what


def test_an_edit_replaces_the_fields_given() -> None:
    after = structs.replace(ALICE, name="Alicia", enabled=False)
    assert (Edited(before=ALICE, after=after),) == edited(ALICE, name="Alicia", enabled=False).rows


def test_changes_are_about_the_first_thing() -> None:
    assert ALICE == Changes((Added(ALICE), Added(BOB))).subject


def test_an_answer_leaves_the_rows_and_secrets_as_they_were() -> None:
    changes = Changes((Added(ALICE),), secrets={"AK1": "secret"})
    answered = changes.answering("done")
    assert ("done", changes.rows, changes.secrets) == (answered.answer, answered.rows, answered.secrets)
    assert changes.answer is None


def test_no_changes_are_none() -> None:
    assert ((), None, {}, {}) == structs.astuple(Changes())


def test_changes_are_values() -> None:
    assert FOUNDING[0] == Added(FOUNDING[0].what)
    with pytest.raises(AttributeError):
        CHANGES[0].what = BOB  # type: ignore[misc]  # that is what is tried
