"""What a denial says: one sentence, in the language that the caller asks for. Nothing is sealed beside it.

Source: published error reports of clients, in English and in Chinese.
"""

from tigertally.model.refusals import Denied

PREFIXES = {
    "en-US": "You are not authorized to perform this operation. "
    "Check your CAM policies, and ensure that you are using the correct access keys. ",
    "zh-CN": "操作未授权，请检查CAM策略。",
}


def evidence(_denied: Denied, _now: int) -> bytes:
    """Tencent Cloud answers a denial with no message to be decoded."""
    return b""


def told(denied: Denied, request_id: str, language: str) -> dict[str, object]:
    """The values that the sentence is filled with."""
    prefix = PREFIXES.get(language, PREFIXES["en-US"])
    return {"prefix": prefix, "request_id": request_id, **denied.values}
