"""What limits a session is said by its policies."""

import pytest
from msgspec import structs

from tests.store.stage import KEY, SESSION


def test_a_session_is_not_limited_by_itself() -> None:
    assert not SESSION.is_limited


@pytest.mark.parametrize("limit", [{"policy": "{}"}, {"policy_ids": ("read",)}], ids=["document", "ids"])
def test_a_session_policy_limits_it(limit: dict[str, object]) -> None:
    assert structs.replace(SESSION, **limit).is_limited


def test_a_key_is_active_unless_said() -> None:
    assert "active" == KEY.status
