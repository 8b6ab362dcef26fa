"""Who is who in an account, in the fewest words: users, groups and roles with the policies they carry."""

import json
from typing import Any

from tests.conversation.tencent.clients import Client, Sdk
from tests.live import Live
from tests.signers import Key

Statement = dict[str, Any]


def allow(*actions: str, on: str | list[str] = "*", when: dict[str, Any] | None = None) -> Statement:
    """A statement that allows."""
    said = {"effect": "allow", "action": list(actions), "resource": on}
    return {**said, "condition": when} if when else said


def deny(*actions: str, on: str | list[str] = "*") -> Statement:
    """A statement that denies."""
    return {"effect": "deny", "action": list(actions), "resource": on}


def document(*statements: Statement) -> str:
    """A policy document."""
    return json.dumps({"version": "2.0", "statement": list(statements)})


def trust(*principals: str) -> str:
    """A trust policy."""
    said = {"effect": "allow", "action": "name/sts:AssumeRole", "principal": {"qcs": list(principals)}}
    return document(said)


class Scene:
    """One account on a live server; ``root`` speaks for its owner."""

    def __init__(self, live: Live, root: dict[str, str]) -> None:
        self.live = live
        self.address = live.address
        self.uin = root["uin"]
        self.key = Key(root["secret_id"], root["secret_key"])
        self.root = self.speaking(self.key)
        self.uins: dict[str, int] = {}

    def speaking(self, key: Key) -> Sdk:
        """The holder of a key."""
        return Sdk(self.address, key)

    def user_key(self, name: str, *statements: Statement) -> Key:
        """A new user's key; the user carries a policy of the statements."""
        made = self.root.do("AddUser", Name=name, UseApi=1)
        self.uins[name] = made["Uin"]
        if statements:
            self.attach(name, self.policy(f"of-{name}", *statements))
        return Key(made["SecretId"], made["SecretKey"])

    def user(self, name: str, *statements: Statement) -> Client:
        """A new user, speaking."""
        return self.speaking(self.user_key(name, *statements))

    def policy(self, name: str, *statements: Statement) -> int:
        """A new custom policy; its id."""
        made = self.root.do("CreatePolicy", PolicyName=name, PolicyDocument=document(*statements))
        id: int = made["PolicyId"]
        return id

    def group(self, name: str, *members: str) -> int:
        """A new group with members; its id."""
        id: int = self.root.do("CreateGroup", GroupName=name)["GroupId"]
        for member in members:
            self.root.do("AddUserToGroup", Info=[{"GroupId": id, "Uin": self.uins[member]}])
        return id

    def role(self, name: str, *statements: Statement, trusting: str = "", **more: Any) -> str:
        """A new role that trusts this account unless told whom; its ARN."""
        trusted = trusting or trust(f"qcs::cam::uin/{self.uin}:root")
        self.root.do("CreateRole", RoleName=name, PolicyDocument=trusted, **more)
        if statements:
            self.root.do(
                "AttachRolePolicy", PolicyId=self.policy(f"of-{name}", *statements), AttachRoleName=name
            )
        return f"qcs::cam::uin/{self.uin}:roleName/{name}"

    def attach(self, user: str, policy: int) -> None:
        """Attach a policy to a user."""
        self.root.do("AttachUserPolicy", PolicyId=policy, AttachUin=self.uins[user])

    def held(self, user: str) -> list[int]:
        """The ids of what is attached to a user."""
        found = self.root.do("ListAttachedUserPolicies", TargetUin=self.uins[user])
        return [one["PolicyId"] for one in found["List"]]


def assumed(caller: Client, role_arn: str, **more: Any) -> Key:
    """The temporary key with which a caller may act as a role."""
    made = caller.do("AssumeRole", **{"RoleArn": role_arn, "RoleSessionName": "shift", **more})["Credentials"]
    return Key(made["TmpSecretId"], made["TmpSecretKey"], made["Token"])
