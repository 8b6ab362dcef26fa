"""An organization in the fewest words: who manages it, its departments, its members, and what binds them."""

from functools import cached_property
from typing import Any, NamedTuple

from tests.conversation.tencent.clients import Client, Sdk
from tests.conversation.tencent.scene import Scene, Statement, document
from tests.live import Live
from tests.signers import Key

CONTROL, TAG = "SERVICE_CONTROL_POLICY", "TAG_POLICY"

LEVELS = ("root", "department", "member")

TAGS = '{"tags": {"cost": {"tag_key": {"@@assign": "cost"}}}}'
"""What a tag policy looks like."""


class Place(NamedTuple):
    """Where a policy can be attached, as AttachPolicy and DetachPolicy name it."""

    id: int
    type: str

    @property
    def target(self) -> dict[str, Any]:
        """The parameters that name it."""
        return {"TargetId": self.id, "TargetType": self.type}


class Company(Scene):
    """A fresh organization with the department Works, and in that the member shop, an account of its own.

    ``manager`` speaks Organization for the owner of the account that manages it; ``root`` speaks CAM for it.
    """

    def __init__(self, live: Live, root: dict[str, str]) -> None:
        super().__init__(live, root)
        self.manager = self.organizing(self.key)
        self.id = self.manager.do("CreateOrganization")["OrgId"]
        self.top = Place(self.manager.do("DescribeOrganization")["RootNodeId"], "NODE")
        self.works = self.department("Works", self.top)
        self.shop = self.member("shop", self.works)

    def organizing(self, key: Key) -> Client:
        """The holder of a key, speaking Organization."""
        return Sdk(self.address, key, service="organization")

    def department(self, name: str, parent: Place) -> Place:
        """A new department."""
        made = self.manager.do("AddOrganizationNode", Name=name, ParentNodeId=parent.id)
        return Place(made["NodeId"], "NODE")

    def member(self, name: str, department: Place) -> Scene:
        """The account of a new member, with the root key that its operator makes."""
        said = {"Name": name, "AccountName": name, "NodeId": department.id}
        said |= {"PolicyType": "Financial", "PermissionIds": [1, 2]}
        uin = self.manager.do("CreateOrganizationMember", **said)["Uin"]
        return Scene(self.live, self.live.root_key("tencent", str(uin)))

    def level(self, name: str) -> Place:
        """One of the places above which, or as which, shop is bound."""
        return {"root": self.top, "department": self.works, "member": member_place(self.shop)}[name]

    # Policies.

    def switch(self, word: str, type: str = CONTROL) -> None:
        """``Enable`` or ``Disable`` policies of a type."""
        self.manager.do(f"{word}PolicyType", OrganizationId=self.id, PolicyType=type)

    @cached_property
    def full_access(self) -> int:
        """The id of FullQcloudAccess."""
        (preset,) = self.manager.do("ListPolicies", Scope="QCS")["List"]
        id: int = preset["PolicyId"]
        return id

    def control(self, name: str, *statements: Statement) -> int:
        """A new control policy; its id."""
        return self.written(name, document(*statements), CONTROL)

    def written(self, name: str, content: str, type: str) -> int:
        """A new policy of any type; its id."""
        made = self.manager.do("CreatePolicy", Name=name, Content=content, Type=type)
        id: int = made["PolicyId"]
        return id

    def bind(self, policy: int, place: Place, type: str = CONTROL) -> None:
        """Attach a policy."""
        self.manager.do("AttachPolicy", PolicyId=policy, Type=type, **place.target)

    def unbind(self, policy: int, place: Place, type: str = CONTROL) -> None:
        """Detach a policy."""
        self.manager.do("DetachPolicy", PolicyId=policy, Type=type, **place.target)

    def binding(self, place: Place, type: str = CONTROL) -> list[str]:
        """The names of the policies of a type that are attached to a place itself."""
        found = self.manager.do("ListPoliciesForTarget", TargetId=place.id, PolicyType=type)
        return [one["StrategyName"] for one in found["List"]]


def member_place(account: Scene) -> Place:
    """A member's account as a place for policies."""
    return Place(int(account.uin), "MEMBER")
