"""The skeleton that both languages share is read the same in both."""

import pytest

from tests.policy.speech import VERSIONS, complaint, document, request, speaks
from tigertally.policy.languages import PARSERS

BOTH: tuple[str, ...] = tuple(PARSERS)
ACTION = {"alibaba": "ecs:StopInstance", "huawei": "ecs:servers:stop"}


@pytest.mark.parametrize("language", BOTH)
def test_keys_and_operators_have_to_hold_together(language: str) -> None:
    condition = {"StringEquals": {"a": "1", "b": ["2", "3"]}, "Bool": {"c": True}}
    statement = {"Effect": "Allow", "Action": [ACTION[language]], "Resource": ["*"], "Condition": condition}
    held = document(language, statement)
    assert speaks(held, request(ACTION[language], context={"a": "1", "b": "3", "c": "true"}))
    for lacking in ({"a": "0"}, {"b": "4"}, {"c": "false"}):
        context = {"a": "1", "b": "3", "c": "true"} | lacking
        assert not speaks(held, request(ACTION[language], context=context))


@pytest.mark.parametrize("language", BOTH)
def test_names_of_condition_keys_ignore_case(language: str) -> None:
    condition = {"StringEquals": {"G:USERNAME": "bob"}}
    statement = {"Effect": "Allow", "Action": [ACTION[language]], "Resource": ["*"], "Condition": condition}
    assert speaks(document(language, statement), request(ACTION[language], context={"g:UserName": "bob"}))


@pytest.mark.parametrize("language", BOTH)
def test_an_empty_condition_is_no_condition(language: str) -> None:
    statement = {"Effect": "Allow", "Action": [ACTION[language]], "Resource": ["*"], "Condition": {}}
    assert speaks(document(language, statement), request(ACTION[language]))


@pytest.mark.parametrize("language", BOTH)
def test_a_statement_that_is_no_object_is_refused_where_it_stands(language: str) -> None:
    text = f'{{"Version": "{VERSIONS[language]}", "Statement": ["Allow"]}}'
    assert ("Statement[0]", "This is a string; an object is accepted.") == complaint(language, text)
