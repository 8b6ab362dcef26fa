"""Tencent Cloud: CAM 2019-01-16, STS 2018-08-13 and Organization 2021-03-31, in the style of its API 3.0 with
all its signatures.
"""

from tigertally.clouds.cloud import Cloud
from tigertally.clouds.tencent import (
    cam,
    clients,
    conditions,
    denials,
    envelope,
    names,
    organization,
    signing,
    sts,
    system_policies,
)
from tigertally.clouds.tencent.rules import RULES, SKEW_MS
from tigertally.clouds.tencent.services import SERVICES
from tigertally.policy.chains import tencent as chain

__all__ = ["CLOUD", "cam", "organization", "sts"]

CLOUD = Cloud(
    name="tencent",
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
