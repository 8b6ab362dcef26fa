"""Assuming a role: a temporary key, and a token of which only the digest is kept."""

import hashlib
from typing import Any

from msgspec import structs

from tests.ledger.stage import LATER, done
from tests.store.stage import DEPLOY, NOW, SESSION, see
from tigertally.ledger import sessions
from tigertally.model.changes import Added, Changes, Removed
from tigertally.model.credentials import Session
from tigertally.model.view import View
from tigertally.store import Store


def assumed(ledger: Store, **given: Any) -> tuple[Changes, str]:
    """A session of Deploy for an hour, and its token."""
    tokens: list[str] = []

    def verb(view: View) -> Changes:
        changes, token = sessions.assume(view, DEPLOY, "build", seconds=3600, assumed_by="u2", **given)
        tokens.append(token)
        return changes

    return done(ledger, verb), tokens[-1]


def test_a_session_lasts_as_long_as_asked_for(ledger: Store) -> None:
    session: Session = assumed(ledger)[0].subject
    assert (LATER, LATER + 3_600_000) == (session.created_at, session.expires_at)
    assert ("r1", "build", "u2") == (session.role_id, session.name, session.assumed_by)
    assert not session.is_limited


def test_only_the_digest_of_the_token_is_kept(ledger: Store) -> None:
    changes, token = assumed(ledger)
    assert hashlib.sha256(token.encode()).hexdigest() == changes.subject.token_sha256
    assert token not in repr(changes.rows)
    assert sessions.digest(token) == changes.subject.token_sha256


def test_the_secret_travels_beside_the_session(ledger: Store) -> None:
    changes, _ = assumed(ledger)
    assert [changes.subject.access_key_id] == list(changes.secrets)
    assert changes.secrets[changes.subject.access_key_id] not in repr(changes.rows)


def test_a_session_policy_limits_it(ledger: Store) -> None:
    assert assumed(ledger, policy="{}")[0].subject.is_limited
    assert assumed(ledger, policy_ids=("read",))[0].subject.is_limited


def test_only_tags_that_are_there_are_passed_on(ledger: Store) -> None:
    changes, _ = assumed(ledger, tags={"team": "blue", "env": "x"}, transitive_tag_keys=("team", "absent"))
    assert ("team",) == changes.subject.transitive_tag_keys


def test_a_new_session_takes_expired_ones_away(ledger: Store) -> None:
    assert SESSION.expires_at == NOW + 1000
    rows = assumed(ledger)[0].rows
    assert [Added, Removed] == [type(row) for row in rows]
    assert SESSION == rows[1].what


def test_a_new_session_takes_no_more_than_a_few_away(ledger: Store) -> None:
    many = sessions.SWEPT_AT_ONCE + 3
    dead = [structs.replace(SESSION, access_key_id=f"STS-{number}") for number in range(many)]
    secrets = {one.access_key_id: "secret" for one in dead}
    done(ledger, lambda _: Changes(tuple(Added(one) for one in dead), secrets=secrets))
    swept = [len(assumed(ledger)[0].rows) - 1 for _ in range(3)]
    assert [sessions.SWEPT_AT_ONCE, many + 1 - sessions.SWEPT_AT_ONCE, 0] == swept


def test_a_session_that_lives_is_left_alone(ledger: Store) -> None:
    first: Session = assumed(ledger)[0].subject
    assumed(ledger)
    assert first == see(ledger, lambda view: view.access_key(first.access_key_id))
