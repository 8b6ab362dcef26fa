"""What a request tells, and when."""

from tigertally.policy.request import Context, WhenAsked


def test_a_context_is_told_once_and_only_when_a_condition_asks() -> None:
    told: list[str] = []

    def tell() -> Context:
        told.append("told")
        return {"g:username": "alice"}

    context = WhenAsked(tell)
    assert [] == told
    assert ("alice", None) == (context["g:username"], context.get("g:userid"))
    assert {"g:username": "alice"} == dict(context)
    assert ["told"] == told
