"""Two engines that share no code must give one answer for one reason, and the questions must be worth asking.

A disagreement prints the few words that the two read differently; to ask more:
`python -m tests.random.second_engine`.
"""

import json
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from itertools import islice
from multiprocessing import get_context

import pytest

from tests.random.generate import rounds
from tests.random.listening import Question
from tests.random.reference import alibaba as reference
from tests.random.second_engine import (
    Tally,
    asked_of,
    granted,
    last_tally,
    said,
    share_of,
    shown,
)
from tests.random.steering import VISITS_MIN, Steering, cells
from tests.random.vocabulary import LANGUAGES, Dialect
from tigertally.policy.chains.alibaba import decide

DECISIONS = 1_000_000
SEED = 20260301
ALLOWED_MIN = 0.2

every_language = pytest.mark.parametrize("name", LANGUAGES)


@cache
def tallies() -> dict[str, Tally]:
    """Run every language once for all tests, two at a time."""
    asked = {name: share_of(DECISIONS, name, LANGUAGES) for name in LANGUAGES}
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        longest_first = sorted(asked, key=lambda name: -asked[name])
        runs = {name: pool.submit(last_tally, name, SEED, asked[name]) for name in longest_first}
        return {name: run.result() for name, run in runs.items()}


@every_language
def test_engine_and_reference_never_disagree(name: str) -> None:
    tally = tallies()[name]
    assert 0 == tally.parted, "\n".join(shown(LANGUAGES[name], question) for question in tally.kept)


def test_as_many_answers_as_asked_for_count() -> None:
    assert sum(tally.decisions for tally in tallies().values()) >= DECISIONS


@every_language
def test_a_fifth_of_the_requests_is_allowed(name: str) -> None:
    assert tallies()[name].share("Allow") >= ALLOWED_MIN


@every_language
def test_every_cell_is_visited_often(name: str) -> None:
    visits = tallies()[name].visits
    assert {} == {cell: visits[cell] for cell in cells(LANGUAGES[name]) if visits[cell] < VISITS_MIN}


@every_language
def test_no_cell_is_visited_that_is_not_known(name: str) -> None:
    assert set() == set(tallies()[name].visits) - cells(LANGUAGES[name])


@every_language
def test_an_absent_key_is_the_one_thing_that_leaves_an_operator_no_choice(name: str) -> None:
    ways = Counter((layer, operator) for layer, operator, *_ in cells(LANGUAGES[name]))
    null = LANGUAGES[name].null
    assert {(layer, operator): 6 if operator == null else 5 for layer, operator in ways} == ways


def test_a_seed_asks_the_same_questions_again() -> None:
    assert list(islice(questions(LANGUAGES["huawei"], 7), 200)) == list(
        islice(questions(LANGUAGES["huawei"], 7), 200)
    )


def questions(language: Dialect, seed: int) -> Iterator[Question]:
    """Yield documents and requests as a run does, without counting what they visit."""
    for documents, requests in rounds(language, seed, Steering(language)):
        yield from ((documents, request) for request in requests)


def test_the_other_order_of_alibaba_is_read_alike_too() -> None:
    language, differing = LANGUAGES["alibaba"], 0
    for documents, requests in islice(rounds(language, SEED, Steering(language)), 300):
        layers = {layer: getattr(documents, layer) for layer in language.layers}
        deciding = partial(reference.decide, **layers, deny_first=True)
        grants = granted(language, documents)
        for request in requests:
            expected, held, asked = deciding(**vars(request)), grants(request), asked_of(request)
            assert expected == said(decide(held, asked, "deny first")), shown(language, (documents, request))
            differing += expected != said(decide(held, asked))
    assert differing > 20


def test_a_disagreement_is_cut_down_to_what_is_read_differently(monkeypatch: pytest.MonkeyPatch) -> None:
    never = (lambda _got, _value: False, False)
    monkeypatch.setitem(reference.OPERATORS, "Bool", never)
    reference.compared.cache_clear()
    tally = last_tally("alibaba", SEED, 2_000)
    assert tally.parted > 0
    for question in tally.kept[:3]:
        left = json.loads(shown(LANGUAGES["alibaba"], question))
        assert 1 == len(left["context"]), left
        assert 1 == json.dumps(left).count('"Condition": {"Bool"'), left
    reference.compared.cache_clear()
