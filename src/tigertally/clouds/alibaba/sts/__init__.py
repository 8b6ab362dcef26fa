"""Security Token Service (STS) 2015-04-01: assuming a role, and asking who one is."""

from tigertally.clouds.alibaba.sts import identity, sessions

__all__ = ["identity", "sessions"]
