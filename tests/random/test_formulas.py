"""A chain says one rule twice, as a decision and as a formula: random requests must not tell them apart."""

from itertools import islice

import pytest

from tests.random.generate import questions
from tests.random.second_engine import CHAINS, asked_of, granted, shown
from tests.random.vocabulary import LANGUAGES
from tigertally.policy.chains import alibaba, huawei, tencent
from tigertally.policy.formula import holds, negation

FORMULAS = {"alibaba": alibaba.formula, "huawei": huawei.formula, "tencent": tencent.formula}
DECISIONS = 3_000
SEED = 20260401


@pytest.mark.parametrize("name", LANGUAGES)
def test_a_formula_holds_exactly_where_the_chain_allows(name: str) -> None:
    language, allowed = LANGUAGES[name], 0
    for question in islice(questions(language, SEED), DECISIONS):
        grants, asked = granted(language, question[0])(question[1]), asked_of(question[1])
        expected = CHAINS[name](grants, asked).allowed
        formula = FORMULAS[name](grants)
        assert expected is holds(formula, asked), shown(language, question)
        assert expected is not holds(negation(formula), asked), shown(language, question)
        allowed += expected
    assert allowed > DECISIONS / 5


def test_alibaba_s_other_order_has_a_formula_too() -> None:
    language = LANGUAGES["alibaba"]
    for question in islice(questions(language, SEED), DECISIONS):
        grants, asked = granted(language, question[0])(question[1]), asked_of(question[1])
        expected = alibaba.decide(grants, asked, "deny first").allowed
        assert expected is holds(alibaba.formula(grants, "deny first"), asked), shown(language, question)
