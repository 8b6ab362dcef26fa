"""Every operation that is served exists in the official SDK, under the same method and path."""

import pytest

from tests.contract.registry import SERVED, Served, each_operation
from tests.contract.sdk_huawei import method_and_path

REST = [served for served in SERVED if served.operation.path]


@each_operation
def test_the_sdk_knows_the_operation(served: Served) -> None:
    known = served.sdk.methods(served.operation.service.name)
    assert served.operation.name in known or served.sdk.known(served.operation)


@pytest.mark.parametrize("served", REST, ids=str)
def test_the_sdk_calls_the_same_method_and_path(served: Served) -> None:
    assert method_and_path(served.operation) == (served.operation.method, served.operation.path)


@pytest.mark.parametrize("served", REST, ids=str)
def test_the_documents_give_the_same_method_and_path(served: Served) -> None:
    assert (served.entry.method, served.entry.path) == (served.operation.method, served.operation.path)


@each_operation
def test_success_has_a_documented_status(served: Served) -> None:
    assert served.operation.status in (served.entry.statuses or (served.operation.status,))
