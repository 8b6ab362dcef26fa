"""Every list is read page by page until no marker comes back; a marker of nowhere is refused.

Source: IAM 5.0 API reference, ``limit`` 1 to 200, ``marker`` 4 to 400 characters, PAP5.0010 "invalid marker".
"""

import re
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from tests.conversation.huawei.clients import Account, allow, document, refused_with, trusting

ANYTHING = allow("*")


class Listing(NamedTuple):
    """An operation that lists, and how its list is filled with more than one page; gives the fixed input."""

    operation: str
    shown: tuple[str, ...]
    fill: Callable[[Account], dict[str, str]]


def _users(account: Account) -> dict[str, str]:
    for number in range(4):
        account.say("CreateUserV5", name=f"u{number}", enabled=True)
    return {}


def _groups(account: Account) -> dict[str, str]:
    for number in range(5):
        account.say("CreateGroupV5", group_name=f"g{number}")
    return {}


def _policies(account: Account) -> dict[str, str]:
    for _ in range(5):
        account.policy(ANYTHING)
    return {"policy_type": "custom"}


def _versions(account: Account) -> dict[str, str]:
    policy = account.policy(ANYTHING)
    for _ in range(4):
        account.say("CreatePolicyVersionV5", policy_id=policy, policy_document=document(ANYTHING))
    return {"policy_id": policy}


def _agencies(account: Account) -> dict[str, str]:
    for number in range(5):
        account.say("CreateAgencyV5", agency_name=f"a{number}", trust_policy=trusting(account.account_id))
    return {}


def _keys(account: Account) -> dict[str, str]:
    user = account.user()
    account.access_key(user.id)
    return {"user_id": user.id}


def _attached(kind: str) -> Callable[[Account], dict[str, str]]:
    def fill(account: Account) -> dict[str, str]:
        holder = {"user": account.user, "group": account.group, "agency": account.agency}[kind]()
        for _ in range(5):
            account.give(holder, ANYTHING)
        return {f"{kind}_id": holder.id}

    return fill


def _entities(account: Account) -> dict[str, str]:
    policy = account.policy(ANYTHING)
    for make in (account.user, account.group, account.agency, account.classic_agency, account.user):
        account.attach(policy, make())
    return {"policy_id": policy}


ATTACHED = ("attached_policies",)
LISTINGS = (
    Listing("ListUsersV5", ("users",), _users),
    Listing("ListGroupsV5", ("groups",), _groups),
    Listing("ShowGroupSummary", ("groups",), _groups),
    Listing("ListPoliciesV5", ("policies",), _policies),
    Listing("ListPolicyVersionsV5", ("versions",), _versions),
    Listing("ListAgenciesV5", ("agencies",), _agencies),
    Listing("ListAccessKeysV5", ("access_keys",), _keys),
    Listing("ListAttachedUserPoliciesV5", ATTACHED, _attached("user")),
    Listing("ListAttachedGroupPoliciesV5", ATTACHED, _attached("group")),
    Listing("ListAttachedAgencyPoliciesV5", ATTACHED, _attached("agency")),
    Listing("ListEntitiesForPolicyV5", ("policy_agencies", "policy_groups", "policy_users"), _entities),
)
of_each_list = pytest.mark.parametrize("listing", LISTINGS, ids=lambda listing: listing.operation)


def read(account: Account, listing: Listing, **given: Any) -> tuple[list[Any], str | None]:
    """What one page shows, and the marker of the next one."""
    answer = account.say(listing.operation, **given)
    told = account.heard.json()
    shown = [one for name in listing.shown for one in told[name]]
    assert len(shown) == answer.page_info.current_count
    assert ("next_marker" in told["page_info"]) is (answer.page_info.next_marker is not None)
    return shown, answer.page_info.next_marker


def through(account: Account, listing: Listing, limit: int, **given: str) -> list[list[Any]]:
    """Every page."""
    pages, marker = [], None
    while True:
        asked = given | ({"marker": marker} if marker else {})
        page, marker = read(account, listing, limit=limit, **asked)
        pages.append(page)
        if marker is None:
            return pages
        assert re.fullmatch(r"[A-Za-z0-9_-]{4,400}", marker)  # Terraform puts it into the query as it is


@of_each_list
def test_pages_hold_everything_once_and_in_order(account: Account, listing: Listing) -> None:
    given = listing.fill(account)
    whole, marker = read(account, listing, **given)
    assert marker is None
    assert len(whole) >= 2
    for limit in (1, 2, len(whole), 200):
        pages = through(account, listing, limit, **given)
        read_on = [one for page in pages for one in page]
        if len(listing.shown) == 1:
            assert whole == read_on
        else:  # three lists share a page: each keeps its own order
            assert sorted(map(repr, whole)) == sorted(map(repr, read_on))
        assert -(-len(whole) // limit) == len(pages)


@of_each_list
@pytest.mark.parametrize("marker", ["nowhere", "abc", "a b c d", "m" * 401, "äöüß"])
def test_a_marker_of_nowhere_is_refused(account: Account, listing: Listing, marker: str) -> None:
    given = {} if listing.operation in _WITHOUT_INPUT else listing.fill(account)
    assert (400, "PAP5.0010") == refused_with(account, listing.operation, marker=marker, **given)


_WITHOUT_INPUT = {"ListUsersV5", "ListGroupsV5", "ShowGroupSummary", "ListPoliciesV5", "ListAgenciesV5"}


@pytest.mark.parametrize("limit", [0, 201, -1, "ten", "1.5", ""])
def test_a_limit_is_a_whole_number_from_1_to_200(account: Account, limit: int | str) -> None:
    if limit == "":
        assert account.say("ListUsersV5", limit=limit).users  # as if it had not been given
    else:
        assert (400, "IAM.0073") == refused_with(account, "ListUsersV5", limit=limit)


def test_a_list_may_end_on_the_edge_of_a_page(account: Account) -> None:
    _groups(account)
    listing = LISTINGS[1]
    assert [5] == [len(page) for page in through(account, listing, 5)]
    assert [4, 1] == [len(page) for page in through(account, listing, 4)]
