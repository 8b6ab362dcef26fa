"""A policy is found and listed without its documents, which are read one at a time, when one is asked for."""

from tigertally.model.policies import Policy, PolicyVersion
from tigertally.store import images
from tigertally.store.nouns.kept import Kept
from tigertally.store.nouns.reads import CallReads

POLICIES = Kept(
    key=("account_id", "id"),
    rows="select * from policies where account_id = :account_id",
    insert=(
        """
        insert into policies (account_id, id, name_key, path, default_version, added, image)
        values (:account_id, :id, :name_key, :path, :default_version, :added, :image)
        """,
    ),
    update=(
        """
        update policies
        set name_key = :name_key, path = :path, default_version = :default_version, image = :image
        where account_id = :account_id and id = :id
        """,
    ),
    delete=("delete from policies where account_id = :account_id and id = :id",),
)

VERSIONS = Kept(
    key=("account_id", "policy_id", "number"),
    rows="select * from policy_versions where account_id = :account_id",
    insert=(
        """
        insert into policy_versions (account_id, policy_id, number, sha256, image)
        values (:account_id, :policy_id, :number, :sha256, :image)
        """,
    ),
    update=(
        """
        update policy_versions set sha256 = :sha256, image = :image
        where account_id = :account_id and policy_id = :policy_id and number = :number
        """,
    ),
    delete=(
        """
        delete from policy_versions
        where account_id = :account_id and policy_id = :policy_id and number = :number
        """,
    ),
)

BY_ID = "select image from policies where account_id = :account_id and id = :id"

BY_NAME = "select image from policies where account_id = :account_id and name_key = :name_key"

PAGE = """
select image from policies
where account_id = :account_id
  and substr(path, 1, length(:path_prefix)) = :path_prefix
  and added > coalesce((select added from policies where account_id = :account_id and id = :after), 0)
order by added
limit :limit
"""

VERSION = """
select image from policy_versions
where account_id = :account_id and policy_id = :policy_id and number = :number
"""

ALL_VERSIONS = """
select image from policy_versions
where account_id = :account_id and policy_id = :policy_id
order by number desc
"""

COUNT = "select count(*) from policies where account_id = :account_id"


class PolicyReads(CallReads):
    """Reads about policies and their versions."""

    def policy(self, account_id: int, id: str) -> Policy | None:
        """A policy by id."""
        return self._found(images.policy, BY_ID, account_id=account_id, id=id)

    def policy_named(self, account_id: int, name: str) -> Policy | None:
        """A policy by name, as the cloud's rules compare names."""
        return self._found(images.policy, BY_NAME, account_id=account_id, name_key=self._key(name))

    def policies(
        self, account_ids: tuple[int, ...], path_prefix: str = "", after: str = "", limit: int = 1000
    ) -> list[Policy]:
        """The policies whose path begins with the prefix, account by account in the order given."""
        found: list[Policy] = []
        for account_id in self._from_account_of(after, account_ids):
            found += self._listed(
                images.policy,
                PAGE,
                account_id=account_id,
                path_prefix=path_prefix,
                after=after,
                limit=limit - len(found),
            )
        return found

    def _from_account_of(self, id: str, account_ids: tuple[int, ...]) -> tuple[int, ...]:
        """The accounts from the one on that has the policy; all of them when none has it."""
        holders = (at for at, account_id in enumerate(account_ids) if self.policy(account_id, id))
        return account_ids[next(holders, 0) :]

    def policy_version(self, policy: Policy, number: int) -> PolicyVersion | None:
        """One version of a policy."""
        return self._found(
            images.policy_version,
            VERSION,
            account_id=policy.account_id,
            policy_id=policy.id,
            number=number,
        )

    def policy_versions(self, policy: Policy) -> list[PolicyVersion]:
        """All versions, the newest first."""
        return self._listed(
            images.policy_version, ALL_VERSIONS, account_id=policy.account_id, policy_id=policy.id
        )
