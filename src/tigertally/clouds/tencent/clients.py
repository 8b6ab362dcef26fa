"""How Tencent Cloud's official clients are pointed at a server: variables they read, and lines to write.

Sources: Tencent Cloud SDK 3.0 for Python, "Credentials by environment variables"; TCCLI, ``--endpoint``.
"""

from collections.abc import Mapping


def variables(_url: str, handed: Mapping[str, str]) -> dict[str, str]:
    """The shell variables that carry the key; the endpoint is told to each client."""
    return {
        "TENCENTCLOUD_SECRET_ID": handed["secret_id"],
        "TENCENTCLOUD_SECRET_KEY": handed["secret_key"],
        "TENCENTCLOUD_REGION": "ap-guangzhou",
    }


def hints(url: str) -> tuple[str, ...]:
    """What to write in each client, a line each."""
    scheme, _, address = url.partition("://")
    return (
        f'Python: HttpProfile(protocol="{scheme}", endpoint="{address}")',
        f'Node: httpProfile: {{ protocol: "{scheme}://", endpoint: "{address}" }}',
        f'Go: HttpProfile{{ Scheme: "{scheme.upper()}", Endpoint: "{address}" }}',
        f"TCCLI: tccli cam ListUsers --endpoint {url}",
    )
