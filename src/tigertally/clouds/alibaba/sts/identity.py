"""Who signed this call; every signed caller may ask."""

from msgspec import UNSET, Struct, UnsetType

from tigertally.clouds.alibaba.names import caller_arn
from tigertally.clouds.alibaba.services import sts
from tigertally.clouds.service import Call


class IdentityAnswer(Struct, rename="pascal"):
    """The caller; ``RoleId`` is there for a role, ``UserId`` for a user or the account."""

    account_id: str
    arn: str
    identity_type: str
    principal_id: str
    user_id: str | UnsetType = UNSET
    role_id: str | UnsetType = UNSET


@sts.operation(open_to_everybody=True)
def get_caller_identity(call: Call) -> IdentityAnswer:
    """Show the caller's account, ARN and ids."""
    caller = call.caller
    account, arn, id = caller.account.native_id, caller_arn(caller), caller.principal.id
    if session := caller.session:
        return IdentityAnswer(account, arn, "AssumedRoleUser", f"{id}:{session.name}", role_id=id)
    if caller.is_root:
        return IdentityAnswer(account, arn, "Account", account, user_id=account)
    return IdentityAnswer(account, arn, "RAMUser", id, user_id=id)
