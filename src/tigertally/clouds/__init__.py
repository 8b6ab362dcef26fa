"""How each cloud says it: signatures, operations, rules, names and error words, one folder a cloud.

A folder has the same modules as its neighbours, and a package a service. Adding a cloud is such a folder and
one line here.
"""

from tigertally.clouds import alibaba, huawei, tencent
from tigertally.clouds.cloud import Cloud

CLOUDS: tuple[Cloud, ...] = (tencent.CLOUD, alibaba.CLOUD, huawei.CLOUD)
"""In the order in which they are asked whether a request is theirs: whoever knows its own words best comes
first."""
