"""Security Token Service (STS) 2018-08-13: assuming a role, and asking who one is."""

from tigertally.clouds.tencent.sts import identity, sessions

__all__ = ["identity", "sessions"]
