"""How Alibaba Cloud's official clients are pointed at a server: variables they read, and lines to write.

Sources: Alibaba Cloud Credentials for Python, "Environment variables"; Terraform provider alicloud, "Custom
endpoints"; aliyun command line, ``--endpoint``.
"""

from collections.abc import Mapping


def variables(url: str, handed: Mapping[str, str]) -> dict[str, str]:
    """The shell variables that carry the key and the endpoints."""
    _, _, address = url.partition("://")
    return {
        "ALIBABA_CLOUD_ACCESS_KEY_ID": handed["access_key_id"],
        "ALIBABA_CLOUD_ACCESS_KEY_SECRET": handed["access_key_secret"],
        "ALIBABA_CLOUD_ENDPOINT_RAM": address,
        "ALIBABA_CLOUD_ENDPOINT_RESOURCEMANAGER": address,
        "ALIBABA_CLOUD_ENDPOINT_STS": address,
    }


def hints(url: str) -> tuple[str, ...]:
    """What to write in each client, a line each."""
    scheme, _, address = url.partition("://")
    return (
        f'Python, Node: Config(endpoint="{address}", protocol="{scheme.upper()}")',
        f'Python, older SDK: request.set_endpoint("{address}"); request.set_protocol_type("{scheme}")',
        f'Node, pop-core: new RPCClient({{endpoint: "{scheme}://{address}", apiVersion: "2015-05-01"}})',
        f"aliyun: aliyun ram ListUsers --endpoint {address}{' --insecure' if scheme == 'http' else ''}",
        f'Terraform: provider "alicloud" {{ protocol = "{scheme.upper()}" }}; endpoints as exported',
    )
