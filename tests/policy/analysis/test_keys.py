"""The catalogue lists what the clouds fill in and only that: a key in one of the two has drifted."""

from types import ModuleType

import pytest

from tigertally.clouds.alibaba import conditions as alibaba
from tigertally.clouds.huawei import conditions as huawei
from tigertally.clouds.tencent import conditions as tencent
from tigertally.policy.analysis.keys import CATALOGUE, USUAL, Key, described, is_the_principals
from tigertally.policy.languages.derived import READ_ONLY_KEY, SPARED_KEY
from tigertally.policy.languages.huawei import MULTI_VALUED_KEYS

NOT_SERVED = {"g:calledvia"}
"""Documented, and never held by a request to this server."""
DERIVED = {READ_ONLY_KEY, SPARED_KEY}
TOLD_ONE_BY_ONE = {"qcs:request_tag/", "qcs:resource_tag/"}


@pytest.mark.parametrize(
    ("cloud", "filled"), [("alibaba", alibaba), ("huawei", huawei), ("tencent", tencent)]
)
def test_the_catalogue_is_what_the_cloud_fills_in(cloud: str, filled: ModuleType) -> None:
    spelled = {key if cloud == "tencent" else key.lower() for key in filled.KEYS}
    known = {key.removesuffix("<tag-key>") for key in spelled} - DERIVED
    assert known == CATALOGUE[cloud].keys() - NOT_SERVED - TOLD_ONE_BY_ONE


def test_what_huawei_s_language_calls_multi_valued_is_so_here() -> None:
    assert MULTI_VALUED_KEYS == {key.name for key in CATALOGUE["huawei"].values() if key.several}


def test_a_tag_s_key_is_described_by_its_family() -> None:
    assert "g:requesttag/" == described("huawei", "g:requesttag/owner").name
    assert is_the_principals("huawei", "g:principaltag/team")


def test_a_key_that_is_not_listed_is_a_single_value_that_may_be_absent() -> None:
    assert Key("oss:prefix", None) == described("alibaba", "oss:prefix")
    assert not is_the_principals("alibaba", "oss:prefix")


def test_every_key_that_all_requests_hold_has_a_usual_value() -> None:
    assert [] == [(cloud, key) for cloud, keys in USUAL.items() for key, value in keys.items() if not value]
