"""A walk through every operation with the official SDKs, on a server that runs; it keeps what was answered.

It goes where lists are not empty and pages are not whole, so that every field that can be given is.
"""

import json
from collections import defaultdict
from typing import NamedTuple

from tests.contract.callers import AlibabaCaller, Answers, HuaweiCaller, TencentCaller, refusal_of
from tests.live import Live

ALLOW_ALL = {"Version": "1", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
READ_USERS = {"Version": "5.0", "Statement": [{"Effect": "Allow", "Action": ["iam:users:listUsersV5"]}]}

LIST_USERS = {
    "version": "2.0",
    "statement": [{"effect": "allow", "action": "cam:ListUsers", "resource": "*"}],
}


class Walked(NamedTuple):
    """What was heard on the way, and what ended each walk before its time."""

    answers: Answers
    stopped: list[Exception]


def walk(live: Live) -> Walked:
    """All clouds' walks, each in an account of its own."""
    walked = Walked(defaultdict(list), [])
    for walk_cloud in (walk_alibaba, walk_huawei, walk_tencent):
        try:
            walk_cloud(live, walked.answers)
        except Exception as stopped:  # one test tells it, the others judge what was heard till then
            walked.stopped.append(stopped)
    return walked


def walk_alibaba(live: Live, answers: Answers) -> None:
    """Alibaba Cloud, from the first user to the last."""
    root = live.account("alibaba")
    call = AlibabaCaller(live, root["account_id"], root["access_key_id"], root["access_key_secret"], answers)
    for stage in (
        alibaba_users, alibaba_groups, alibaba_policies, alibaba_roles, alibaba_tags,
        alibaba_attachments, alibaba_sessions, alibaba_resource_groups, alibaba_second_door, alibaba_farewell,
    ):  # fmt: skip
        stage(call)


def walk_huawei(live: Live, answers: Answers) -> None:
    """Huawei Cloud, from the first user to the last."""
    root = live.account("huawei")
    call = HuaweiCaller(live, root["account_id"], root["access_key"], root["secret_key"], answers)
    for stage in (
        huawei_users, huawei_groups, huawei_policies, huawei_agencies, huawei_tags,
        huawei_attachments, huawei_sessions, huawei_farewell,
    ):  # fmt: skip
        stage(call)


def walk_tencent(live: Live, answers: Answers) -> None:
    """Tencent Cloud, from the first user to the last."""
    root = live.account("tencent")
    call = TencentCaller(live, root["uin"], root["secret_id"], root["secret_key"], answers)
    for stage in (
        tencent_users, tencent_groups, tencent_policies, tencent_roles, tencent_attachments,
        tencent_boundaries, tencent_sessions, tencent_organization, tencent_control_policies,
        tencent_farewell,
    ):  # fmt: skip
        stage(call)


# Alibaba Cloud.


def alibaba_users(call: AlibabaCaller) -> None:
    """Alice and Bob come, and are looked at from all sides."""
    for name in ("alice", "bob"):
        call.ram("CreateUser", UserName=name, DisplayName=name, Comments="staff", Email=f"{name}@example.com")
    call.ram("GetUser", UserName="alice")
    call.ram("UpdateUser", UserName="alice", NewDisplayName="Alice", NewMobilePhone="86-18600008888")
    call.ram("ListUsers", MaxItems=1)
    key = call.ram("CreateAccessKey", UserName="alice")["AccessKey"]
    call.ram("ListAccessKeys", UserName="alice")
    call.ram("UpdateAccessKey", UserName="alice", UserAccessKeyId=key["AccessKeyId"], Status="Inactive")
    call.ram("DeleteAccessKey", UserName="alice", UserAccessKeyId=key["AccessKeyId"])


def alibaba_groups(call: AlibabaCaller) -> None:
    """Both belong to a group; Bob leaves it again."""
    for name in ("editors", "readers"):
        call.ram("CreateGroup", GroupName=name, Comments="a group")
    call.ram("GetGroup", GroupName="editors")
    call.ram("UpdateGroup", GroupName="editors", NewComments="those who write")
    call.ram("ListGroups", MaxItems=1)
    for name in ("alice", "bob"):
        call.ram("AddUserToGroup", UserName=name, GroupName="editors")
    call.ram("ListUsersForGroup", GroupName="editors", MaxItems=1)
    call.ram("ListGroupsForUser", UserName="bob")
    call.ram("RemoveUserFromGroup", UserName="bob", GroupName="editors")


def alibaba_policies(call: AlibabaCaller) -> None:
    """Two policies, one of them with two versions and a tag."""
    document, tag = json.dumps(ALLOW_ALL), [{"Key": "team", "Value": "red"}]
    for name in ("Everything", "Spare"):
        call.ram("CreatePolicy", PolicyName=name, PolicyDocument=document, Description="all", Tag=tag)
    call.ram("GetPolicy", PolicyType="Custom", PolicyName="Everything")
    call.ram("ListPolicies", PolicyType="Custom", MaxItems=1)
    call.ram("UpdatePolicyDescription", PolicyName="Spare", NewDescription="in reserve")
    call.ram("CreatePolicyVersion", PolicyName="Everything", PolicyDocument=document)
    call.ram("GetPolicyVersion", PolicyType="Custom", PolicyName="Everything", VersionId="v2")
    call.ram("ListPolicyVersions", PolicyType="Custom", PolicyName="Everything")
    call.ram("SetDefaultPolicyVersion", PolicyName="Everything", VersionId="v2")
    call.ram("DeletePolicyVersion", PolicyName="Everything", VersionId="v1")
    call.ram("DeletePolicy", PolicyName="Spare")


def alibaba_roles(call: AlibabaCaller) -> None:
    """Two roles that the account itself may assume."""
    whom = {"RAM": [f"acs:ram::{call.account}:root"]}
    statement = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": whom}
    trust = json.dumps({"Version": "1", "Statement": [statement]})
    tag = [{"Key": "team", "Value": "red"}]
    for name in ("auditor", "spare"):
        call.ram("CreateRole", RoleName=name, AssumeRolePolicyDocument=trust, Description="", Tag=tag)
    call.ram("GetRole", RoleName="auditor")
    call.ram("ListRoles", MaxItems=1)
    call.ram("UpdateRole", RoleName="auditor", NewDescription="counts")
    call.ram("DeleteRole", RoleName="spare")


def alibaba_tags(call: AlibabaCaller) -> None:
    """Tags of the role come and go."""
    role: dict[str, object] = {"ResourceType": "role", "ResourceNames": ["auditor"]}
    call.ram("TagResources", **role, Tag=[{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}])
    call.ram("ListTagResources", **role, PageSize=1)
    call.ram("UntagResources", **role, TagKeys=["a"])


def alibaba_attachments(call: AlibabaCaller) -> None:
    """The policy is attached to one of each, listed, and detached again."""
    policy = {"PolicyType": "Custom", "PolicyName": "Everything"}
    targets = {"User": "bob", "Group": "editors", "Role": "auditor"}
    for kind, name in targets.items():
        call.ram(f"AttachPolicyTo{kind}", **policy, **{f"{kind}Name": name})
        call.ram(f"ListPoliciesFor{kind}", **{f"{kind}Name": name})
    call.ram("ListEntitiesForPolicy", **policy)
    for kind, name in targets.items():
        call.ram(f"DetachPolicyFrom{kind}", **policy, **{f"{kind}Name": name})


def alibaba_sessions(call: AlibabaCaller) -> None:
    """Alice, who may do everything, assumes the role; Bob, who may do nothing, is told why."""
    call.ram("AttachPolicyToUser", PolicyType="Custom", PolicyName="Everything", UserName="alice")
    alice, bob = (call.as_user(name) for name in ("alice", "bob"))
    role = f"acs:ram::{call.account}:role/auditor"
    made = alice.sts("AssumeRole", RoleArn=role, RoleSessionName="audit", SourceIdentity="alice")
    session = made["Credentials"]
    call.with_key(session["AccessKeyId"], session["AccessKeySecret"], session["SecurityToken"]).sts(
        "GetCallerIdentity"
    )
    alice.sts("GetCallerIdentity")
    sealed = refusal_of(lambda: bob.ram("ListUsers")).sealed
    call.ram("DecodeDiagnosticMessage", EncodedDiagnosticMessage=sealed)
    call.ram(
        "CreatePolicy", PolicyName="Nothing", PolicyDocument=json.dumps(ALLOW_ALL).replace("Allow", "Deny")
    )
    call.ram("AttachPolicyToUser", PolicyType="Custom", PolicyName="Nothing", UserName="bob")
    sealed = refusal_of(lambda: bob.ram("ListUsers")).sealed
    call.ram("DecodeDiagnosticMessage", EncodedDiagnosticMessage=sealed)


def alibaba_resource_groups(call: AlibabaCaller) -> None:
    """A group comes, Alice is given something in it and loses it again, and another group goes."""
    made = {}
    with call.live.later(-5000):  # so that they are no longer Creating
        for name in ("team", "spare"):
            tag = [{"Key": "team", "Value": "red"}]
            answer = call.resourcemanager("CreateResourceGroup", Name=name, DisplayName=name, Tag=tag)
            made[name] = answer["ResourceGroup"]["Id"]
    team = {"ResourceGroupId": made["team"]}
    call.resourcemanager("GetResourceGroup", **team, IncludeTags=True)
    call.resourcemanager("UpdateResourceGroup", **team, NewDisplayName="The team")
    call.resourcemanager("ListResourceGroups", IncludeTags=True)
    call.resourcemanager("DeleteResourceGroup", ResourceGroupId=made["spare"])
    whom = {"PrincipalType": "IMSUser", "PrincipalName": f"alice@{call.account}.onaliyun.com"}
    what = {"PolicyType": "Custom", "PolicyName": "Everything"}
    call.resourcemanager("AttachPolicy", **team, **what, **whom)
    call.resourcemanager("ListPolicyAttachments", **team)
    call.resourcemanager("DetachPolicy", **team, **what, **whom)


def alibaba_second_door(call: AlibabaCaller) -> None:
    """RAM's policies and roles by Resource Management."""
    door, document = call.resourcemanager, json.dumps(ALLOW_ALL)
    door("CreatePolicy", PolicyName="Second", PolicyDocument=document, Description="second")
    door("GetPolicy", PolicyType="Custom", PolicyName="Second")
    door("ListPolicies", PolicyType="Custom", PageSize=1)
    door("CreatePolicyVersion", PolicyName="Second", PolicyDocument=document)
    door("GetPolicyVersion", PolicyType="Custom", PolicyName="Second", VersionId="v2")
    door("ListPolicyVersions", PolicyType="Custom", PolicyName="Second")
    door("SetDefaultPolicyVersion", PolicyName="Second", VersionId="v2")
    door("DeletePolicyVersion", PolicyName="Second", VersionId="v1")
    door("DeletePolicy", PolicyName="Second")
    trust = call.ram("GetRole", RoleName="auditor")["Role"]["AssumeRolePolicyDocument"]
    door("CreateRole", RoleName="second", AssumeRolePolicyDocument=trust, Description="second")
    door("GetRole", RoleName="second")
    door("ListRoles", PageSize=1)
    door("UpdateRole", RoleName="second", NewDescription="still second")
    door("DeleteRole", RoleName="second")


def alibaba_farewell(call: AlibabaCaller) -> None:
    """Bob goes, and a group that nobody belongs to."""
    call.ram("DetachPolicyFromUser", PolicyType="Custom", PolicyName="Nothing", UserName="bob")
    for key in call.ram("ListAccessKeys", UserName="bob")["AccessKeys"]["AccessKey"]:
        call.ram("DeleteAccessKey", UserName="bob", UserAccessKeyId=key["AccessKeyId"])
    call.ram("DeleteUser", UserName="bob")
    call.ram("DeleteGroup", GroupName="readers")


# Huawei Cloud.


def huawei_users(call: HuaweiCaller) -> None:
    """Alice and Bob come, and are looked at from all sides."""
    call.iam("KeystoneListAuthDomains")
    for name in ("alice", "bob"):
        made = call.iam("CreateUserV5", {"name": name, "description": "staff", "enabled": True})
        call.named[name] = made["user"]["user_id"]
    alice = {"user_id": call.named["alice"]}
    call.iam(
        "TagResourceV5", {"tags": [{"tag_key": "team", "tag_value": "red"}]}, **_tagged("user", call, "alice")
    )
    call.iam("ShowUserV5", **alice)
    call.iam("UpdateUserV5", {"new_description": "the first"}, **alice)
    call.iam("ListUsersV5", limit=1)
    call.iam("ShowUserLastLoginV5", **alice)
    key = {**alice, "access_key_id": call.iam("CreateAccessKeyV5", **alice)["access_key"]["access_key_id"]}
    call.iam("CreateAccessKeyV5", **alice)
    call.iam("ListAccessKeysV5", limit=1, **alice)
    call.iam("ShowAccessKeyLastUsedV5", **key)
    call.iam("UpdateAccessKeyV5", {"status": "inactive"}, **key)
    call.iam("DeleteAccessKeyV5", **key)


def huawei_groups(call: HuaweiCaller) -> None:
    """Both belong to a group; Bob leaves it again."""
    for name in ("editors", "readers"):
        made = call.iam("CreateGroupV5", {"group_name": name, "description": "a group"})
        call.named[name] = made["group"]["group_id"]
    editors = {"group_id": call.named["editors"]}
    call.iam("ShowGroupV5", **editors)
    call.iam("UpdateGroupV5", {"new_group_description": "those who write"}, **editors)
    call.iam("ListGroupsV5", limit=1)
    call.iam("ShowGroupSummary", limit=1)
    for name in ("alice", "bob"):
        call.iam("AddUserToGroupV5", {"user_id": call.named[name]}, **editors)
    call.iam("RemoveUserFromGroupV5", {"user_id": call.named["bob"]}, **editors)


def huawei_policies(call: HuaweiCaller) -> None:
    """Three policies, one of them with two versions."""
    document = json.dumps(READ_USERS)
    for name in ("ReadUsers", "ReadMore", "Spare"):
        made = call.iam("CreatePolicyV5", {"policy_name": name, "policy_document": document})
        call.named[name] = made["policy"]["policy_id"]
    policy = {"policy_id": call.named["ReadUsers"]}
    call.iam("GetPolicyV5", **policy)
    call.iam("ListPoliciesV5", limit=1)
    call.iam("UpdatePolicyV5", {"description": "reads users"}, **policy)
    call.iam("CreatePolicyVersionV5", {"policy_document": document}, **policy)
    call.iam("GetPolicyVersionV5", version_id="v2", **policy)
    call.iam("ListPolicyVersionsV5", limit=1, **policy)
    call.iam("SetDefaultPolicyVersionV5", version_id="v2", **policy)
    call.iam("DeletePolicyVersionV5", version_id="v1", **policy)
    call.iam("DeletePolicyV5", policy_id=call.named["Spare"])


def huawei_agencies(call: HuaweiCaller) -> None:
    """A trust agency and a classic one, and one of each that goes again."""
    statement = {"Effect": "Allow", "Action": ["sts:*:*"], "Principal": {"IAM": [call.account]}}
    trust = json.dumps({"Version": "5.0", "Statement": [statement]})
    for name in ("auditors", "spare"):
        made = call.iam("CreateAgencyV5", {"agency_name": name, "trust_policy": trust})
        call.named[name] = made["agency"]["agency_id"]
    for name in ("partners", "strangers"):
        classic = {"name": name, "domain_id": call.account, "trust_domain_id": call.account}
        call.named[name] = call.iam("CreateAgency", {"agency": classic})["agency"]["id"]
    for name in ("auditors", "partners"):
        call.iam("GetAgencyV5", agency_id=call.named[name])
    call.iam("ListAgenciesV5", limit=3)
    call.iam("UpdateAgencyV5", {"description": "count"}, agency_id=call.named["auditors"])
    call.iam("UpdateTrustPolicyV5", {"trust_policy": trust}, agency_id=call.named["auditors"])
    call.iam("DeleteAgencyV5", agency_id=call.named["spare"])
    call.iam("DeleteAgency", agency_id=call.named["strangers"])


def huawei_tags(call: HuaweiCaller) -> None:
    """Tags of the agency come and go."""
    agency = _tagged("agency", call, "auditors")
    tags = [{"tag_key": "a", "tag_value": "1"}, {"tag_key": "b", "tag_value": "2"}]
    call.iam("TagResourceV5", {"tags": tags}, **agency)
    call.iam("DeleteResourceTagsV5", ["a"], **agency)
    call.iam("ListResourceTagsV5", **agency)
    call.iam("GetAgencyV5", agency_id=call.named["auditors"])


def huawei_attachments(call: HuaweiCaller) -> None:
    """Two policies are attached to one of each, listed, and detached again."""
    targets = {"User": "alice", "Group": "editors", "Agency": "auditors"}
    for kind, name in targets.items():
        target = {f"{kind.lower()}_id": call.named[name]}
        for policy in ("ReadUsers", "ReadMore"):
            call.iam(f"Attach{kind}PolicyV5", target, policy_id=call.named[policy])
        call.iam(f"ListAttached{kind}PoliciesV5", limit=1, **target)
    for limit in (2, 3):
        call.iam("ListEntitiesForPolicyV5", policy_id=call.named["ReadUsers"], limit=limit)
    for kind, name in targets.items():
        target = {f"{kind.lower()}_id": call.named[name]}
        call.iam(f"Detach{kind}PolicyV5", target, policy_id=call.named["ReadUsers"])


def huawei_sessions(call: HuaweiCaller) -> None:
    """The agency is assumed; Bob, who may do nothing, is told why."""
    call.sts("GetCallerIdentity")
    urn = f"iam::{call.account}:agency:auditors"
    call.sts("AssumeAgency", {"agency_urn": urn, "agency_session_name": "audit", "source_identity": "root"})
    bob = call.as_user("bob")
    sealed = refusal_of(lambda: bob.iam("ListUsersV5")).sealed
    call.sts("DecodeAuthorizationMessage", {"encoded_message": sealed})


def huawei_farewell(call: HuaweiCaller) -> None:
    """Bob goes, and a group that nobody belongs to."""
    bob = {"user_id": call.named["bob"]}
    for key in call.iam("ListAccessKeysV5", **bob)["access_keys"]:
        call.iam("DeleteAccessKeyV5", access_key_id=key["access_key_id"], **bob)
    call.iam("DeleteUserV5", **bob)
    call.iam("DeleteGroupV5", group_id=call.named["readers"])


def _tagged(kind: str, call: HuaweiCaller, name: str) -> dict[str, object]:
    return {"resource_type": kind, "resource_id": call.named[name]}


# Tencent Cloud.


def tencent_users(call: TencentCaller) -> None:
    """Alice and Bob come, and are looked at from all sides."""
    phone = {"PhoneNum": "13800000000", "CountryCode": "86", "Email": "a@example.com"}
    for name in ("alice", "bob"):
        call.named[name] = call.cam("AddUser", Name=name, Remark="staff", UseApi=0, **phone)["Uin"]
    call.cam("AddUser", Name="carol", UseApi=1)
    call.cam("GetUser", Name="alice")
    call.cam("UpdateUser", Name="alice", Remark="the first")
    call.cam("ListUsers")
    call.cam("DescribeSubAccounts", FilterSubAccountUin=[call.named["alice"]])
    alice = {"TargetUin": call.named["alice"]}
    key = {"AccessKeyId": call.cam("CreateAccessKey", Description="one", **alice)["AccessKey"]["AccessKeyId"]}
    call.cam("ListAccessKeys", **alice)
    call.cam("UpdateAccessKey", Status="Inactive", **key, **alice)
    call.cam("DeleteAccessKey", **key, **alice)
    call.cam("DeleteUser", Name="carol", Force=1)


def tencent_groups(call: TencentCaller) -> None:
    """Both belong to a group; Bob leaves it again."""
    for name in ("editors", "readers"):
        call.named[name] = call.cam("CreateGroup", GroupName=name, Remark="a group")["GroupId"]
    editors = {"GroupId": call.named["editors"]}
    call.cam("UpdateGroup", Remark="those who write", **editors)
    call.cam("ListGroups", Rp=1)
    for name in ("alice", "bob"):
        call.cam("AddUserToGroup", Info=[{**editors, "Uin": call.named[name]}])
    call.cam("GetGroup", **editors)
    call.cam("ListUsersForGroup", **editors)
    call.cam("ListGroupsForUser", SubUin=call.named["bob"])
    call.cam("RemoveUserFromGroup", Info=[{**editors, "Uin": call.named["bob"]}])


def tencent_policies(call: TencentCaller) -> None:
    """Two policies, one of them with two versions and a tag."""
    document, tags = json.dumps(LIST_USERS), [{"Key": "team", "Value": "red"}]
    for name in ("ReadUsers", "Spare"):
        made = call.cam("CreatePolicy", PolicyName=name, PolicyDocument=document, Tags=tags)
        call.named[name] = made["PolicyId"]
    policy = {"PolicyId": call.named["ReadUsers"]}
    call.cam("GetPolicy", **policy)
    call.cam("ListPolicies", Scope="Local")
    call.cam("UpdatePolicy", PolicyName="Spare", Description="in reserve")
    call.cam("CreatePolicyVersion", PolicyDocument=document, SetAsDefault=False, **policy)
    call.cam("GetPolicyVersion", VersionId=2, **policy)
    call.cam("ListPolicyVersions", **policy)
    call.cam("SetDefaultPolicyVersion", VersionId=2, **policy)
    call.cam("DeletePolicyVersion", VersionId=[1], **policy)
    call.cam("DeletePolicy", PolicyId=[call.named["Spare"]])


def tencent_roles(call: TencentCaller) -> None:
    """Two roles that the account itself may assume."""
    statement = {"effect": "allow", "action": "name/sts:AssumeRole"}
    whom = {"principal": {"qcs": [f"qcs::cam::uin/{call.account}:root"]}}
    trust = json.dumps({"version": "2.0", "statement": [statement | whom]})
    for name in ("auditor", "spare"):
        made = call.cam(
            "CreateRole", RoleName=name, PolicyDocument=trust, Tags=[{"Key": "team", "Value": "red"}]
        )
        call.named[name] = int(made["RoleId"])
    role: dict[str, object] = {"RoleName": "auditor"}
    call.cam("GetRole", **role)
    call.cam("DescribeRoleList", Page=1, Rp=20)
    call.cam("UpdateRoleDescription", Description="counts", **role)
    call.cam("UpdateAssumeRolePolicy", PolicyDocument=trust, **role)
    call.cam("UpdateRoleSessionDuration", SessionDuration=3600, RoleId=call.named["auditor"])
    call.cam("TagRole", Tags=[{"Key": "a", "Value": "1"}], **role)
    call.cam("UntagRole", TagKeys=["a"], **role)
    call.cam("DeleteRole", RoleId=str(call.named["spare"]))


def tencent_attachments(call: TencentCaller) -> None:
    """The policy is attached to one of each, listed, and detached again."""
    policy = {"PolicyId": call.named["ReadUsers"]}
    call.cam("AttachUserPolicy", AttachUin=call.named["bob"], **policy)
    call.cam("AttachGroupPolicy", AttachGroupId=call.named["editors"], **policy)
    call.cam("AttachRolePolicy", AttachRoleName="auditor", **policy)
    call.cam("ListAttachedUserPolicies", TargetUin=call.named["bob"])
    call.cam("ListAttachedGroupPolicies", TargetGroupId=call.named["editors"])
    call.cam("ListAttachedRolePolicies", Page=1, Rp=20, RoleName="auditor")
    call.cam("ListAttachedUserAllPolicies", TargetUin=call.named["alice"], Rp=20, Page=1, AttachType=0)
    call.cam("ListEntitiesForPolicy", **policy)
    call.cam("DetachUserPolicy", DetachUin=call.named["bob"], **policy)
    call.cam("DetachGroupPolicy", DetachGroupId=call.named["editors"], **policy)
    call.cam("DetachRolePolicy", DetachRoleName="auditor", **policy)


def tencent_boundaries(call: TencentCaller) -> None:
    """The policy bounds Bob and the role, and bounds them no longer."""
    policy, bob = {"PolicyId": call.named["ReadUsers"]}, {"TargetUin": call.named["bob"]}
    auditor = {"RoleId": str(call.named["auditor"])}
    for kind, target in (("User", bob), ("Role", auditor)):
        call.cam(f"Put{kind}PermissionsBoundary", **policy, **target)
        call.cam(f"Get{kind}PermissionBoundary", **target)
        call.cam(f"Delete{kind}PermissionsBoundary", **target)
        call.cam(f"Get{kind}PermissionBoundary", **target)


def tencent_sessions(call: TencentCaller) -> None:
    """The role is assumed; who it is, and what the account holds."""
    role = f"qcs::cam::uin/{call.account}:roleName/auditor"
    session = call.sts("AssumeRole", RoleArn=role, RoleSessionName="audit")["Credentials"]
    call.with_key(session["TmpSecretId"], session["TmpSecretKey"], session["Token"]).sts("GetCallerIdentity")
    call.sts("GetCallerIdentity")
    call.cam("GetUserAppId")
    call.cam("GetAccountSummary")


def tencent_organization(call: TencentCaller) -> None:
    """An organization with two departments and a member that moves from one to the other."""
    call.organization("CreateOrganization")
    root = call.organization("DescribeOrganization")["RootNodeId"]
    tag = [{"TagKey": "team", "TagValue": "red"}]
    for name in ("research", "spare"):
        made = call.organization(
            "AddOrganizationNode", ParentNodeId=root, Name=name, Remark="a department", Tags=tag
        )
        call.named[name] = made["NodeId"]
    call.organization("UpdateOrganizationNode", NodeId=call.named["spare"], Remark="in reserve")
    for name in ("lab", "shop"):
        bills = {"PolicyType": "Financial", "PermissionIds": [1, 2]}
        made = call.organization(
            "CreateOrganizationMember",
            Name=name,
            AccountName=name,
            NodeId=call.named["spare"],
            Tags=tag,
            **bills,
        )
        call.named[name] = made["Uin"]
    lab = {"MemberUin": call.named["lab"]}
    call.organization("UpdateOrganizationMember", **lab, Remark="where things are tried")
    call.organization(
        "MoveOrganizationNodeMembers", MemberUin=[call.named["lab"]], NodeId=call.named["research"]
    )
    call.organization("DescribeOrganizationMembers", Offset=0, Limit=1)
    call.organization("DescribeOrganizationNodes", Offset=0, Limit=2)
    call.organization("DeleteAccount", MemberUin=call.named["shop"])
    call.organization("DeleteOrganizationNodes", NodeId=[call.named["spare"]])


def tencent_control_policies(call: TencentCaller) -> None:
    """A control policy is attached to the department, looked at from both sides, and detached again."""
    whole = {"OrganizationId": call.organization("DescribeOrganization")["OrgId"]}
    control = {"PolicyType": "SERVICE_CONTROL_POLICY"}
    call.organization("EnablePolicyType", **whole, **control)
    call.organization("DescribePolicyConfig", **whole, Type=0)
    content, type = json.dumps(LIST_USERS), {"Type": "SERVICE_CONTROL_POLICY"}
    made = call.organization("CreatePolicy", Name="ReadUsers", Content=content, Description="r", **type)
    policy = {"PolicyId": made["PolicyId"]}
    call.organization("UpdatePolicy", **policy, Description="reading")
    call.organization("DescribePolicy", **policy)
    call.organization("ListPolicies", Rp=1)
    target = {"TargetId": call.named["research"], "TargetType": "NODE"}
    call.organization("AttachPolicy", **policy, **target)
    call.organization("ListPoliciesForTarget", TargetId=call.named["research"])
    call.organization("ListTargetsForPolicy", **policy)
    call.organization("DetachPolicy", **policy, **target)
    call.organization("DeletePolicy", **policy)
    call.organization("DisablePolicyType", **whole, **control)
    call.organization("DeleteAccount", MemberUin=call.named["lab"])
    call.organization("DeleteOrganizationNodes", NodeId=[call.named["research"]])
    call.organization("DeleteOrganization")


def tencent_farewell(call: TencentCaller) -> None:
    """Bob goes, and a group that nobody belongs to."""
    call.cam("DeleteUser", Name="bob")
    call.cam("DeleteGroup", GroupId=call.named["readers"])
