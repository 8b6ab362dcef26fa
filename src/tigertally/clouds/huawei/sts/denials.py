"""Reading why a call was denied: what the sealed message beside the 403 says."""

from typing import Annotated

from msgspec import Struct

from tigertally.clouds.fields import length
from tigertally.clouds.huawei.services import sts
from tigertally.clouds.service import Call, every
from tigertally.model.refusals import Invalid


class DecodedAnswer(Struct):
    """The message as JSON text."""

    decoded_message: str


@sts.operation(
    "POST /v5/decode-authorization-message",
    name="DecodeAuthorizationMessage",
    action="sts::decodeAuthorizationMessage",
    on=every("*"),
)
def decode_authorization_message(
    call: Call, encoded_message: Annotated[str, length(1, 10240)]
) -> DecodedAnswer:
    """Open a denial's message; only the account that was denied can."""
    opened = call.unseal(encoded_message)
    if opened is None:
        raise Invalid(
            "encoded_message", accepted="the encoded_authorization_message of this account's denial"
        )
    return DecodedAnswer(opened.decode())
