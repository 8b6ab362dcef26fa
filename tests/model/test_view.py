"""The view is a protocol: whatever reads the ledger for a verb offers all of it."""

import inspect

import pytest

from tigertally.model.view import View
from tigertally.store.view import LedgerView

OFFERED = sorted(name for name in vars(View) if not name.startswith("_"))


@pytest.mark.parametrize("name", [name for name in OFFERED if inspect.isfunction(getattr(View, name))])
def test_the_stores_view_takes_what_the_protocol_says(name: str) -> None:
    protocol, store = inspect.signature(getattr(View, name)), inspect.signature(getattr(LedgerView, name))
    assert [str(one) for one in protocol.parameters.values()] == [
        str(one) for one in store.parameters.values()
    ]


@pytest.mark.parametrize("name", OFFERED)
def test_every_part_of_the_protocol_says_what_it_is(name: str) -> None:
    assert inspect.getdoc(getattr(View, name))
