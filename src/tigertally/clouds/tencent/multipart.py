"""A body in parts: what RFC 7578 calls multipart/form-data, as far as the clients of Tencent Cloud write it.

A part with ``Content-Type: application/json`` holds a JSON value, any other a text.
"""

import re
from collections.abc import Iterator

import msgspec

from tigertally.model.refusals import Invalid

_boundary_in = re.compile(r'boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))\s*(?:;|$)', re.IGNORECASE).search
_name_in = re.compile(
    r'^content-disposition:\s*form-data;.*?\bname="([^"]*)"', re.IGNORECASE | re.MULTILINE
).search
_is_json = re.compile(r"^content-type:\s*application/json\s*(;|$)", re.IGNORECASE | re.MULTILINE).search

PARTS_MAX = 1000


def parts(content_type: str, body: bytes) -> Iterator[tuple[str, object]]:
    """Names and values, in order. Raises Invalid."""
    found = _boundary_in(content_type)
    if found is None:
        raise _wrong("a boundary in Content-Type")
    mark = b"--" + (found[1] or found[2]).encode("latin-1")
    before, *pieces = (b"\r\n" + body).split(b"\r\n" + mark, PARTS_MAX)
    if before or not pieces or not re.fullmatch(rb"--(?:\r\n.*)?", pieces[-1], re.DOTALL):
        raise _wrong("parts between boundaries, and an end")
    for piece in pieces[:-1]:
        yield _part(piece)


def _part(piece: bytes) -> tuple[str, object]:
    start, _, rest = piece.partition(b"\r\n")
    head, blank, content = (b"\r\n" + rest).partition(b"\r\n\r\n")
    headers = head.decode("latin-1").replace("\r\n", "\n")
    named = _name_in(headers)
    if start.strip(b" \t") or not blank or named is None:
        raise _wrong("a name in each part")
    try:
        name = named[1].encode("latin-1").decode()
        return name, msgspec.json.decode(content) if _is_json(headers) else content.decode()
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise _wrong("text and JSON in UTF-8") from None


def _wrong(accepted: str) -> Invalid:
    return Invalid("multipart", "Unreadable", accepted)
