"""How much one principal may carry, as RAM's "Limits" page has it."""

import pytest

from tests.conversation.alibaba.scene import Scene, allow


@pytest.mark.parametrize(("kind", "most"), [("User", 10), ("Group", 5), ("Role", 5)])
def test_so_many_custom_policies_and_no_more(scene: Scene, kind: str, most: int) -> None:
    if kind == "Role":
        scene.role("carrier")
    else:
        scene.root.do(f"Create{kind}", **{f"{kind}Name": "carrier"})
    for at in range(most):
        scene.attach(kind, "carrier", scene.policy(f"p{at}", allow("oss:*")))
    scene.policy("one-more", allow("oss:*"))
    carried = {"PolicyType": "Custom", "PolicyName": "one-more", f"{kind}Name": "carrier"}
    full = scene.root.ask(f"AttachPolicyTo{kind}", **carried)
    assert (409, f"LimitExceeded.{kind}.Policy") == full[:2]
    scene.attach(kind, "carrier", "ReadOnlyAccess", "System")
    scene.detach(kind, "carrier", "p0")
    assert "ok" == scene.root.code(f"AttachPolicyTo{kind}", **carried)
    listed = scene.root.do(f"ListPoliciesFor{kind}", **{f"{kind}Name": "carrier"})["Policies"]["Policy"]
    assert most + 1 == len(listed)


def test_a_user_is_in_five_groups_at_most(scene: Scene) -> None:
    scene.root.do("CreateUser", UserName="alice")
    for at in range(5):
        scene.group(f"g{at}", "alice")
    scene.group("one-more")
    full = scene.root.ask("AddUserToGroup", UserName="alice", GroupName="one-more")
    assert (409, "LimitExceeded.User.Group") == full[:2]
    scene.root.do("RemoveUserFromGroup", UserName="alice", GroupName="g0")
    assert "ok" == scene.root.code("AddUserToGroup", UserName="alice", GroupName="one-more")


def test_an_account_has_fifty_groups_at_most(scene: Scene) -> None:
    for at in range(50):
        scene.group(f"g{at}")
    assert (409, "LimitExceeded.Group") == scene.root.ask("CreateGroup", GroupName="one-more")[:2]
    scene.root.do("DeleteGroup", GroupName="g0")
    assert "ok" == scene.root.code("CreateGroup", GroupName="one-more")
