"""No member's change stands where its organization had forbidden it."""

from tests.live import Live
from tests.server.organized import (
    REFUSED,
    TURNS,
    Group,
    add_user,
    feed,
    forbidden,
    organized,
    race,
    switch,
)
from tests.signers import Line, key_of, line_to
from tigertally.server.founding import add_key
from tigertally.store import verify


def group_of(live: Live, line: Line) -> Group:
    """A fresh organization; its members' keys are had from the operator."""
    manager = key_of(live.account("tencent"))
    return organized(line, manager, lambda uin: key_of(add_key(live.stage, "tencent", uin)))


def test_no_member_adds_a_user_where_its_organization_forbids_it(live: Live) -> None:
    with line_to(live.address) as line:
        group = group_of(live, line)
    codes = race([live.address], group)
    assert {"ok", REFUSED} == set(codes)
    assert [] == forbidden(feed(live.stage.store), group)
    assert [] == verify(live.stage.store)


def test_what_is_forbidden_is_refused_from_the_acknowledgement_on(live: Live) -> None:
    with line_to(live.address) as mine, line_to(live.address) as theirs:
        group = group_of(live, mine)
        for turn in range(TURNS):
            switch(mine, group, "AttachPolicy")
            assert REFUSED == add_user(theirs, group.members[0], f"forbidden{turn}").code
            switch(mine, group, "DetachPolicy")
            assert "Error" not in add_user(theirs, group.members[0], f"allowed{turn}").json["Response"]
