"""The verbs tried on a real ledger: do one, or hear how it refuses."""

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest

from tests.store.stage import ACCOUNT, NOW, RULES
from tigertally.model.accounts import Account
from tigertally.model.changes import Changes
from tigertally.model.refusals import Refusal
from tigertally.model.rules import Rules
from tigertally.model.view import View
from tigertally.store import Store, Writing

LATER = NOW + 60_000
"""When the verbs are done; what was there before was made at ``NOW``."""

Verb = Callable[[View], Changes]

_numbers = count(1)


def done(store: Store, verb: Verb, rules: Rules = RULES, account: Account = ACCOUNT) -> Changes:
    """Do a verb and make its changes true; what they were."""

    def work(writing: Writing) -> Changes:
        changes = verb(_view(writing, rules, account))
        sealed = {id: secret.encode() for id, secret in changes.secrets.items()}
        writing.commit(
            Changes(changes.rows, sealed=sealed), rules=rules, op_id=op, actor="root", action="do", at=LATER
        )
        return changes

    op = f"verb-{next(_numbers)}"
    return store.write(work, op).result(timeout=30)


def refused(store: Store, verb: Verb, rules: Rules = RULES, account: Account = ACCOUNT) -> tuple[Any, ...]:
    """How a verb refuses: the type, what it is about, and the values that prove it."""
    with pytest.raises(Refusal) as refusal:
        done(store, verb, rules, account)
    return type(refusal.value), refusal.value.about, refusal.value.values


def _view(writing: Writing, rules: Rules, account: Account) -> View:
    return writing.view(account, now=LATER, rules=rules, mint=lambda kind: f"{kind}-{next(_numbers)}")
