"""Sub-users. Nobody signs in to a console here: what is said about that is read and not kept."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from tigertally.clouds.errors import Line
from tigertally.clouds.service import Ask, Call
from tigertally.clouds.tencent.names import local, uid
from tigertally.clouds.tencent.services import OPERATION, cam
from tigertally.clouds.tencent.types import (
    CountryCode,
    Email,
    Ids,
    NamedUser,
    PhoneNum,
    Remark,
    Switch,
    UserName,
    user_numbered,
)
from tigertally.ledger import keys, users
from tigertally.model.changes import Changes
from tigertally.model.principals import User
from tigertally.model.refusals import Denied
from tigertally.model.view import View

NO_CONSOLE = 0

EVERYBODY = 10_000
"""More users than an account can have: this list has no pages."""

SUB_USER = 2
"""UserType of a user that the account made."""


class NewUserAnswer(Struct, rename="pascal"):
    """A new sub-user with the secret of its key, which is shown this once; ``""`` where it has none."""

    uin: int
    name: str
    password: str
    secret_id: str
    secret_key: str
    uid: int


class UserAnswer(Struct, rename="pascal"):
    """One sub-user."""

    uin: int
    name: str
    uid: int
    remark: str
    console_login: int
    phone_num: str
    country_code: str
    email: str


class SubAccountInfo(Struct, rename="pascal"):
    """A sub-user as the list shows it."""

    uin: int
    name: str
    uid: int
    remark: str
    console_login: int
    phone_num: str
    country_code: str
    email: str
    create_time: str
    nick_name: str


class UsersAnswer(Struct, rename="pascal"):
    """All sub-users."""

    data: list[SubAccountInfo]


class SubAccountUser(Struct, rename="pascal"):
    """A sub-user as the look-up by uin shows it."""

    uin: int
    name: str
    uid: int
    remark: str
    create_time: str
    user_type: int
    last_login_ip: str
    last_login_time: str


class SubAccountsAnswer(Struct, rename="pascal"):
    """The sub-users that were asked for, those that exist."""

    sub_accounts: list[SubAccountUser]


@cam.operation(action="cam:AddUser", on=OPERATION, per_second=10)
def add_user(
    view: View,
    name: UserName,
    remark: Remark = "",
    console_login: Switch = 0,
    use_api: Switch = 0,
    password: str = "",
    need_reset_password: Switch = 0,
    phone_num: PhoneNum = "",
    country_code: CountryCode = "",
    email: Email = "",
) -> Changes:
    """Add a sub-user, with a key if asked to."""
    made = users.create(
        view, name, description=remark, email=email, mobile_phone=_phone(country_code, phone_num)
    )
    keyed = keys.create(view, made.subject) if use_api else Changes()
    both = Changes((*made.rows, *keyed.rows), secrets=keyed.secrets)
    return both.answering(_new(made.subject, *next(iter(keyed.secrets.items()), ("", ""))))


@cam.operation(action="cam:GetUser", on=OPERATION, per_second=10)
def get_user(user: NamedUser) -> UserAnswer:
    """Show a sub-user."""
    country, number = _split(user)
    return UserAnswer(
        int(user.id), user.name, uid(user), user.description, NO_CONSOLE, number, country, user.email
    )


@cam.operation(action="cam:ListUsers", on=OPERATION, per_second=10)
def list_users(view: View) -> UsersAnswer:
    """List the sub-users; the owner of the account is none."""
    found = view.users(view.account.account_id, limit=EVERYBODY)
    return UsersAnswer([_shown(user) for user in found if not user.is_root])


@cam.operation(action="cam:DescribeSubAccounts", on=OPERATION, per_second=10)
def describe_sub_accounts(view: View, filter_sub_account_uin: Ids) -> SubAccountsAnswer:
    """Show sub-users by uin; one that is not there is left out."""
    found = (user_numbered(view, uin) for uin in filter_sub_account_uin)
    return SubAccountsAnswer(
        [
            SubAccountUser(
                uin=int(user.id),
                name=user.name,
                uid=uid(user),
                remark=user.description,
                create_time=local(user.created_at),
                user_type=SUB_USER,
                last_login_ip="",
                last_login_time="",
            )
            for user in found
            if isinstance(user, User)
        ]
    )


@cam.operation(action="cam:UpdateUser", on=OPERATION, per_second=10)
def update_user(
    view: View,
    user: NamedUser,
    remark: Remark | None = None,
    console_login: Switch | None = None,
    password: str = "",
    need_reset_password: Switch | None = None,
    phone_num: PhoneNum | None = None,
    country_code: CountryCode | None = None,
    email: Email | None = None,
) -> Changes:
    """Change a sub-user."""
    country, number = _split(user)
    wanted = {
        "description": remark,
        "email": email,
        "mobile_phone": _phone(country_code or country, phone_num or number),
    }
    return users.edit(view, user, {name: text for name, text in wanted.items() if text is not None})


def _delete_asks(_view: View, _call: Call, values: Mapping[str, Any]) -> list[Ask]:
    """Whoever deletes a user's keys along needs the permission for that too."""
    actions = ["cam:DeleteUser", *(["cam:DeleteApiKey"] if values["force"] else [])]
    return [Ask(action, OPERATION) for action in actions]


@cam.operation(
    asks=_delete_asks,
    per_second=10,
    errors=(
        Line(
            Denied,
            "cam:DeleteApiKey",
            200,
            "UnauthorizedOperation.DeleteApiKey",
            "You may not delete API keys.",
        ),
    ),
)
def delete_user(view: View, user: NamedUser, force: Switch = 0) -> Changes:
    """Delete a sub-user; its keys too with ``Force``, its groups and policies anyway."""
    return users.delete(view, user, with_keys=bool(force))


def _new(user: User, secret_id: str, secret_key: str) -> NewUserAnswer:
    return NewUserAnswer(int(user.id), user.name, "", secret_id, secret_key, uid(user))


def _shown(user: User) -> SubAccountInfo:
    country, number = _split(user)
    return SubAccountInfo(
        uin=int(user.id),
        name=user.name,
        uid=uid(user),
        remark=user.description,
        console_login=NO_CONSOLE,
        phone_num=number,
        country_code=country,
        email=user.email,
        create_time=local(user.created_at),
        nick_name=user.display_name,
    )


def _phone(country: str, number: str) -> str:
    return f"{country}-{number}" if number else ""


def _split(user: User) -> tuple[str, str]:
    country, _, number = user.mobile_phone.partition("-")
    return country, number
