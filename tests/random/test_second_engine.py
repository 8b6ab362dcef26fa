"""Two engines that share no code must give one answer, and the questions must be worth asking.

A disagreement prints the few words that the two read differently; to ask more:
`python -m tests.random.second_engine`.
"""

import json
from functools import cache
from itertools import islice

import pytest

from tests.random.generate import questions
from tests.random.reference import alibaba as reference
from tests.random.second_engine import (
    LANGUAGES,
    Tally,
    asked_of,
    granted,
    run,
    said,
    shown,
)
from tigertally.policy.chains.alibaba import decide

DECISIONS = {"alibaba": 20_000, "huawei": 50_000, "tencent": 60_000}
SEED = 20260301
VISITS_MIN = 100
ALLOWED_MIN = 0.2

every_language = pytest.mark.parametrize("name", LANGUAGES)


@cache
def tally_of(name: str) -> Tally:
    """Run one language once for all tests."""
    *_, last = run(LANGUAGES[name], SEED, DECISIONS[name])
    return last


@every_language
def test_engine_and_reference_never_disagree(name: str) -> None:
    parted, kept = tally_of(name).parted, tally_of(name).kept
    assert 0 == parted, "\n".join(shown(LANGUAGES[name], question) for question in kept)


@every_language
def test_a_fifth_of_the_requests_is_allowed(name: str) -> None:
    assert tally_of(name).share("Allow") >= ALLOWED_MIN


@every_language
def test_every_operator_is_met_and_not_met_often(name: str) -> None:
    visits = tally_of(name).operators
    spellings = {operator for _, operator in LANGUAGES[name].operators}
    rare = {(operator, met) for operator in spellings for met in (True, False)} - {
        visit for visit, times in visits.items() if times >= VISITS_MIN
    }
    assert set() == rare


@every_language
def test_every_operator_sees_keys_absent_with_one_value_and_with_several(name: str) -> None:
    spellings = {operator for _, operator in LANGUAGES[name].operators}
    seen = set(tally_of(name).present)
    assert {(operator, how) for operator in spellings for how in ("absent", "one", "several")} == seen


@every_language
def test_every_operator_is_written_in_every_layer(name: str) -> None:
    language = LANGUAGES[name]
    seen = set()
    for documents, _ in islice(questions(language, SEED), 0, DECISIONS[name], 4):
        layers = {"identity": documents.identity, "session": documents.session or []}
        layers["trust"] = [documents.trust] if documents.trust is not None else []
        if "resource_group" in language.layers:
            layers["resource_group"] = documents.resource_group or []
        if "boundary" in language.layers:
            layers["boundary"] = [documents.boundary] if documents.boundary is not None else []
            layers["levels"] = [text for level in documents.levels for text in level]
        seen |= {
            (layer, used) for layer, texts in layers.items() for text in texts for used in operators_in(text)
        }
    spellings = {operator for _, operator in language.operators}
    assert {(layer, used) for layer in language.layers for used in spellings} == seen


def operators_in(text: str) -> set[str]:
    """Tell which operators a document uses."""
    top = {name.lower(): value for name, value in json.loads(text).items()}
    found = top["statement"] if isinstance(top["statement"], list) else [top["statement"]]
    return {used for one in found for used in one.get("Condition", one.get("condition", {}))}


def test_a_seed_asks_the_same_questions_again() -> None:
    language = LANGUAGES["huawei"]
    assert list(islice(questions(language, 7), 40)) == list(islice(questions(language, 7), 40))


def test_the_other_order_of_alibaba_is_read_alike_too() -> None:
    language, differing = LANGUAGES["alibaba"], 0
    for documents, request in islice(questions(language, SEED), 10_000):
        layers = {layer: getattr(documents, layer) for layer in language.layers}
        expected = reference.decide(**layers, **vars(request), deny_first=True)
        grants, asked = granted(language, documents, request), asked_of(request)
        assert expected == said(decide(grants, asked, "deny first")), shown(language, (documents, request))
        differing += expected != said(decide(grants, asked))
    assert differing > VISITS_MIN / 10
