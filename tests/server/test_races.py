"""Many clients want the same things at once, over the wire: quotas and references hold, nothing is torn."""

import random
import threading
from collections import Counter
from collections.abc import Iterable

from tests.live import Live
from tests.server.house import House, furnished
from tests.signers import Key, Reply, Sent, alibaba, huawei, key_of, line_to
from tigertally.store import verify

THREADS = 6

TURNS = 12


def at_once(live: Live, wishes: Iterable[list[Sent]]) -> list[Reply]:
    """Send each list from a thread of its own, all beginning together; every reply."""
    lists = list(wishes)
    replies: list[Reply] = []
    barrier = threading.Barrier(len(lists))

    def speak(sent: list[Sent]) -> None:
        with line_to(live.address) as line:
            barrier.wait(10)
            for one in sent:
                replies.append(line.send(one))  # noqa: PERF401  # each as soon as it is there

    threads = [threading.Thread(target=speak, args=(sent,)) for sent in lists]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sum(len(sent) for sent in lists) == len(replies)
    assert {reply.status for reply in replies} <= {200, 201, 204, 403, 404, 409}
    return replies


def codes(replies: list[Reply]) -> Counter[str]:
    """How often each answer came; ``ok`` for success."""
    return Counter(reply.code if reply.status >= 400 else "ok" for reply in replies)


def attach(root: Key, user: str, policy: str) -> Sent:
    """Attach a custom policy of Alibaba Cloud to a user."""
    given = {"UserName": user, "PolicyType": "Custom", "PolicyName": policy}
    return alibaba(root, "AttachPolicyToUser", given)


def detach(root: Key, user: str, policy: str) -> Sent:
    """Detach it."""
    given = {"UserName": user, "PolicyType": "Custom", "PolicyName": policy}
    return alibaba(root, "DetachPolicyFromUser", given)


def test_one_of_many_attaches_of_the_same_policy_wins(live: Live) -> None:
    root = furnished(live, "alibaba").root
    replies = at_once(live, [[attach(root, "idle", "idle")] for _ in range(THREADS)])
    assert {"ok": 1, "EntityAlreadyExists.User.Policy": THREADS - 1} == codes(replies)


def test_one_of_many_detaches_of_the_same_policy_wins(live: Live) -> None:
    root = furnished(live, "alibaba").root
    replies = at_once(live, [[detach(root, "busy", "busy")] for _ in range(THREADS)])
    assert {"ok": 1, "EntityNotExist.User.Policy": THREADS - 1} == codes(replies)


def test_no_user_carries_more_policies_than_the_quota(live: Live) -> None:
    house = furnished(live, "huawei")
    user, limit = house.ids["idle", "user"], house.cloud.rules.attachments_user.total
    root = house.root
    with line_to(live.address) as line:
        policies = []
        for number in range(limit + THREADS):
            wanted = {"policy_name": f"p{number}", "policy_document": house.identity}
            made = line.send(huawei(root, "POST", "/v5/policies", body=wanted)).json
            policies.append(made["policy"]["policy_id"])

    def give(policy: str) -> Sent:
        return huawei(root, "POST", f"/v5/policies/{policy}/attach-user", body={"user_id": user})

    replies = at_once(live, [[give(policy)] for policy in policies])
    assert {"ok": limit, "PAP5.0003": THREADS} == codes(replies)


def test_no_account_has_more_keys_a_user_than_the_quota(live: Live, alibaba_root: dict[str, str]) -> None:
    root = key_of(alibaba_root)
    with line_to(live.address) as line:
        line.send(alibaba(root, "CreateUser", {"UserName": "alice"}))
    calls = [[alibaba(root, "CreateAccessKey", {"UserName": "alice"})] for _ in range(THREADS)]
    assert {"ok": 2, "LimitExceeded.User.AccessKey": THREADS - 2} == codes(at_once(live, calls))


