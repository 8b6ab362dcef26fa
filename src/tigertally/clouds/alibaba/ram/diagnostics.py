"""Reading why a call was denied: what the sealed message beside the refusal says."""

import msgspec
from msgspec import Struct

from tigertally.clouds.alibaba.denials import Diagnosis, Sealed
from tigertally.clouds.alibaba.services import ram
from tigertally.clouds.service import Call, every
from tigertally.model.refusals import Forbidden, NotFound


class DiagnosisAnswer(Struct, rename="pascal"):
    """The decoded message."""

    decoded_diagnostic_message: Diagnosis


@ram.operation(
    action="ram:DecodeDiagnosticMessage", on=every("*"), assumed="the permission's name and resource"
)
def decode_diagnostic_message(call: Call, encoded_diagnostic_message: str) -> DiagnosisAnswer:
    """Open a denial's message; only the account that was denied can."""
    opened = call.unseal(encoded_diagnostic_message)
    if opened is None:
        raise NotFound("diagnostic_message", key=encoded_diagnostic_message[:32])
    sealed = msgspec.json.decode(opened, type=Sealed)
    if sealed.until < call.now:
        raise Forbidden("message_expired")
    return DiagnosisAnswer(sealed.diagnosis)
