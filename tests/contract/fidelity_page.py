"""The page that says where the server assumes, and where it knowingly differs from the documents."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from tests.contract import known
from tests.contract.catalog import Entry, catalog
from tests.contract.coverage_page import TITLES
from tests.contract.markdown import bullets, code, table
from tests.contract.registry import SERVED, Served
from tests.contract.words import spoken
from tigertally.clouds import CLOUDS
from tigertally.clouds.alibaba import conditions as alibaba_conditions
from tigertally.clouds.alibaba.errors import GATEWAY_ERRORS as ALIBABA_GATEWAY
from tigertally.clouds.errors import Line
from tigertally.clouds.huawei import conditions as huawei_conditions
from tigertally.clouds.huawei.errors import GATEWAY_ERRORS as HUAWEI_GATEWAY
from tigertally.clouds.tencent import conditions as tencent_conditions
from tigertally.clouds.tencent.errors import GATEWAY_ERRORS as TENCENT_GATEWAY
from tigertally.policy.analysis.keys import CATALOGUE
from tigertally.policy.languages import ASSUMPTIONS

SERVICES = {
    "tencent gateway": "Tencent Cloud gateway",
    "tencent cam": "Tencent Cloud CAM",
    "tencent sts": "Tencent Cloud STS",
    "tencent organization": "Tencent Cloud Organization",
    "alibaba gateway": "Alibaba Cloud gateway",
    "alibaba ram": "Alibaba Cloud RAM",
    "alibaba sts": "Alibaba Cloud STS",
    "alibaba resourcemanager": "Alibaba Cloud Resource Management",
    "huawei gateway": "Huawei Cloud gateway",
    "huawei iam": "Huawei Cloud IAM",
    "huawei sts": "Huawei Cloud STS",
}
CLOUD_NAMES = {"alibaba": "Alibaba Cloud", "huawei": "Huawei Cloud", "tencent": "Tencent Cloud"}
GATEWAYS = {
    "alibaba": ALIBABA_GATEWAY.lines,
    "huawei": HUAWEI_GATEWAY.lines,
    "tencent": TENCENT_GATEWAY.lines,
}
KEYS = {
    "alibaba": alibaba_conditions.KEYS,
    "huawei": huawei_conditions.KEYS,
    "tencent": tencent_conditions.KEYS,
}
CATALOGS = (
    "tencent-gateway", "tencent-cam", "tencent-sts", "tencent-organization",
    "alibaba-gateway", "alibaba-ram", "alibaba-sts", "alibaba-resourcemanager",
    "huawei-gateway", "huawei-iam", "huawei-sts",
)  # fmt: skip

HEAD = """\
# Fidelity

**Assumed** means that no public document says it and that a reading was taken; **cannot be caused** means
that a document says it and nothing here can lead to it, for the reason given. The rest is compared by tests:
parameters, types and fields with the official SDKs; permissions, codes and statuses with public documents;
the sentences of refusals with Huawei Cloud's table of error codes and with the pages of Alibaba Cloud's
DetachPolicyFromUser and DetachPolicy.
Nothing was compared with the clouds themselves.

This page is made from the code by `scripts/docs`; a test compares it. Which operations there are is told in
[coverage](coverage.md).
"""


def page() -> str:
    """The whole text."""
    lines = [HEAD]
    for title, write in SECTIONS:
        lines += [f"## {title}", "", *write()]
    return "\n".join(lines).rstrip() + "\n"


def assumed_words() -> list[str]:
    """Every assumed line of every table, the gateway's once."""
    lines = []
    for title, table_lines in word_tables():
        cells = [
            (_meaning(line), line.status, code(line.code), line.message)
            for line in table_lines
            if line.assumed
        ]
        lines += [f"### {title}", "", *table(("refusal", "status", "code", "sentence"), cells)]
    intro = "The status, code or sentence of these refusals is assumed. Words in braces are filled in."
    return [intro, "", *lines]


