"""Whatever is sent, a parser answers with a document or with Malformed: nothing else may reach the edge."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.policy.speech import VERSIONS
from tigertally.policy.languages import PARSERS, huawei, tencent
from tigertally.policy.statement import Malformed, Purpose

LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
VALUES = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner))
OPERATORS = [*huawei.OPERATORS, "Null", *tencent.OPERATORS, "null_equal"]
WORDS = st.sampled_from(
    [
        "*",
        "sts:AssumeRole",
        "sts:*:*",
        "name/*",
        "permid/1",
        "acs:ram::1:root",
        "a:b:c:d:${k}",
        "qcs::cam::uin/1:${uin}",
        "qcs::cam:::",
        "1",
        "Allow",
    ]
)
ELEMENTS = st.fixed_dictionaries(
    {"Effect": st.sampled_from(["Allow", "Deny", "allow"]), "Action": WORDS | st.lists(WORDS) | VALUES},
    optional={
        "Sid": VALUES,
        "Resource": WORDS | st.lists(WORDS) | VALUES,
        "NotResource": WORDS | st.lists(WORDS),
        "Principal": st.dictionaries(
            st.sampled_from(["RAM", "IAM", "Service", "qcs"]), WORDS | st.lists(WORDS)
        )
        | VALUES,
        "Condition": st.dictionaries(st.sampled_from(OPERATORS), st.dictionaries(st.text(), VALUES | WORDS))
        | VALUES,
    },
)


def answers(language: str, text: str, purpose: Purpose) -> bool:
    try:
        return len(PARSERS[language](text, purpose).statements) > 0
    except Malformed as malformed:
        return bool(malformed.place and malformed.reason)


@pytest.mark.parametrize("language", list(PARSERS))
@given(text=st.text(max_size=40), purpose=st.sampled_from(["identity", "trust", "session"]))
def test_any_text_is_answered(language: str, text: str, purpose: Purpose) -> None:
    assert answers(language, text, purpose)


@pytest.mark.parametrize("language", list(PARSERS))
@given(statement=ELEMENTS, purpose=st.sampled_from(["identity", "trust", "session"]))
def test_any_statement_is_answered(language: str, statement: dict[str, object], purpose: Purpose) -> None:
    text = json.dumps({"Version": VERSIONS[language], "Statement": [statement]})
    assert answers(language, text, purpose)


@given(statement=ELEMENTS, purpose=st.sampled_from(["identity", "trust", "session"]))
def test_any_statement_of_lower_case_is_answered(statement: dict[str, object], purpose: Purpose) -> None:
    lowered = {name.lower(): value for name, value in statement.items()}
    assert answers("tencent", json.dumps({"version": "2.0", "statement": lowered}), purpose)
