"""What a denial tells: some beside the error, the rest sealed."""

import msgspec

from tests.store.stage import ACCOUNT, ALICE, DEPLOY, KEY, NOW, ROOT, SESSION
from tigertally.clouds.alibaba.denials import KEPT_MS, Sealed, evidence, shown
from tigertally.model.principals import Caller
from tigertally.model.refusals import Denied, Evidence

USER = Caller(account=ACCOUNT, principal=ALICE, credential=KEY)
ROLE = Caller(account=ACCOUNT, principal=DEPLOY, credential=SESSION)


def denied(caller: Caller = USER, *, explicit: bool = False, layer: str = "identity") -> Denied:
    """A denial."""
    return Denied(
        caller=caller, action="ram:GetUser", resource="acs:ram:*:1:user/x", explicit=explicit, layer=layer,
        evidence=(Evidence("Deny", "Stop", "Custom", "v2", "group", "Staff", 0),),
        conditions=(("acs:sourceip", ("192.0.2.7",)),),
    )  # fmt: skip


def test_a_user_is_shown_by_its_id_and_a_role_with_its_session() -> None:
    told = shown(denied(), "sealed")
    assert ("SubUser", ALICE.id) == (told["AuthPrincipalType"], told["AuthPrincipalDisplayName"])
    told = shown(denied(ROLE), "sealed")
    assert ("AssumedRoleUser", "Deploy:build") == (
        told["AuthPrincipalType"],
        told["AuthPrincipalDisplayName"],
    )
    assert ACCOUNT.native_id == told["AuthPrincipalOwnerId"]


def test_silence_is_told_from_a_deny() -> None:
    assert "ImplicitDeny" == shown(denied(), "")["NoPermissionType"]
    assert "ExplicitDeny" == shown(denied(explicit=True), "")["NoPermissionType"]


def test_the_layer_is_told() -> None:
    layers = ("identity", "resource_group", "session", "trust")
    told = [shown(denied(layer=layer), "")["PolicyType"] for layer in layers]
    assert [
        "AccountLevelIdentityBasedPolicy", "ResourceGroupLevelIdentityBasedPolicy", "SessionPolicy",
        "AssumeRolePolicy",
    ] == told  # fmt: skip


def test_policies_and_statements_are_in_the_sealed_message_alone() -> None:
    assert "Stop" not in str(shown(denied(), "sealed"))
    sealed = msgspec.json.decode(evidence(denied(explicit=True), NOW), type=Sealed)
    assert NOW + KEPT_MS == sealed.until
    (policy,) = sealed.diagnosis.matched_policies
    assert ("Stop", "v2", "RamGroup") == (
        policy.policy_identifier, policy.policy_version, policy.attached_entity_type,
    )  # fmt: skip
    (condition,) = sealed.diagnosis.auth_conditions
    assert ("acs:sourceip", ["192.0.2.7"]) == (condition.condition_key, condition.condition_values)
    assert ROOT.name not in str(sealed)
