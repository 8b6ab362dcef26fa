"""Attachments are what the server is asked about most: what bears on whom is one statement here."""

from operator import itemgetter
from typing import Literal

from tigertally.model.attachments import ACCOUNT_WIDE, Attachment
from tigertally.model.organizations import Target
from tigertally.model.policies import Policy
from tigertally.model.principals import Principal, PrincipalKind, User
from tigertally.model.view import Attached, Bearing, Wanted
from tigertally.store import images
from tigertally.store.nouns.kept import Kept
from tigertally.store.nouns.memberships import MembershipReads
from tigertally.store.nouns.reads import CallReads
from tigertally.store.sql import Row

ATTACHMENTS = Kept(
    key=("account_id", "target_id", "policy_account_id", "policy_id", "scope_id"),
    rows="select * from attachments where account_id = :account_id",
    insert=(
        """
        insert into attachments
            (account_id, target_id, policy_account_id, policy_id, scope_id, group_id, added, image)
        values
            (:account_id, :target_id, :policy_account_id, :policy_id, :scope_id, :group_id, :added, :image)
        """,
        # The limit is the rule of today, whatever it was when the principal came.
        """
        update principals
        set attach_n = attach_n + 1,
            attach_max = case kind
                when 'user' then :user_max when 'group' then :group_max when 'role' then :role_max
                else :organization_max end
        where account_id = :account_id and id = :target_id
        """,
    ),
    update=(
        """
        update attachments set image = :image
        where account_id = :account_id and target_id = :target_id
          and policy_account_id = :policy_account_id and policy_id = :policy_id and scope_id = :scope_id
        """,
    ),
    delete=(
        """
        delete from attachments
        where account_id = :account_id and target_id = :target_id
          and policy_account_id = :policy_account_id and policy_id = :policy_id and scope_id = :scope_id
        """,
        """
        update principals set attach_n = attach_n - 1
        where account_id = :account_id and id = :target_id
        """,
    ),
)

ONE = """
select image from attachments
where account_id = :account_id and target_id = :target_id
  and policy_account_id = :policy_account_id and policy_id = :policy_id and scope_id = :scope_id
"""

# The plus keeps SQLite from walking all attachments of the account, which an index has in this order.
OF_TARGET = """
select a.image, p.image
from attachments a
join policies p on p.account_id = a.policy_account_id and p.id = a.policy_id
where a.account_id = :account_id and a.target_id = :target_id
order by +a.added
"""

TO_COUNT = """
select count(*) from attachments
where policy_account_id = :policy_account_id and policy_id = :policy_id and account_id = :account_id
"""

FROM_WANTED = """
from attachments a
join policies p on p.account_id = a.policy_account_id and p.id = a.policy_id
join principals t on t.account_id = a.account_id and t.id = a.target_id
where a.account_id = :account_id
  and (:any_scope = 1 or a.scope_id = :scope_id)
  and (:policy_account_id = 0 or a.policy_account_id = :policy_account_id)
  and (:policy_key = '' or p.name_key = :policy_key)
  and (:target_kind = '' or t.kind = :target_kind)
  and (:target_key = '' or t.name_key = :target_key)
"""

WANTED_COUNT = f"select count(*) {FROM_WANTED}"

WANTED_PAGE = f"""
select a.image, p.image, t.image {FROM_WANTED}
order by a.added
limit :limit offset :offset
"""

TO_PAGE = """
select a.image, t.image
from attachments a
join principals t on t.account_id = a.account_id and t.id = a.target_id
where a.policy_account_id = :policy_account_id and a.policy_id = :policy_id
  and a.account_id = :account_id and a.scope_id = :scope_id
  and (:kind = '' or t.kind = :kind)
  and a.added > coalesce(
      (select added from attachments
       where account_id = :account_id and target_id = :after
         and policy_account_id = :policy_account_id and policy_id = :policy_id and scope_id = :scope_id), 0)
order by a.added
limit :limit
"""

