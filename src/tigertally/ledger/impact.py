"""What some changes take away and give, for everybody whom they concern, before they are made.

Principals on whom the same documents bear, and whose own facts no document asks about, lose and gain the
same: they are worked out once.
"""

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from tigertally.ledger.affected import Holder, affected, scopes_of, standing_for
from tigertally.ledger.after import After
from tigertally.ledger.grants import grants_of
from tigertally.model.attachments import Attachment
from tigertally.model.changes import Change
from tigertally.model.principals import Caller, Role, User
from tigertally.model.view import View
from tigertally.policy.analysis import Facts, Verdict, everything, layers, verdict
from tigertally.policy.decide import Grants
from tigertally.policy.statement import Document

FactsOf = Callable[[Caller], Facts]
Progress = Callable[[int, int], None]


class Impact(Struct, frozen=True):
    """What the changes do to principals who lose and gain alike; ``scope_id`` is the resource group that the
    calls name, empty for calls that name none.
    """

    holders: tuple[Holder, ...]
    scope_id: str
    facts: Facts
    before: Grants
    after: Grants
    verdict: Verdict


def impact_of(
    view: View, changes: Sequence[Change], facts_of: FactsOf, progress: Progress = lambda _done, _all: None
) -> Iterator[Impact]:
    """One impact for each class of principals whom the changes concern; nothing is written.

    ``progress`` hears how many classes are done, of how many.
    """
    classes = _classes(view, changes, facts_of)
    for done, (scope_id, holders, facts, before, after) in enumerate(classes):
        progress(done, len(classes))
        yield Impact(tuple(holders), scope_id, facts, before, after, verdict(facts, before, after))
    progress(len(classes), len(classes))


Class = tuple[str, list[Holder], Facts, Grants, Grants]


def _classes(view: View, changes: Sequence[Change], facts_of: FactsOf) -> list[Class]:
    found: dict[object, Class] = {}
    for account, principal in affected(view, changes):
        door, caller = view.at(account), standing_for(account, principal)
        after = After(door, changes)
        for scope_id in _scopes(door, principal, changes):
            held = grants_of(door, caller, scope_id), grants_of(after, caller, scope_id)
            facts = facts_of(caller)
            key = (scope_id, *map(_documents, held), _asked(facts, held))
            known = found.setdefault(key, (scope_id, [], facts, *held))
            known[1].append((account, principal))
    return list(found.values())


def _scopes(view: View, principal: User | Role, changes: Sequence[Change]) -> list[str]:
    """The scopes in which something bears on the principal, or would."""
    changed = [change.what.scope_id for change in changes if isinstance(change.what, Attachment)]
    return list(dict.fromkeys((*scopes_of(view, principal), *changed)))


def documents_of(grants: Grants) -> list[Document]:
    """Every document that bears on somebody, in whatever layer."""
    return [grant.document for grant in everything(grants)]


def _asked(facts: Facts, held: Sequence[Grants]) -> tuple[object, ...]:
    """The facts of a principal that some document asks about."""
    documents = [document for grants in held for document in documents_of(grants)]
    keys = frozenset().union(*(document.keys for document in documents)) & facts.context.keys()
    return tuple((key, facts.context[key]) for key in sorted(keys))


def _documents(grants: Grants) -> tuple[object, ...]:
    """What tells apart sets of documents, whoever holds them and through whom."""
    held = (
        (name, frozenset(id(grant.document) for grant in layer)) for name, layer in layers(grants).items()
    )
    return (grants.is_root, *held)
