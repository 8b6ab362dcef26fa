"""Who signed this call; every signed caller may ask."""

from msgspec import Struct

from tigertally.clouds.service import Call
from tigertally.clouds.tencent.names import caller_arn, caller_uin
from tigertally.clouds.tencent.services import sts


class IdentityAnswer(Struct, rename="pascal"):
    """The caller; a role's session is ``<role id>:<session>``, of the user who assumed it."""

    arn: str
    account_id: str
    user_id: str
    principal_id: str
    type: str


@sts.operation(open_to_everybody=True, assumed="the spelling of Arn and Type for a role")
def get_caller_identity(call: Call) -> IdentityAnswer:
    """Show the caller's account, name and ids."""
    caller = call.caller
    account, arn = caller.account.native_id, caller_arn(caller)
    if session := caller.session:
        id = f"{caller.principal.id}:{session.name}"
        return IdentityAnswer(arn, account, id, session.assumed_by, "AssumedRole")
    uin = caller_uin(caller)
    return IdentityAnswer(arn, account, uin, uin, "CAMUser" if not caller.is_root else "RootAccount")
