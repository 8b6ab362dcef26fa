"""Resource names: a star stays in its field."""

import pytest

from tigertally.policy.pattern import pieces
from tigertally.policy.urn import any_resource, cut, every_resource, no_resource, resource


def matches(pattern: str, name: str) -> bool:
    return resource([pieces(field) for field in cut(pattern)])(cut(name), {})


@pytest.mark.parametrize(
    ("pattern", "name", "expected"),
    [
        ("acs:ram:*:100:user/*", "acs:ram:*:100:user/alice", True),
        ("acs:ram:*:100:*", "acs:ram:*:200:user/alice", False),
        ("acs:*:user/alice", "acs:ram:*:100:user/alice", False),
        ("acs:oss:*:*:a/*", "acs:oss:*:100:a/b:c:d", True),
        ("acs:ram:cn:100:user/a", "acs:ram:*:100:user/a", False),
        ("acs:ram::100:user/a", "acs:ram:*:100:user/a", False),
        ("acs:ram::100:user/a", "acs:ram::100:user/a", True),
        ("acs:ram:*:*:*", "*", False),
    ],
)
def test_names_are_matched_field_by_field(pattern: str, name: str, expected: bool) -> None:
    assert expected is matches(pattern, name)


def test_a_name_may_have_one_field_more() -> None:
    six = resource([*map(pieces, ("qcs", "*", "cam", "*", "uin/*", "user"))])
    assert six(["qcs", "", "cam", "", "uin/100", "user"], {})
    assert not six(cut("qcs::cam::uin/100:user"), {})


def test_a_field_that_has_no_value_yet_is_asked_of_the_request() -> None:
    own = resource([*map(pieces, ("iam", "", "100", "user")), lambda context: (str(context["name"]),)])
    assert own(cut("iam::100:user:bob"), {"name": "bob"})
    assert not own(cut("iam::100:user:eve"), {"name": "bob"})


def test_a_name_with_a_field_that_never_gets_a_value_matches_nothing() -> None:
    lost = resource([*map(pieces, ("iam", "", "100", "user")), lambda _: None])
    assert not lost(cut("iam::100:user:"), {})


def test_a_lone_star_is_every_resource_and_its_not_form_is_none() -> None:
    assert any_resource([every_resource]) is every_resource
    assert no_resource([every_resource])(cut("anything"), {}) is False
