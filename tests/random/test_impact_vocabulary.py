"""Questions in the clouds' own words, with roles, trust and other accounts in them: a change that one request
shows is a change that the analysis finds.
"""

from collections import Counter
from itertools import islice

import pytest
from msgspec import structs

from tests.random.generate import Documents, questions
from tests.random.second_engine import CHAINS, asked_of, granted
from tests.random.steering import Context
from tests.random.vocabulary import LANGUAGES, Dialect
from tigertally.policy.analysis import Facts, Verdict, verdict
from tigertally.policy.analysis.keys import USUAL, described, is_the_principals
from tigertally.policy.decide import Grants
from tigertally.policy.languages.derived import derived
from tigertally.policy.request import Request

QUESTIONS = 2_500
SEED = 20260503
CHANGES_MIN = 300
UNKNOWN_MAX = 0.01


@pytest.mark.parametrize("name", LANGUAGES)
def test_what_one_request_shows_the_analysis_finds(name: str) -> None:
    language, found = LANGUAGES[name], Counter[str]()
    for documents, drawn in islice(questions(language, SEED), QUESTIONS):
        request = asked_of(drawn)
        if not language.is_tencent and request.resource.count(":") < 4:
            continue  # only Tencent is asked about no resource
        request = structs.replace(request, context=real(language, drawn.action, drawn.context))
        before = granted(language, documents)(drawn)
        for after in changes(before):
            found[answer(language, request, before, after, documents)] += 1
    assert [] == [what for what in found if what.startswith("missed")]
    assert found["found"] >= CHANGES_MIN
    assert found["unknown"] <= UNKNOWN_MAX * found["found"]


def real(language: Dialect, action: str, drawn: Context) -> Context:
    """The context as a real request could hold it: values of their kind, one or several as the key has."""
    unreadable = {text for key in language.keys for text in key.unreadable}
    context: Context = dict(USUAL[language.name])
    for key, value in drawn.items():
        readable = [
            text for text in ((value,) if isinstance(value, str) else value) if text not in unreadable
        ]
        if readable:
            several = described(language.name, key).several
            context[key] = tuple(readable) if several else readable[0]
    return context | (dict(derived(action)) if language.is_tencent else {})


def changes(before: Grants) -> list[Grants]:
    """What is left when one thing goes."""
    return [
        structs.replace(before, identity=before.identity[1:]),
        structs.replace(before, session=None),
        structs.replace(before, trust=None),
        structs.replace(before, boundary=None, levels=()),
    ]


def answer(language: Dialect, request: Request, before: Grants, after: Grants, documents: Documents) -> str:
    """Whether a change that the request shows is found."""
    was, still = (CHAINS[language.name](grants, request).allowed for grants in (before, after))
    if was == still:
        return "no change"
    constant = {key: value for key, value in request.context.items() if is_the_principals(language.name, key)}
    said = verdict(Facts(language.name, request.principal, constant), before, after)
    change = "lost" if was else "gained"
    if any(row.why.startswith(change) for row in said.unknown):
        return "unknown"
    return "found" if has(said, change) else f"missed: {request} {documents}"


def has(said: Verdict, change: str) -> bool:
    """Whether the answer shows the change."""
    return (said.lost if change == "lost" else said.gained) is not None
