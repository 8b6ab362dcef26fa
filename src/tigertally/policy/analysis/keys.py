"""To know what a request could say, one has to know what its condition keys may hold: this is the list.

A key that is not listed is taken for a single text that may be absent, or several where an operator with a
qualifier compares it; its kind is then that of the operators. Sources: the pages that the clouds' own
``conditions`` name, and what the server fills in from them; a row without a source is marked assumed.
"""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

Kind = Literal["text", "number", "date", "address", "flag", "bytes"]
Held = Literal["always", "sometimes", "by the principal"]
"""``by the principal``: the same in all its requests, so it stands in the facts or is nowhere."""


class Key(Struct, frozen=True):
    """One condition key. A name that ends in a slash stands for all that begin with it.

    ``kind`` is None where only the operators tell. ``assumed`` rows come from the server, not from a page.
    """

    name: str
    kind: Kind | None
    held: Held = "sometimes"
    several: bool = False
    assumed: bool = False
    usual: str = ""
    """What an example says where every request holds the key and no statement asks."""


ALIBABA = (  # RAM user guide, "Condition keys"
    Key("acs:currenttime", "date", "always", usual="2026-01-15T09:30:00Z"),
    Key("acs:mfapresent", "flag", "always", assumed=True, usual="false"),
    Key("acs:principalarn", "text", "by the principal"),
    Key("acs:requesttag/", "text"),
    Key("acs:resourcetag/", "text"),
    Key("acs:securetransport", "flag", "always", usual="true"),
    Key("acs:sourceip", "address", "always", usual="192.0.2.1"),
)
HUAWEI = (  # IAM 5.0 user guide, "Global condition keys"; tables of actions of IAM and STS
    Key("g:calledvia", "text", several=True),
    Key("g:currenttime", "date", "always", usual="2026-01-15T09:30:00Z"),
    Key("g:mfapresent", "flag", "always", assumed=True, usual="false"),
    Key("g:principalaccount", "text", "by the principal"),
    Key("g:principalid", "text", "by the principal"),
    Key("g:principalisrootuser", "flag", "by the principal"),
    Key("g:principaltag/", "text", "by the principal"),
    Key("g:principaltype", "text", "by the principal"),
    Key("g:principalurn", "text", "by the principal"),
    Key("g:requesttag/", "text"),
    Key("g:resourcetag/", "text"),
    Key("g:securetransport", "flag", "always", usual="true"),
    Key("g:sourceidentity", "text", "by the principal"),
    Key("g:sourceip", "address", "always", usual="192.0.2.1"),
    Key("g:tagkeys", "text", several=True),
    Key("g:tokenissuetime", "date"),
    Key("g:useragent", "text"),
    Key("g:userid", "text", "by the principal"),
    Key("g:username", "text", "by the principal"),
    Key("iam:policyurn", "text"),
    Key("iam:resourceisrootuser", "flag"),
    Key("sts:agencysessionname", "text"),
    Key("sts:externalid", "text"),
    Key("sts:sourceidentity", "text"),
    Key("sts:transitivetagkeys", "text", several=True),
)
TENCENT = (  # CAM, "Condition keys" (598/10608); documents of preset policies
    Key("qcs:app_id", "text", "by the principal", assumed=True),
    Key("qcs:current_time", "date", "always", usual="2026-01-15T09:30:00Z"),
    Key("qcs:ip", "address", "always", usual="192.0.2.1"),
    Key("qcs:owner_uin", "text", "by the principal"),
    Key("qcs:request_tag", "text", several=True),
    Key("qcs:request_tag/", "text"),
    Key("qcs:resource_tag", "text", several=True),
    Key("qcs:resource_tag/", "text"),
    Key("qcs:uin", "text", "by the principal"),
)

CATALOGUE: Mapping[str, Mapping[str, Key]] = {
    cloud: {key.name: key for key in keys}
    for cloud, keys in (("alibaba", ALIBABA), ("huawei", HUAWEI), ("tencent", TENCENT))
}

USUAL: Mapping[str, Mapping[str, str]] = {
    cloud: {key.name: key.usual for key in keys.values() if key.held == "always"}
    for cloud, keys in CATALOGUE.items()
}
"""What every request holds, in an example where nothing depends on it."""

TAG_LISTS: Mapping[str, Mapping[str, str]] = {
    "alibaba": {},
    "huawei": {"g:tagkeys": "g:requesttag/"},
    "tencent": {"qcs:request_tag": "qcs:request_tag/", "qcs:resource_tag": "qcs:resource_tag/"},
}
"""Keys that list the same tags as a family of keys tells one by one: they cannot be chosen apart."""


def described(cloud: str, name: str) -> Key:
    """What is known about a key, spelled as the context spells it."""
    listed = CATALOGUE[cloud]
    head, slash, _ = name.partition("/")
    return listed.get(name) or listed.get(head + slash) or Key(name, None)


def is_the_principals(cloud: str, name: str) -> bool:
    """Whether the key tells the principal, so that facts that lack it say that no request holds it."""
    return described(cloud, name).held == "by the principal"