def word_tables() -> Iterator[tuple[str, list[Line]]]:
    """The lines of each gateway, then of each service besides, then of single operations."""
    for cloud in CLOUDS:
        yield f"{CLOUD_NAMES[cloud.name]}, gateway", list(GATEWAYS[cloud.name])
        for table_, title in _tables(cloud.name):
            yield title, [line for line in table_ if line not in GATEWAYS[cloud.name]]
    alone = [line for served in SERVED for line in _own_lines(served)]
    if alone:
        yield "Single operations", alone


def _tables(cloud: str) -> Iterator[tuple[tuple[Line, ...], str]]:
    """Each table once, under the titles of all services that speak by it."""
    services = next(one.services for one in CLOUDS if one.name == cloud)
    tables = {id(service.errors): service.errors.lines for service in services}
    for key, lines in tables.items():
        yield lines, " and ".join(TITLES[cloud, one.name] for one in services if id(one.errors) == key)


def _own_lines(served: Served) -> list[Line]:
    return [
        line for line in served.operation.errors.lines if line not in served.operation.service.errors.lines
    ]


def _meaning(line: Line) -> str:
    return f"{line.refusal.__name__} {code(line.about)}" if line.about else line.refusal.__name__


def codes_by_analogy() -> list[str]:
    """Codes that no page lists, from lines whose other codes are documented."""
    return table(("service", "code", "why"), _flat(known.UNDOCUMENTED))


def inferred_statuses() -> list[str]:
    """Documented codes of which the documents leave something open."""
    cells = (
        (SERVICES[name.replace("-", " ")], code(word), entry.status, entry.inferred)
        for name in CATALOGS
        for word, entry in catalog(name).errors.items()
        if entry.inferred
    )
    return table(("service", "code", "status", "inferred"), cells)


def assigned_codes() -> list[str]:
    """Operations whose own page lists no codes."""
    names = [code(served.operation.name) for served in SERVED if served.entry.errors_assigned]
    return [
        "The pages of these operations of RAM list no error codes; theirs are inferred from RAM's common "
        f"table: {', '.join(names)}.",
        "",
    ]


def assumed_operations() -> list[str]:
    """What is assumed about operations as a whole."""
    said = [(*_name(one), one.operation.assumed) for one in SERVED if one.operation.assumed]
    inferred = [(*_name(one), one.entry.inferred) for one in SERVED if one.entry.inferred]
    return [
        *table(("service", "operation", "assumed"), said),
        "The permission or the statuses of these are inferred, as far as the last column says:",
        "",
        *table(("service", "operation", "inferred"), inferred),
    ]


def differences() -> list[str]:
    """Parameters and fields that differ from the SDK's, knowingly."""
    tables = (
        ("Parameters that are not read", known.NOT_READ),
        ("Parameters that are required otherwise", known.REQUIRED_OTHERWISE),
        ("Fields that are not given", known.NOT_GIVEN),
        ("Fields that are given and that the SDK does not know", known.GIVEN_BEYOND),
    )
    lines = []
    for title, differing in tables:
        cells = (
            (SERVICES[service], code(name), code(place), why)
            for (service, name), places in sorted(differing.items())
            for place, why in places.items()
        )
        lines += [f"### {title}", "", *table(("service", "operation", "place", "why"), cells)]
    return lines


def uncaused() -> list[str]:
    """Documented codes and statuses without a cause here."""
    statuses = (
        (SERVICES[service], code(name), status, why)
        for (service, name), listed in sorted(known.STATUSES_UNCAUSED.items())
        for status, why in listed.items()
    )
    return [
        *table(("service", "code", "why it cannot be caused"), _flat(known.UNCAUSED)),
        "Codes that the list of one operation has, that others can cause and this one cannot:",
        "",
        *table(("service", "operation", "code", "why it cannot be caused"), _one_by_one()),
        "Statuses that the page of an operation lists and that it cannot answer here:",
        "",
        *table(("service", "operation", "status", "why it cannot be caused"), statuses),
    ]


