"""Who is who in an account, in the fewest words: users, groups and roles with the policies they carry."""

import json
import time
from typing import Any

from tests.conversation.alibaba.clients import Client, Key, NewSdk
from tests.conversation.alibaba.raw import Raw
from tests.live import Live

Statement = dict[str, Any]


def allow(*actions: str, on: str | list[str] = "*", when: dict[str, Any] | None = None) -> Statement:
    """A statement that allows."""
    return _statement("Allow", actions, on, when)


def deny(*actions: str, on: str | list[str] = "*", when: dict[str, Any] | None = None) -> Statement:
    """A statement that denies."""
    return _statement("Deny", actions, on, when)


def _statement(
    effect: str, actions: tuple[str, ...], on: str | list[str], when: dict[str, Any] | None
) -> Statement:
    said = {"Effect": effect, "Action": list(actions), "Resource": on}
    return {**said, "Condition": when} if when else said


def document(*statements: Statement) -> str:
    """A policy document."""
    return json.dumps({"Version": "1", "Statement": list(statements)})


def trust(*principals: str, when: dict[str, Any] | None = None) -> str:
    """A trust policy."""
    said = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"RAM": list(principals)}}
    return document({**said, "Condition": when} if when else said)


class Scene:
    """One account on a live server; ``root`` speaks for its owner."""

    def __init__(self, live: Live, root: dict[str, str]) -> None:
        self.live = live
        self.address = live.address
        self.id = root["account_id"]
        self.key = Key(root["access_key_id"], root["access_key_secret"])
        self.root = self.speaking(self.key)
        self.manager = self.managing(self.key)

    def speaking(self, key: Key) -> NewSdk:
        """The holder of a key, by the new SDK."""
        return NewSdk(self.address, key)

    def managing(self, key: Key) -> NewSdk:
        """The holder of a key, speaking to Resource Management."""
        return NewSdk(self.address, key, service="resourcemanager")

    def raw(self, key: Key | None = None, method: str = "POST", place: str = "query") -> Raw:
        """The holder of a key (or root), by hand and by the server's clock."""
        return Raw(self.address, key or self.key, method=method, place=place, clock=self._now)

    def _now(self) -> float:
        return time.time() + self.live.moved_ms / 1000

    def user_key(self, name: str, *statements: Statement) -> Key:
        """A new user's key; the user carries a policy of the statements."""
        self.root.do("CreateUser", UserName=name)
        if statements:
            self.policy(f"of-{name}", *statements)
            self.attach("User", name, f"of-{name}")
        return self.further_key(name)

    def user(self, name: str, *statements: Statement) -> Client:
        """A new user, speaking."""
        return self.speaking(self.user_key(name, *statements))

    def further_key(self, name: str) -> Key:
        """One more key of a user."""
        made = self.root.do("CreateAccessKey", UserName=name)["AccessKey"]
        return Key(made["AccessKeyId"], made["AccessKeySecret"])

    def policy(self, name: str, *statements: Statement) -> str:
        """A new custom policy."""
        self.root.do("CreatePolicy", PolicyName=name, PolicyDocument=document(*statements))
        return name

    def group(self, name: str, *members: str) -> str:
        """A new group with members."""
        self.root.do("CreateGroup", GroupName=name)
        for member in members:
            self.root.do("AddUserToGroup", GroupName=name, UserName=member)
        return name

    def role(self, name: str, *statements: Statement, trusting: str = "", **more: Any) -> str:
        """A new role that trusts this account unless told whom; its ARN."""
        trusted = trusting or trust(f"acs:ram::{self.id}:root")
        made = self.root.do("CreateRole", RoleName=name, AssumeRolePolicyDocument=trusted, **more)
        if statements:
            self.policy(f"of-{name}", *statements)
            self.attach("Role", name, f"of-{name}")
        arn: str = made["Role"]["Arn"]
        return arn

    def attach(self, kind: str, name: str, policy: str, policy_type: str = "Custom") -> None:
        """Attach a policy to a User, Group or Role."""
        named = {"PolicyType": policy_type, "PolicyName": policy, f"{kind}Name": name}
        self.root.do(f"AttachPolicyTo{kind}", **named)

    def detach(self, kind: str, name: str, policy: str, policy_type: str = "Custom") -> None:
        """Detach it."""
        named = {"PolicyType": policy_type, "PolicyName": policy, f"{kind}Name": name}
        self.root.do(f"DetachPolicyFrom{kind}", **named)

    def resource_group(self, name: str) -> str:
        """A new resource group that is no longer Creating; its id."""
        with self.live.later(-5000):
            made = self.manager.do("CreateResourceGroup", Name=name, DisplayName=name)
        id: str = made["ResourceGroup"]["Id"]
        return id

    def named(self, kind: str, name: str) -> dict[str, str]:
        """A User, Group or Role as Resource Management names it."""
        principal_type, domain = DOMAINS[kind]
        return {"PrincipalType": principal_type, "PrincipalName": f"{name}@{domain.format(self.id)}"}


DOMAINS = {
    "User": ("IMSUser", "{}.onaliyun.com"),
    "Group": ("IMSGroup", "group.{}.onaliyun.com"),
    "Role": ("ServiceRole", "role.{}.onaliyunservice.com"),
}


def assumed(caller: Client, role_arn: str, **more: Any) -> Key:
    """The temporary key with which a caller may act as a role."""
    body = caller.do("AssumeRole", **{"RoleArn": role_arn, "RoleSessionName": "shift", **more})
    made = body["Credentials"]
    return Key(made["AccessKeyId"], made["AccessKeySecret"], made["SecurityToken"])
