"""The services of Huawei Cloud that are spoken here; their operations register in the folders beside."""

from tigertally.clouds.huawei.errors import IAM_ERRORS
from tigertally.clouds.naming import unchanged
from tigertally.clouds.service import Service

iam = Service("iam", "v5", IAM_ERRORS, unchanged)
sts = Service("sts", "v5", IAM_ERRORS, unchanged)

SERVICES = (iam, sts)
