"""A request is one string a dimension, and a region one glob a dimension."""

from tigertally.policy.analysis.globs import ANY, FRESH, text
from tigertally.policy.analysis.space import SPACES, fields_of, instance, narrowed, spelled, vector
from tigertally.policy.pattern import Pieces, pieces

ALIBABA, TENCENT = SPACES["alibaba"], SPACES["tencent"]


def wanted(**globs: str) -> list[tuple[int, Pieces]]:
    return [(int(at.removeprefix("d")), pieces(glob)) for at, glob in globs.items()]


def test_a_vector_wants_only_what_it_names() -> None:
    one = vector(wanted(d0="oss", d1="*", d6="photos/*"))
    assert [0, 6] == [at for at, _, _ in one.parts]
    assert one.matches(("oss", "get", "acs", "oss", "", "100", "photos/a"))
    assert not one.matches(("oss", "get", "acs", "oss", "", "100", "films"))


def test_a_place_is_narrowed_dimension_by_dimension() -> None:
    places = list(narrowed(ALIBABA, ALIBABA.everything, vector(wanted(d0="oss", d6="a*"))))
    assert [["oss", "*", "acs", "*", "*", "*", "a*"]] == [list(map(text, place)) for place in places]
    assert [] == list(narrowed(ALIBABA, places[0], vector(wanted(d0="ecs"))))
    both = narrowed(ALIBABA, places[0], vector(wanted(d6="*a")))
    assert ["a", "a*a"] == [text(place[6]) for place in both]


def test_an_action_is_never_empty() -> None:
    nothing = [(1, ())]
    assert [] == list(narrowed(ALIBABA, ALIBABA.everything, vector(nothing)))


def test_a_question_mark_may_match_by_chance() -> None:
    one = vector(wanted(d1="?"))
    assert one.matches(instance(ALIBABA.everything))
    assert not one.takes(ALIBABA.everything)
    assert [1] == list(one.undecided(ALIBABA.everything))


def test_only_written_colons_cut() -> None:
    assert [("a",), ANY, ("b", *ANY, ":c")] == fields_of(pieces("a:*:b*:c"), 3)


def test_no_resource_in_particular_is_a_star() -> None:
    strings = ("cvm", "run", FRESH, "", "", "", "", "")
    assert ("cvm:run", "*") == spelled(TENCENT, strings)
    assert ("cvm:run", "qcs::cvm::uin/1:a") == spelled(
        TENCENT, ("cvm", "run", "qcs", "", "cvm", "", "uin/1", "a")
    )
