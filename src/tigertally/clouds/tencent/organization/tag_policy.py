"""What a tag policy looks like; it is kept and shown, and decides nothing.

Source: Tag, "Tag policy syntax". Which tag keys are reserved, and which resource types there are, is not
known here: a policy may name any.
"""

from typing import Any

from tigertally.model.refusals import Invalid, Malformed
from tigertally.policy import syntax
from tigertally.policy.statement import Malformed as BadDocument

CHARACTERS_MAX = 4096
KEYS_MAX = 50

ASSIGN = "@@assign"

MEMBERS = frozenset({
    "tag_key", "tag_value", "tag_value_dynamic", "resource_type_scope", "correction", "auto_assign",
    "auto_assign_value", "enforced_for", "tag_deletion_disable",
})  # fmt: skip


def check(field: str, text: str) -> None:
    """That a text is a tag policy. Raises Invalid when it is too long, Malformed with the place."""
    if len(text) > CHARACTERS_MAX:
        raise Invalid(field, "PolicyDocumentLengthOverLimit", f"at most {CHARACTERS_MAX} characters")
    document = _loaded(field, text)
    if not isinstance(document, dict) or set(document) != {"tags"} or not isinstance(document["tags"], dict):
        raise Malformed(field, syntax.ROOT, 'an object with "tags" alone is accepted', "tag_policy")
    if len(document["tags"]) > KEYS_MAX:
        raise Malformed(field, "tags", f"at most {KEYS_MAX} keys are accepted", "tag_policy")
    for key, rule in document["tags"].items():
        _check_rule(field, f"tags.{key}", rule)


def _loaded(field: str, text: str) -> Any:
    try:
        return syntax.load(text).value
    except syntax.GivenTwice as bad:
        raise Malformed(field, bad.place, bad.reason, "tag_policy_key") from None
    except BadDocument as bad:
        raise Malformed(field, bad.place, bad.reason, "tag_policy") from None


def _check_rule(field: str, place: str, rule: Any) -> None:
    if not isinstance(rule, dict) or "tag_key" not in rule:
        raise Malformed(field, place, 'an object with "tag_key" is accepted', "tag_policy")
    for name, value in rule.items():
        if name not in MEMBERS:
            raise Malformed(
                field, f"{place}.{name}", f"accepted are {', '.join(sorted(MEMBERS))}", "tag_policy"
            )
        if not isinstance(value, dict) or set(value) != {ASSIGN}:
            raise Malformed(field, f"{place}.{name}", f'an object with "{ASSIGN}" is accepted', "tag_policy")
