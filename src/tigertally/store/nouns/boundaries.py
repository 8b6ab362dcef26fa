"""A boundary is read with every decision about the one whom it bounds."""

from tigertally.model.boundaries import Boundary
from tigertally.model.policies import Policy
from tigertally.model.principals import Principal
from tigertally.store import images
from tigertally.store.nouns.kept import Kept
from tigertally.store.nouns.reads import Reads

BOUNDARIES = Kept(
    key=("account_id", "target_id"),
    rows="select * from boundaries where account_id = :account_id",
    insert=(
        """
        insert into boundaries (account_id, target_id, policy_account_id, policy_id, added, image)
        values (:account_id, :target_id, :policy_account_id, :policy_id, :added, :image)
        """,
    ),
    update=(
        """
        update boundaries
        set policy_account_id = :policy_account_id, policy_id = :policy_id, image = :image
        where account_id = :account_id and target_id = :target_id
        """,
    ),
    delete=(
        """
        delete from boundaries
        where account_id = :account_id and target_id = :target_id
          and policy_account_id = :policy_account_id and policy_id = :policy_id
        """,
    ),
)

OF_TARGET = """
select b.image, p.image
from boundaries b
join policies p on p.account_id = b.policy_account_id and p.id = b.policy_id
where b.account_id = :account_id and b.target_id = :target_id
"""

BOUNDED = """
select b.image, t.image
from boundaries b
join principals t on t.account_id = b.account_id and t.id = b.target_id
where b.policy_account_id = :policy_account_id and b.policy_id = :policy_id and b.account_id = :account_id
order by b.added
"""


class BoundaryReads(Reads):
    """Reads about which policy bounds whom."""

    def boundary_of(self, target: Principal) -> tuple[Boundary, Policy] | None:
        """What bounds the principal, and the policy that says so."""
        found = self._paired(
            images.boundary, images.policy, OF_TARGET, account_id=target.account_id, target_id=target.id
        )
        return found[0] if found else None

    def bounded_by(self, account_id: int, policy: Policy) -> list[tuple[Boundary, Principal]]:
        """The principals of the account that the policy bounds."""
        return self._paired(
            images.boundary,
            images.principal,
            BOUNDED,
            account_id=account_id,
            policy_account_id=policy.account_id,
            policy_id=policy.id,
        )
