"""The services of Alibaba Cloud that are spoken here; their operations register in the folders beside."""

from tigertally.clouds.alibaba.errors import RAM_ERRORS, RESOURCEMANAGER_ERRORS, STS_ERRORS
from tigertally.clouds.naming import pascal
from tigertally.clouds.service import Service

ram = Service("ram", "2015-05-01", RAM_ERRORS, pascal)
sts = Service("sts", "2015-04-01", STS_ERRORS, pascal)
resourcemanager = Service("resourcemanager", "2020-03-31", RESOURCEMANAGER_ERRORS, pascal)

SERVICES = (ram, sts, resourcemanager)
