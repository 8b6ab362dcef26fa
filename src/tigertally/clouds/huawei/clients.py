"""How Huawei Cloud's official clients are pointed at a server: variables they read, and lines to write.

Sources: huaweicloud-sdk-python-v3, "Environment variables"; Terraform provider huaweicloud, "Authentication"
and "endpoints".
"""

from collections.abc import Mapping


def variables(url: str, handed: Mapping[str, str]) -> dict[str, str]:
    """The shell variables that carry the key and the endpoints."""
    return {
        "HUAWEICLOUD_SDK_AK": handed["access_key"],
        "HUAWEICLOUD_SDK_SK": handed["secret_key"],
        "HUAWEICLOUD_SDK_DOMAIN_ID": handed["account_id"],
        "HUAWEICLOUD_SDK_IAM_ENDPOINT": url,
        "HUAWEICLOUD_SDK_STS_ENDPOINT": url,
        "HW_ACCESS_KEY": handed["access_key"],
        "HW_SECRET_KEY": handed["secret_key"],
    }


def hints(url: str) -> tuple[str, ...]:
    """What to write in each client, a line each."""
    return (
        f'Python: IamClient.new_builder().with_credentials(...).with_endpoint("{url}").build()',
        "Python, STS: StsClient in the same way, with BasicCredentials",
        f'Node: IamClient.newBuilder().withCredential(...).withEndpoint("{url}").build()',
        f'Terraform: provider "huaweicloud" {{ endpoints = {{ iam = "{url}/", sts = "{url}/" }} }}',
    )
