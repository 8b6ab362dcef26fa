"""Tencent Cloud: so far its accounts and root keys can be made; none of its APIs is spoken yet."""

from tigertally.clouds.service import Tenancy
from tigertally.clouds.tencent import names
from tigertally.clouds.tencent.rules import RULES

TENANCY = Tenancy(name="tencent", rules=RULES, mint=names.mint, credentials=names.credentials)
