"""The services of Tencent Cloud that are spoken here; their operations register in the folders beside."""

from tigertally.clouds.naming import pascal
from tigertally.clouds.service import Service, every
from tigertally.clouds.tencent.errors import CAM_ERRORS, ORGANIZATION_ERRORS, STS_ERRORS

cam = Service("cam", "2019-01-16", CAM_ERRORS, pascal)
sts = Service("sts", "2018-08-13", STS_ERRORS, pascal)
organization = Service("organization", "2021-03-31", ORGANIZATION_ERRORS, pascal)

SERVICES = (cam, sts, organization)

OPERATION = every("*")
"""A permission asked for on the operation as a whole, as CAM asks it: only ``resource "*"`` speaks of it."""
