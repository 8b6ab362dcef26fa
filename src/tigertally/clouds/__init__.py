"""How each cloud says it: signatures, operations, rules, names and error words, one folder a cloud.

A folder has the same modules as its neighbours, and a package a service. Adding a cloud is such a folder and
one line here.
"""

from tigertally.clouds import alibaba, huawei, tencent
from tigertally.clouds.service import Cloud, Tenancy

TENANCIES: tuple[Tenancy, ...] = (tencent.CLOUD, alibaba.CLOUD, huawei.CLOUD)
"""The clouds whose accounts can be made."""

CLOUDS: tuple[Cloud, ...] = tuple(one for one in TENANCIES if isinstance(one, Cloud))
"""The clouds whose APIs are spoken, in the order in which they are asked whether a request is theirs: whoever
knows its own words best comes first."""