def _one_by_one() -> Iterator[tuple[str, str, str, str]]:
    """The codes that are uncaused in one operation alone; of many with one reason, all in one row."""
    for (service, name), listed in sorted(known.UNCAUSED_HERE.items()):
        for why in dict.fromkeys(listed.values()):
            words = ", ".join(code(word) for word, said in listed.items() if said == why)
            yield SERVICES[service], code(name), words, why


def statuses_beyond() -> list[str]:
    """Statuses that an operation answers and that its page does not list."""
    found: dict[int, list[str]] = {}
    for served in SERVED:
        for status in sorted({word.status for word in spoken(served.operation)} - _statuses(served.entry)):
            found.setdefault(status, []).append(code(served.operation.name))
    cells = ((status, ", ".join(names)) for status, names in sorted(found.items()))
    return table(("status", "operations whose page does not list it"), cells)


def _statuses(entry: Entry) -> set[int]:
    """What a page lists; a page that lists nothing can leave nothing out."""
    return set(entry.statuses) or set(range(600))


def system_policies() -> list[str]:
    """System policies whose documents are not, or not wholly, documented."""
    cells = (
        (CLOUD_NAMES[cloud.name], code(policy.name), policy.assumed)
        for cloud in CLOUDS
        for policy in cloud.system_policies
        if policy.assumed
    )
    return table(("cloud", "system policy", "assumed"), cells)


def policy_languages() -> list[str]:
    """The readings that decisions stand on."""
    lines = []
    for cloud, assumptions in ASSUMPTIONS.items():
        cells = ((code(one.name), one.text, one.source) for one in assumptions)
        lines += [f"### {CLOUD_NAMES[cloud]}", "", *table(("name", "reading", "what documents say"), cells)]
    return lines


def condition_keys() -> list[str]:
    """Which keys a request can hold."""
    lines = ["These are the condition keys that the server knows; **all other keys are absent**.", ""]
    lines += bullets(f"{CLOUD_NAMES[cloud]}: {', '.join(map(code, keys))}" for cloud, keys in KEYS.items())
    absent = ((code(key), why) for key, why in known.KEYS_ABSENT.items())
    return [
        *lines,
        "Among the absent keys these stand on the page of an operation that is served:",
        "",
        *table(("key", "why it is absent"), absent),
        "What a request can say under a key is documented, except here:",
        "",
        *table(("cloud", "key", "assumed for previews"), _assumed_keys()),
    ]


def _assumed_keys() -> Iterator[tuple[str, str, str]]:
    held = {"always": "every request holds it", "by the principal": "the same in all requests of a principal"}
    for cloud, keys in CATALOGUE.items():
        for key in keys.values():
            if key.assumed:
                yield CLOUD_NAMES[cloud], code(key.name), held[key.held]


def open_operations() -> list[str]:
    """Operations without a permission of their own."""
    cells = [(*_name(one), known.OPEN.get(one.key, "documented")) for one in SERVED if _is_open(one)]
    return table(("service", "operation", "why"), cells)


def _is_open(served: Served) -> bool:
    return served.operation.is_open


def _name(served: Served) -> tuple[str, str]:
    return SERVICES[served.key[0]], code(served.operation.name)


def _flat(listed: Mapping[str, Mapping[str, str]]) -> Iterable[tuple[str, str, str]]:
    return (
        (SERVICES[service], code(name), why)
        for service, names in listed.items()
        for name, why in names.items()
    )


SECTIONS: tuple[tuple[str, Callable[[], list[str]]], ...] = (
    ("Words for refusals that are assumed", assumed_words),
    ("Codes by analogy", codes_by_analogy),
    ("Documented codes of which something is inferred", inferred_statuses),
    ("Operations without error codes of their own", assigned_codes),
    ("Operations about which something is assumed", assumed_operations),
    ("Operations that every signed caller may call", open_operations),
    ("Parameters and fields that differ", differences),
    ("Documented codes that cannot be caused", uncaused),
    ("Statuses beyond the pages", statuses_beyond),
    ("System policies that are assumed", system_policies),
    ("Readings of the policy languages", policy_languages),
    ("Condition keys", condition_keys),
)