# One principal at a time: asked for a user and its groups at once, SQLite passes all memberships there are.
BEARINGS = """
select a.added, a.image, p.image, v.sha256
from attachments a
join policies p on p.account_id = a.policy_account_id and p.id = a.policy_id
join policy_versions v
    on v.account_id = a.policy_account_id and v.policy_id = a.policy_id and v.number = p.default_version
where a.account_id = :account_id and a.target_id = :target_id and a.scope_id in ('', :scope_id)
"""


class AttachmentReads(MembershipReads, CallReads):
    """Reads about which policy is attached to whom."""

    def attachment(self, target: Target, policy: Policy, scope_id: str = ACCOUNT_WIDE) -> Attachment | None:
        """The attachment of the policy to the target in one scope."""
        return self._found(
            images.attachment,
            ONE,
            account_id=target.account_id,
            target_id=target.id,
            policy_account_id=policy.account_id,
            policy_id=policy.id,
            scope_id=scope_id,
        )

    def attachments_of(self, target: Target) -> list[tuple[Attachment, Policy]]:
        """What is attached to the target itself in any scope, the oldest first."""
        return self._paired(
            images.attachment, images.policy, OF_TARGET, account_id=target.account_id, target_id=target.id
        )

    def attachments(
        self, account_id: int, wanted: Wanted, offset: int = 0, limit: int = 1000
    ) -> list[Attached]:
        """The attachments of the account that are wanted, the oldest first, without the first ``offset``."""
        values = self._wanted(account_id, wanted)
        rows = self.sql.all(WANTED_PAGE, offset=offset, limit=limit, **values)
        return [
            Attached(images.attachment(attached), images.policy(policy), images.principal(target))
            for attached, policy, target in rows
        ]

    def attachments_count(self, account_id: int, wanted: Wanted) -> int:
        """How many attachments of the account are wanted."""
        count: int = self.sql.value(WANTED_COUNT, **self._wanted(account_id, wanted))
        return count

    def _wanted(self, account_id: int, wanted: Wanted) -> dict[str, object]:
        return {
            "account_id": account_id,
            "any_scope": int(wanted.scope_id is None),
            "scope_id": wanted.scope_id or ACCOUNT_WIDE,
            "policy_account_id": wanted.policy_account_id,
            "policy_key": self._key(wanted.policy_name),
            "target_kind": wanted.target_kind,
            "target_key": self._key(wanted.target_name),
        }

    def attached_count(self, account_id: int, policy: Policy) -> int:
        """How often the policy is attached in the account, in any scope."""
        count: int = self.sql.value(
            TO_COUNT, account_id=account_id, policy_account_id=policy.account_id, policy_id=policy.id
        )
        return count

    def attached_to(
        self,
        account_id: int,
        policy: Policy,
        kind: PrincipalKind | Literal[""] = "",
        after: str = "",
        limit: int = 1000,
    ) -> list[tuple[Attachment, Principal]]:
        """The principals of the account that carry the policy account-wide, of one kind or of all."""
        return self._paired(
            images.attachment,
            images.principal,
            TO_PAGE,
            account_id=account_id,
            policy_account_id=policy.account_id,
            policy_id=policy.id,
            scope_id=ACCOUNT_WIDE,
            kind=kind,
            after=after,
            limit=limit,
        )

    def bearings(self, principal: Principal, scope_id: str = ACCOUNT_WIDE) -> list[Bearing]:
        """Every policy that bears on the principal, account-wide or in the scope: attached to it, or to a
        group it belongs to.
        """
        found = [
            (added, Bearing(images.attachment(attached), images.policy(policy), sha256, door))
            for door in self.doors(principal)
            for added, attached, policy, sha256 in self._borne(door, scope_id)
        ]
        return [bearing for _, bearing in sorted(found, key=itemgetter(0))]

    def doors(self, principal: Principal) -> tuple[Principal, ...]:
        """Through whom a policy bears on the principal: itself, and the groups it belongs to."""
        groups = self.groups_of(principal) if isinstance(principal, User) else []
        return (principal, *(group for _, group in groups))

    def _borne(self, door: Target, scope_id: str) -> list[Row]:
        """What is attached to the target itself, each with the revision at which it came."""
        return self.sql.all(BEARINGS, account_id=door.account_id, target_id=door.id, scope_id=scope_id)
