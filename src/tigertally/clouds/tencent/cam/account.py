"""The account as a whole: what is in it, and by which numbers it goes."""

from msgspec import Struct

from tigertally.clouds.service import Call
from tigertally.clouds.tencent.names import app_id, caller_uin
from tigertally.clouds.tencent.services import OPERATION, cam
from tigertally.clouds.tencent.types import EVERYTHING
from tigertally.model.view import View


class SummaryAnswer(Struct, rename="pascal"):
    """How many there are of each; there are no identity providers here."""

    policies: int
    roles: int
    idps: int
    user: int
    group: int
    member: int
    identity_providers: int


class AppIdAnswer(Struct, rename="pascal"):
    """The caller's uin, the account's, and the account's APPID."""

    uin: str
    owner_uin: str
    app_id: int


@cam.operation(action="cam:GetAccountSummary", on=OPERATION, per_second=10)
def get_account_summary(view: View) -> SummaryAnswer:
    """Count what is in the account; ``Policies`` are the custom ones."""
    account = view.account.account_id
    groups = view.groups(account, limit=EVERYTHING)
    return SummaryAnswer(
        policies=view.count(account, "policy"),
        roles=view.count(account, "role"),
        idps=0,
        user=view.count(account, "user"),
        group=len(groups),
        member=sum(len(view.members_of(group, limit=EVERYTHING)) for group in groups),
        identity_providers=0,
    )


@cam.operation(action="cam:GetUserAppId", on=OPERATION, per_second=10)
def get_user_app_id(call: Call) -> AppIdAnswer:
    """Show by which numbers the caller and its account go."""
    owner = call.caller.account.native_id
    return AppIdAnswer(caller_uin(call.caller), owner, int(app_id(owner)))
