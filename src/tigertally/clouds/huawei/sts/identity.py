"""Who signed this call; every signed caller may ask."""

from msgspec import Struct

from tigertally.clouds.huawei.names import caller_urn
from tigertally.clouds.huawei.services import sts
from tigertally.clouds.service import Call


class IdentityAnswer(Struct):
    """The caller."""

    account_id: str
    principal_urn: str
    principal_id: str


@sts.operation("GET /v5/caller-identity", name="GetCallerIdentity", open_to_everybody=True)
def get_caller_identity(call: Call) -> IdentityAnswer:
    """Show the caller's account, URN and id."""
    caller = call.caller
    session = caller.session
    shown = f"{caller.principal.id}:{session.name}" if session else caller.principal.id
    return IdentityAnswer(caller.account.native_id, caller_urn(caller), shown)
