"""What bears on a principal is asked with every call and changes with few, so it is remembered, exactly.

An account's page holds what was true at one ``Moment``: the revisions of all accounts whose changes bear on
its principals. Whoever reads at any other moment finds nothing there. A change of the account turns its page
to the moment after it and takes out what it touches. What another process has changed leaves a page of a
moment that is over, and what is undone makes all pages be forgotten, since a revision comes a second time
then. What is remembered is not known here.
"""

import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, TypeVar

from tigertally.model.accounts import SYSTEM, Account
from tigertally.model.attachments import Attachment
from tigertally.model.boundaries import Boundary
from tigertally.model.changes import Change, Entity
from tigertally.model.credentials import AccessKey, Session
from tigertally.model.principals import Group, Membership, Role, User
from tigertally.store.sql import Sql

T = TypeVar("T")

Moment = tuple[tuple[int, int], ...]
"""Accounts and their revisions, in ascending order of the accounts."""

Key = tuple[str, str]
"""A principal and a scope."""

MOMENT = """
select account_id, rev from accounts
where account_id = :account_id or (cloud = :cloud and native_id = :system)
order by account_id
"""
"""The accounts whose changes bear on an account's principals: itself, and that of the system policies."""

TOUCHES: Mapping[type[Entity], str] = {
    AccessKey: "",
    Session: "",
    Attachment: "target_id",
    Boundary: "target_id",
    Membership: "user_id",
    Group: "id",
    Role: "id",
    User: "id",
}
"""The field that names the principal on whom, or through whom, a change of a noun bears; empty where it bears
on none. What does not stand here bears on anybody in the account.
"""


class Page:
    """What is remembered of one account."""

    def __init__(self, moment: Moment) -> None:
        self.moment = moment
        self.values: dict[Key, Any] = {}
        self._keys: defaultdict[str, set[Key]] = defaultdict(set)

    def put_in(self, key: Key, doors: Collection[str], value: Any) -> None:
        """Remember what came through the principals ``doors``."""
        self.values[key] = value
        for door in doors:
            self._keys[door].add(key)

    def take_out(self, door: str) -> None:
        """Forget what came through the principal."""
        for key in self._keys.pop(door, ()):
            self.values.pop(key, None)

    def turn(self, change: Change, rev: int) -> bool:
        """Go on to the moment after the change; False when this page is not of the moment before."""
        account_id, touched = change.what.account_id, TOUCHES.get(type(change.what))
        if touched is None or (account_id, rev - 1) not in self.moment:
            return False
        self.moment = tuple((id, rev if id == account_id else other) for id, other in self.moment)
        if touched:
            self.take_out(getattr(change.what, touched))
        return True


class Memory:
    """The pages of a store. When they have taken in ``values_max`` values in all they begin anew."""

    def __init__(self, values_max: int) -> None:
        self._values_max = values_max
        self._values = 0
        self._pages: dict[int, Page] = {}
        self._turn = threading.Lock()

    def recall(self, account_id: int, moment: Moment, key: Key) -> Any:
        """What was kept, where it is true of the moment; else None."""
        with self._turn:
            page = self._pages.get(account_id)
            return page.values.get(key) if page and page.moment == moment else None

    def keep(self, account_id: int, moment: Moment, key: Key, doors: Collection[str], value: Any) -> None:
        """Remember what is true of the moment, unless the page is of a later one."""
        with self._turn:
            if self._values >= self._values_max:
                self._forget()
            page = self._pages.get(account_id)
            if page is None or page.moment < moment:
                page = self._pages[account_id] = Page(moment)
            if page.moment == moment:
                page.put_in(key, doors, value)
                self._values += 1

    def hear(self, changes: Sequence[Change], revs: Sequence[int]) -> None:
        """That changes have made these revisions of their accounts."""
        with self._turn:
            for change, rev in zip(changes, revs, strict=True):
                page = self._pages.get(change.what.account_id)
                if page and not page.turn(change, rev):
                    del self._pages[change.what.account_id]

    def forget(self) -> None:
        """That something was undone: a revision that was heard of may come again as another."""
        with self._turn:
            self._forget()

    def _forget(self) -> None:
        self._pages.clear()
        self._values = 0


class Recollection:
    """The memory as one transaction may use it: at its own moment, which its own changes move on."""

    def __init__(self, memory: Memory, sql: Sql, added: Counter[int]) -> None:
        self._memory = memory
        self._sql = sql
        self._added = added
        self._begun: dict[int, Moment] = {}

    def of(
        self, account: Account, key: Key, doors: Callable[[], Collection[str]], make: Callable[[], T]
    ) -> T:
        """What ``make`` gives, or gave before as it would now."""
        account_id, moment = account.account_id, self._moment(account)
        found: T | None = self._memory.recall(account_id, moment, key)
        if found is None:
            found = make()
            self._memory.keep(account_id, moment, key, doors(), found)
        return found

    def _moment(self, account: Account) -> Moment:
        begun = self._begun.get(account.account_id)
        if begun is None:
            rows = self._sql.all(MOMENT, account_id=account.account_id, cloud=account.cloud, system=SYSTEM)
            begun = self._begun[account.account_id] = tuple(rows)
        return tuple((id, rev + self._added[id]) for id, rev in begun) if self._added else begun
