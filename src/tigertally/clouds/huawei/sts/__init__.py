"""Security Token Service (STS) under v5 paths: assuming an agency, who one is, why one was denied."""

from tigertally.clouds.huawei.sts import denials, identity, sessions

__all__ = ["denials", "identity", "sessions"]