def test_one_of_many_creations_of_one_name_wins(live: Live, alibaba_root: dict[str, str]) -> None:
    root = key_of(alibaba_root)
    names = ["alice", "Alice", "ALICE"] * 2
    calls = [[alibaba(root, "CreateUser", {"UserName": name})] for name in names]
    assert {"ok": 1, "EntityAlreadyExists.User": len(names) - 1} == codes(at_once(live, calls))


def test_a_policy_is_deleted_or_attached_but_never_both(live: Live) -> None:
    for _ in range(TURNS):
        root = furnished(live, "alibaba").root
        delete = alibaba(root, "DeletePolicy", {"PolicyName": "idle"})
        replies = at_once(live, [[delete], [attach(root, "idle", "idle")]])
        assert codes(replies) in (
            {"ok": 1, "EntityNotExist.Policy": 1},
            {"ok": 1, "DeleteConflict.Policy.User": 1},
        )


def test_a_key_signs_before_it_is_deleted_or_not_at_all(live: Live) -> None:
    """The signature is checked before the writer's turn comes; there the key is looked up once more."""
    for _ in range(TURNS):
        house = furnished(live, "alibaba")
        gone = alibaba(house.root, "DeleteAccessKey", {"UserName": "busy", "UserAccessKeyId": house.busy.id})
        told = codes(at_once(live, [[gone], [alibaba(house.busy, "CreateUser", {"UserName": "eve"})]]))
        assert told in ({"ok": 1, "NoPermission": 1}, {"ok": 1, "InvalidAccessKeyId.NotFound": 1})


def test_everything_at_once_leaves_the_ledger_whole(live: Live) -> None:
    alibaba_house, huawei_house = furnished(live, "alibaba"), furnished(live, "huawei")
    at_once(
        live,
        [
            *([_alibaba_wish(alibaba_house) for _ in range(TURNS)] for _ in range(THREADS)),
            *([_huawei_wish(huawei_house) for _ in range(TURNS)] for _ in range(THREADS)),
        ],
    )
    assert [] == verify(live.stage.store)


def _alibaba_wish(house: House) -> Sent:
    user, group, policy = {"UserName": "idle"}, {"GroupName": "idle"}, {"PolicyName": "idle"}
    of = {"PolicyType": "Custom", **policy}
    action, given = random.choice(
        [
            ("AttachPolicyToUser", user | of), ("DetachPolicyFromUser", user | of),
            ("AttachPolicyToGroup", group | of), ("DetachPolicyFromGroup", group | of),
            ("AddUserToGroup", user | group), ("RemoveUserFromGroup", user | group),
            ("DeleteUser", user), ("CreateUser", user),
            ("DeleteGroup", group), ("CreateGroup", group),
            ("DeletePolicy", policy | {"CascadingDelete": "true"}),
            ("CreatePolicy", policy | {"PolicyDocument": house.identity}),
            ("CreatePolicyVersion", policy | {"PolicyDocument": house.identity, "SetAsDefault": "true"}),
            ("CreateAccessKey", user),
        ]
    )  # fmt: skip
    return alibaba(house.root, action, given)


def _huawei_wish(house: House) -> Sent:
    user, group = {"user_id": house.ids["idle", "user"]}, {"group_id": house.ids["idle", "group"]}
    policy = f"/v5/policies/{house.ids['idle', 'policy']}"
    method, path, body = random.choice(
        [
            ("POST", f"{policy}/attach-user", user), ("POST", f"{policy}/detach-user", user),
            ("POST", f"{policy}/attach-group", group), ("POST", f"{policy}/detach-group", group),
            ("POST", f"/v5/groups/{group['group_id']}/add-user", user),
            ("POST", f"/v5/groups/{group['group_id']}/remove-user", user),
            ("DELETE", f"/v5/groups/{group['group_id']}", None),
            ("DELETE", policy, None),
            ("POST", f"{policy}/versions", {"policy_document": house.identity}),
        ]
    )  # fmt: skip
    return huawei(house.root, method, path, body=body)
