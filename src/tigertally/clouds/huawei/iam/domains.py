"""The accounts that a caller belongs to; SDKs ask before their first call when no account is configured.

Source: IAM API reference, KeystoneListAuthDomains (v3).
"""

from msgspec import Struct

from tigertally.clouds.huawei.services import iam
from tigertally.model.view import View


class Domain(Struct):
    """One account."""

    id: str
    name: str
    enabled: bool
    description: str


class Links(Struct):
    """Where the list stands."""

    self: str


class DomainsAnswer(Struct):
    """The caller's accounts: exactly one."""

    domains: list[Domain]
    links: Links


@iam.operation("GET /v3/auth/domains", name="KeystoneListAuthDomains", open_to_everybody=True)
def list_auth_domains(view: View) -> DomainsAnswer:
    """List the account of the caller; every signed caller may ask."""
    account = view.account
    return DomainsAnswer([Domain(account.native_id, account.name, True, "")], Links("/v3/auth/domains"))
