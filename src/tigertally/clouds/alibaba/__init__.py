"""Alibaba Cloud: RAM 2015-05-01, STS 2015-04-01 and Resource Management 2020-03-31, in the RPC style with
both of its signatures.
"""

from tigertally.clouds.alibaba import (
    clients,
    conditions,
    denials,
    envelope,
    names,
    ram,
    resourcemanager,
    signing,
    sts,
    system_policies,
)
from tigertally.clouds.alibaba.rules import RULES, SKEW_MS
from tigertally.clouds.alibaba.services import SERVICES
from tigertally.clouds.cloud import Cloud
from tigertally.policy.chains import alibaba as chain

__all__ = ["CLOUD", "ram", "resourcemanager", "sts"]

CLOUD = Cloud(
    name="alibaba",
    rules=RULES,
    services=SERVICES,
    system_policies=system_policies.POLICIES,
    skew_ms=SKEW_MS,
    claims=envelope.claims,
    route=envelope.route,
    parameters=envelope.parameters,
    present=signing.present,
    verify=signing.verify,
    mint=names.mint,
    credentials=names.credentials,
    resource=names.resource,
    context=conditions.context,
    constant=conditions.constant,
    who=names.who,
    decide=chain.decide,
    evidence=denials.evidence,
    succeed=envelope.succeed,
    refuse=envelope.refuse,
    broken=envelope.broken,
    variables=clients.variables,
    hints=clients.hints,
)
