"""A key is found from outside any account, before anything else is known of the call that it signed."""

from functools import lru_cache

from tigertally.model.credentials import AccessKey, Credential
from tigertally.model.principals import Caller, User
from tigertally.store import images
from tigertally.store.nouns.kept import Kept
from tigertally.store.nouns.reads import CallReads, Reads

_REVIVE = """
update credentials set user_id = :user_id, status = :status, image = :image
where access_key_id = :access_key_id and account_id = :account_id and holder_id = :user_id
  and status = 'deleted'
"""

ACCESS_KEYS = Kept(
    key=("access_key_id",),
    rows="""
    select access_key_id, account_id, kind, user_id, status, image from credentials
    where account_id = :account_id and kind = 'access_key' and status <> 'deleted'
    """,
    insert=(
        """
        insert into credentials
            (access_key_id, account_id, kind, holder_id, user_id, status, added, sealed, image)
        values
            (:access_key_id, :account_id, :kind, :user_id, :user_id, :status, :added, :sealed, :image)
        """,
    ),
    revive=(_REVIVE,),
    update=(
        """
        update credentials set status = :status, image = :image
        where access_key_id = :access_key_id and account_id = :account_id and status <> 'deleted'
        """,
    ),
    delete=(
        """
        update credentials set status = 'deleted', user_id = null
        where access_key_id = :access_key_id and account_id = :account_id and status <> 'deleted'
        """,
    ),
)

SESSIONS = Kept(
    key=("access_key_id",),
    rows="""
    select access_key_id, account_id, kind, expires_at, image from credentials
    where account_id = :account_id and kind = 'session'
    """,
    insert=(
        """
        insert into credentials
            (access_key_id, account_id, kind, holder_id, status, expires_at, added, sealed, image)
        values
            (:access_key_id, :account_id, :kind, :role_id, 'active', :expires_at, :added, :sealed, :image)
        """,
    ),
    update=(
        """
        update credentials set expires_at = :expires_at, image = :image
        where access_key_id = :access_key_id and account_id = :account_id and kind = 'session'
        """,
    ),
    delete=(
        """
        delete from credentials
        where access_key_id = :access_key_id and account_id = :account_id and kind = 'session'
        """,
    ),
)

# Whoever has no principal any more has no key either: the joins leave out the sessions of a removed role.
SIGNER = """
select c.image, p.image, a.image, c.sealed
from credentials c
join principals p on p.account_id = c.account_id and p.id = c.holder_id
join accounts a on a.account_id = c.account_id
where c.access_key_id = :access_key_id and c.status <> 'deleted'
"""

LIVE = """
select c.image
from credentials c
join principals p on p.account_id = c.account_id and p.id = c.holder_id
where c.access_key_id = :access_key_id and c.status <> 'deleted'
"""

KEYS_OF = """
select image from credentials
where account_id = :account_id and user_id = :user_id
order by added
"""

EXPIRED = """
select image from credentials
where account_id = :account_id and expires_at <= :now
order by expires_at
limit :limit
"""


class CallerReads(Reads):
    """Reads that tell whom a key stands for."""

    def caller(self, access_key_id: str) -> Caller | None:
        """Whom a key stands for, whether it is active, inactive or expired; None when either is gone."""
        signer = self.signer(access_key_id)
        return signer and signer[0]

    def signer(self, access_key_id: str) -> tuple[Caller, bytes] | None:
        """Whom a key stands for, with the sealed secret that it signs with."""
        row = self.sql.one(SIGNER, access_key_id=access_key_id)
        if row is None:
            return None
        credential, principal, account, sealed = row
        return _caller(credential, principal, account), sealed


@lru_cache(maxsize=2048)
def _caller(credential: str, principal: str, account: str) -> Caller:
    """Whoever calls calls again: the same images are the same frozen values."""
    return Caller(
        account=images.account(account),
        principal=images.actor(principal),
        credential=images.credential(credential),
    )


class CredentialReads(CallerReads, CallReads):
    """Reads about keys."""

    def access_key(self, access_key_id: str) -> Credential | None:
        """A credential by its id, in any account."""
        return self._found(images.credential, LIVE, access_key_id=access_key_id)

    def access_keys_of(self, user: User) -> list[AccessKey]:
        """The long-term keys of a user, the oldest first."""
        return self._listed(images.access_key, KEYS_OF, account_id=user.account_id, user_id=user.id)

    def sessions_expired(self, account_id: int, limit: int) -> list[Credential]:
        """Some temporary keys of the account whose time is over, the longest over first."""
        return self._listed(images.credential, EXPIRED, account_id=account_id, now=self.now, limit=limit)
