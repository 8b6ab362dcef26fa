"""An organization's departments and members are targets of policies, and kept in the table of principals."""

from tigertally.model.accounts import Account
from tigertally.model.attachments import ACCOUNT_WIDE, Attachment
from tigertally.model.organizations import Department, Member, Organization
from tigertally.model.policies import Policy
from tigertally.store import images
from tigertally.store.nouns.attachments import AttachmentReads
from tigertally.store.nouns.kept import Kept
from tigertally.store.nouns.principals import BY_ID

ORGANIZATIONS = Kept(
    key=("account_id",),
    rows="select * from organizations where account_id = :account_id",
    insert=("insert into organizations (account_id, id, image) values (:account_id, :id, :image)",),
    update=("update organizations set image = :image where account_id = :account_id and id = :id",),
    delete=("delete from organizations where account_id = :account_id and id = :id",),
)

ONE = "select image from organizations where account_id = :account_id"

OF_KIND = "select image from principals where account_id = :account_id and kind = :kind order by added"

BOUND = """
select a.image, t.image
from attachments a
join principals t on t.account_id = a.account_id and t.id = a.target_id
where a.policy_account_id = :account_id and a.policy_id = :policy_id and a.account_id = :account_id
order by a.added
"""


class OrganizationReads(AttachmentReads):
    """Reads about organizations, their tree, and what is attached in it."""

    def organization_of(self, account: Account) -> Organization | None:
        """The organization that an account belongs to, as its manager's or a member's."""
        return self._found(images.organization, ONE, account_id=account.organization_id)

    def department(self, organization: Organization, id: str) -> Department | None:
        """A department by id."""
        found = self._found(images.bound, BY_ID, account_id=organization.account_id, id=id)
        return found if isinstance(found, Department) else None

    def departments(self, organization: Organization) -> list[Department]:
        """The departments, the root first."""
        return self._listed(images.department, OF_KIND, account_id=organization.account_id, kind="department")

    def member(self, organization: Organization, id: str) -> Member | None:
        """A member by the native id of its account."""
        found = self._found(images.bound, BY_ID, account_id=organization.account_id, id=id)
        return found if isinstance(found, Member) else None

    def members(self, organization: Organization) -> list[Member]:
        """The members, without the manager."""
        return self._listed(images.member, OF_KIND, account_id=organization.account_id, kind="member")

    def counting(self, target: Department | Member) -> list[tuple[Policy, str]]:
        """The policies attached to a department or a member itself, each with the digest of what counts."""
        rows = self._borne(target, ACCOUNT_WIDE)
        return [(images.policy(policy), sha256) for _, _, policy, sha256 in rows]

    def bound_by(self, policy: Policy) -> list[tuple[Attachment, Department | Member]]:
        """The departments and members that a policy of an organization is attached to, the oldest first."""
        return self._paired(
            images.attachment, images.bound, BOUND, account_id=policy.account_id, policy_id=policy.id
        )
