"""Huawei Cloud: IAM v5 and STS, in the REST style with SDK-HMAC-SHA256."""

from tigertally.clouds.cloud import Cloud
from tigertally.clouds.huawei import (
    clients,
    conditions,
    denials,
    envelope,
    iam,
    names,
    signing,
    sts,
    system_policies,
)
from tigertally.clouds.huawei.rules import RULES, SKEW_MS
from tigertally.clouds.huawei.services import SERVICES
from tigertally.policy.chains import huawei as chain

__all__ = ["CLOUD", "iam", "sts"]

CLOUD = Cloud(
    name="huawei",
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
