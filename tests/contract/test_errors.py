"""Every code we say is documented or marked as assumed; every documented one is said or known not to be."""

import re

import msgspec
import pytest

from tests.contract.catalog import Catalog, Word, catalog, catalog_of, words_of
from tests.contract.known import NEVER_RAISED, STATUSES_UNCAUSED, UNCAUSED, UNCAUSED_HERE, UNDOCUMENTED
from tests.contract.reach import raisable
from tests.contract.registry import SERVED, Served, each_operation
from tests.contract.words import fixed_lines, line_for, spoken
from tigertally.clouds import CLOUDS
from tigertally.clouds.alibaba.errors import GATEWAY_ERRORS as ALIBABA_GATEWAY
from tigertally.clouds.cloud import Cloud
from tigertally.clouds.errors import Line
from tigertally.clouds.http import HttpRequest
from tigertally.clouds.huawei.errors import GATEWAY_ERRORS as HUAWEI_GATEWAY
from tigertally.clouds.service import Service
from tigertally.clouds.tencent.errors import GATEWAY_ERRORS as TENCENT_GATEWAY

GATEWAYS = {"alibaba": ALIBABA_GATEWAY, "huawei": HUAWEI_GATEWAY, "tencent": TENCENT_GATEWAY}
NONE = re.compile("(?!)")
PATTERNS = {"alibaba": re.compile(r"Missing[A-Z][A-Za-z]*"), "huawei": NONE, "tencent": NONE}
"""Families of codes that are documented as one line."""

REST = [served for served in SERVED if served.entry.statuses]
SERVICES = [(cloud, service) for cloud in CLOUDS for service in cloud.services]
each_service = pytest.mark.parametrize(
    ("cloud", "service"), SERVICES, ids=[f"{cloud.name}-{service.name}" for cloud, service in SERVICES]
)

CATALOGS = [
    "alibaba-gateway", "alibaba-ram", "alibaba-sts", "alibaba-resourcemanager",
    "huawei-gateway", "huawei-iam", "tencent-gateway", "tencent-cam", "tencent-sts",
    "tencent-organization",
]  # fmt: skip


def is_documented(cloud: str, service: str, code: str, status: int) -> bool:
    """Whether the documents give a service that code with that status."""
    known = words_of(cloud, service)
    return known.get(code) == status or (status == 400 and bool(PATTERNS[cloud].fullmatch(code)))


def broken(cloud: Cloud, service: Service) -> tuple[str, int]:
    """Code and status of the server's own failure in a call of the service."""
    headers = (("x-tc-version", service.version),)
    answer = cloud.broken(HttpRequest("GET", "/", "", headers, b"", "127.0.0.1", False), "the request")
    body = msgspec.json.decode(answer.body)
    if "Response" in body:
        return body["Response"]["Error"]["Code"], answer.status
    return body.get("Code") or body["error_code"], answer.status


def told(cloud: Cloud, service: Service) -> set[str]:
    """Every code that a service can say, whatever the operation."""
    mine = [served for served in SERVED if served.operation.service is service]
    fixed = {line.code for line in fixed_lines(service.errors.lines)}
    return (
        fixed
        | {word.code for served in mine for word in spoken(served.operation)}
        | {broken(cloud, service)[0]}
    )


@each_operation
def test_every_refusal_that_can_be_raised_has_words(served: Served) -> None:
    operation = served.operation
    speechless = {
        f"{raised.refusal.__name__} {raised.about}"
        for raised in raisable(operation)
        if line_for(operation, raised) is None
    }
    assert NEVER_RAISED.get(served.key, {}).keys() == speechless


@each_operation
def test_every_code_of_the_operation_is_documented_or_assumed(served: Served) -> None:
    cloud, service = served.cloud.name, served.operation.service.name
    invented = {
        (word.code, word.status)
        for word in spoken(served.operation)
        if not word.assumed and not is_documented(cloud, service, word.code, word.status)
    }
    assert set() == {code for code, _ in invented} - UNDOCUMENTED.get(f"{cloud} {service}", {}).keys()


@each_service
def test_every_fixed_code_of_the_service_is_documented_or_assumed(cloud: Cloud, service: Service) -> None:
    lines = fixed_lines(service.errors.lines)
    assert [] == [
        (line.code, line.status)
        for line in lines
        if not line.assumed and not _line_is_documented(cloud, service, line)
    ]


def _line_is_documented(cloud: Cloud, service: Service, line: Line) -> bool:
    return line.status == 413 or is_documented(cloud.name, service.name, line.code, line.status)


@each_operation
def test_every_documented_code_of_the_operation_can_be_said(served: Served) -> None:
    said = {(word.code, word.status) for word in spoken(served.operation)} | {
        broken(served.cloud, served.operation.service)
    }
    said |= {(line.code, line.status) for line in fixed_lines(GATEWAYS[served.cloud.name].lines)}
    unsaid = {code for code, status in served.entry.codes.items() if (code, status) not in said}
    assert UNCAUSED_HERE.get(served.key, {}).keys() == unsaid - UNCAUSED.get(served.key[0], {}).keys()


@pytest.mark.parametrize("name", CATALOGS)
def test_every_documented_code_of_a_service_can_be_said_or_is_known_not_to_be(name: str) -> None:
    said = set().union(
        *(told(cloud, service) for cloud, service in SERVICES if _speaks(cloud, service, name))
    )
    unsaid = {code for code in _codes(catalog(name)) if code not in said and "{" not in code}
    assert UNCAUSED.get(name.replace("-", " "), {}).keys() == unsaid


def _speaks(cloud: Cloud, service: Service, name: str) -> bool:
    """Whether a service speaks with the words of a catalog: its own, its gateway's, or those it shares."""
    own = f"{cloud.name}-{service.name}"
    return name in (own, f"{cloud.name}-gateway", catalog(own).errors_of)


def _codes(documented: Catalog) -> set[str]:
    """The codes of a service and of its operations that are served."""
    mine = [one for one in SERVED if one.entry in documented.operations.values()]
    return {*documented.errors}.union(*(served.entry.codes for served in mine))


@pytest.mark.parametrize("served", REST, ids=str)
def test_every_documented_status_of_the_operation_can_be_answered(served: Served) -> None:
    said = {word.status for word in spoken(served.operation)}
    answered = said | {served.operation.status, broken(served.cloud, served.operation.service)[1]}
    assert STATUSES_UNCAUSED.get(served.key, {}).keys() == set(served.entry.statuses) - answered


@each_service
def test_a_line_that_is_not_assumed_says_the_documented_sentence(cloud: Cloud, service: Service) -> None:
    own = catalog_of(cloud.name, service.name)
    words = catalog(own.errors_of).errors if own.errors_of else own.errors
    lines = [line for line in service.errors.lines if line.code in words and not line.assumed]
    assert [] == [line.message for line in lines if not _says(line, words[line.code])]


def _says(line: Line, word: Word) -> bool:
    """Whether a sentence begins as documented, whatever stands in its gaps."""
    parts = re.split(r"<\w+>|\.\.\.", word.message)
    return bool(re.match(".+".join(re.escape(part) for part in parts), line.message + " "))
