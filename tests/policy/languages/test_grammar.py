"""The skeleton that the languages share is read the same in all of them."""

from typing import Any

import pytest

from tests.policy.speech import FRAMES, complaint, document, framed, request, speaks
from tigertally.policy.languages import PARSERS

ALL: tuple[str, ...] = tuple(PARSERS)
ACTION = {"alibaba": "ecs:StopInstance", "huawei": "ecs:servers:stop", "tencent": "cvm:StopInstances"}
EQUALS = {"alibaba": "StringEquals", "huawei": "StringEquals", "tencent": "string_equal"}
BOOL = {"alibaba": "Bool", "huawei": "Bool", "tencent": "bool_equal"}


def stopping(language: str, condition: dict[str, Any]) -> dict[str, Any]:
    """A statement that allows one action under a condition."""
    statement = {
        "Effect": "Allow",
        "Action": [ACTION[language]],
        "Resource": ["*"],
        "Condition": condition,
    }
    if language not in FRAMES:
        return statement
    return {name.lower(): value for name, value in statement.items()} | {"effect": "allow"}


@pytest.mark.parametrize("language", ALL)
def test_keys_and_operators_have_to_hold_together(language: str) -> None:
    condition = {EQUALS[language]: {"a": "1", "b": ["2", "3"]}, BOOL[language]: {"c": True}}
    held = document(language, stopping(language, condition))
    assert speaks(held, request(ACTION[language], context={"a": "1", "b": "3", "c": "true"}))
    for lacking in ({"a": "0"}, {"b": "4"}, {"c": "false"}):
        context = {"a": "1", "b": "3", "c": "true"} | lacking
        assert not speaks(held, request(ACTION[language], context=context))


@pytest.mark.parametrize("language", [language for language in ALL if language != "tencent"])
def test_names_of_condition_keys_ignore_case(language: str) -> None:
    held = document(language, stopping(language, {EQUALS[language]: {"G:USERNAME": "bob"}}))
    assert speaks(held, request(ACTION[language], context={"g:UserName": "bob"}))


@pytest.mark.parametrize("language", ALL)
def test_an_empty_condition_is_no_condition(language: str) -> None:
    assert speaks(document(language, stopping(language, {})), request(ACTION[language]))


@pytest.mark.parametrize("language", ALL)
def test_a_statement_that_is_no_object_is_refused_where_it_stands(language: str) -> None:
    _, statement = FRAMES.get(language, ("Version", "Statement"))
    reason = "This is a string; an object is accepted."
    assert (f"{statement}[0]", reason) == complaint(language, framed(language, "Allow"))
