"""What the edge heard, and how its text is decoded and spelled again: every signature is made of these.

Signature and operation must read the same thing, or a request could be signed for one call and heard as
another; so both read it here. Knows HTTP and percent-encoding; knows no cloud and no operation.
"""

import re
from binascii import a2b_qp
from collections.abc import Iterable

from msgspec import Struct

from tigertally.model.refusals import Unsigned

FORM = "application/x-www-form-urlencoded"

_UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
_SPELLED = tuple(chr(byte) if chr(byte) in _UNRESERVED else f"%{byte:02X}" for byte in range(256))
_find_reserved = re.compile(r"[^A-Za-z0-9\-._~]").search
_find_bad_escape = re.compile(r"%(?![0-9A-Fa-f]{2})").search


class Undecodable(ValueError):
    """Text that is not percent-encoded UTF-8."""


class HttpRequest(Struct, frozen=True):
    """One request as it was heard, with nothing interpreted.

    ``raw_path`` and ``raw_query`` are still percent-encoded. Header names are lower-cased and in the order
    of arrival; a header's value holds one character for each byte (Latin-1), so no byte is lost.
    """

    method: str
    raw_path: str
    raw_query: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    client_address: str
    secure: bool

    def header(self, name: str) -> str | None:
        """The first value of a header, by its lower-case name."""
        for heard, value in self.headers:
            if heard == name:
                return value
        return None

    def headers_named(self, name: str) -> list[str]:
        """Every value of a header, in the order of arrival."""
        return [value for heard, value in self.headers if heard == name]

    @property
    def media_type(self) -> str:
        """What the body says it is, without parameters, in lower case."""
        return (self.header("content-type") or "").partition(";")[0].strip(" \t").lower()


def form_pairs(text: str) -> list[tuple[str, str]]:
    """Names and values of a query or a form, in order (WHATWG URL, application/x-www-form-urlencoded)."""
    _check(text)
    pairs = []
    for piece in text.split("&"):
        if piece:
            name, _, value = piece.replace("+", " ").partition("=")
            pairs.append((_decoded(name), _decoded(value)))
    return pairs


def sent_pairs(request: HttpRequest) -> list[tuple[str, str]]:
    """Names and values of the query, then those of the body where the body is a form."""
    pairs = form_pairs(request.raw_query)
    if request.body and request.media_type == FORM:
        try:
            pairs += form_pairs(request.body.decode("ascii"))
        except UnicodeDecodeError as error:
            raise Undecodable("a form is plain ASCII") from error
    return pairs


def path_segments(raw_path: str) -> tuple[str, ...]:
    """The decoded segments of a path; ``%2F`` stays inside its segment, one slash at the end says nothing."""
    _check(raw_path)
    return tuple([_decoded(segment) for segment in raw_path.removeprefix("/").removesuffix("/").split("/")])


def percent_encode(text: str) -> str:
    """The one spelling that signatures agree on: all but A-Z a-z 0-9 - . _ ~ escaped (RFC 3986, 2.3)."""
    if not _find_reserved(text):
        return text
    return "".join([_SPELLED[byte] for byte in text.encode(errors="surrogatepass")])


def canonical_query(pairs: Iterable[tuple[str, str]]) -> str:
    """Pairs sorted by name, then value, and spelled in the one way: equal text means equal pairs."""
    return "&".join([f"{percent_encode(name)}={percent_encode(value)}" for name, value in sorted(pairs)])


def signed_headers(request: HttpRequest, listed: str) -> dict[str, str]:
    """The headers that ``listed`` (``a;b;c``) names, trimmed, in that order; each must occur once."""
    heard = dict(request.headers)
    names = listed.split(";")
    try:
        signed = {name: heard[name].strip(" \t") for name in names}
    except KeyError as absent:
        why = f"the request has no header {absent} (names are written in lower case)"
        raise Unsigned("incomplete", field="SignedHeaders", why=why) from None
    if len(signed) != len(names):
        raise Unsigned("incomplete", field="SignedHeaders", why="a name is listed twice")
    if len(heard) != len(request.headers):
        for name in names:
            if len(request.headers_named(name)) > 1:
                raise Unsigned("ambiguous", field=name)
    return signed


def _check(text: str) -> None:
    if not text.isascii():
        raise Undecodable("what is not ASCII must be percent-encoded")
    if _find_bad_escape(text):
        raise Undecodable("% must be followed by two hexadecimal digits")


def _decoded(text: str) -> str:
    # A percent escape is a quoted-printable one spelled with another sign, and the standard library decodes
    # those in C. Only escapes that _check has seen come here, so there are no soft line breaks.
    if "%" not in text:
        return text
    try:
        return a2b_qp(text.replace("=", "%3D").replace("%", "=")).decode()
    except UnicodeDecodeError as error:
        raise Undecodable("percent-encoded bytes must be UTF-8") from error
