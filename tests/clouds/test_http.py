"""Both halves of every signature read and spell text here, so the standard library is asked to disagree."""

import re
from urllib.parse import parse_qsl, quote, unquote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tigertally.clouds.http import (
    HttpRequest,
    Undecodable,
    canonical_query,
    form_pairs,
    path_segments,
    percent_encode,
    sent_pairs,
    signed_headers,
)
from tigertally.model.refusals import Unsigned

UNICODE = st.text(alphabet=st.characters(codec="utf-8"))
PAIRS = st.lists(st.tuples(UNICODE, UNICODE))


def request_with(*headers: tuple[str, str], query: str = "", body: bytes = b"") -> HttpRequest:
    return HttpRequest("POST", "/", query, headers, body, "127.0.0.1", secure=False)


def test_header_is_the_first_of_its_name() -> None:
    request = request_with(("host", "a"), ("x", "1"), ("x", "2"))
    assert request.header("x") == "1"
    assert request.headers_named("x") == ["1", "2"]


def test_an_absent_header_is_none() -> None:
    assert request_with().header("x") is None
    assert request_with().headers_named("x") == []


@pytest.mark.parametrize(
    ("content_type", "media_type"),
    [("application/JSON; charset=utf-8", "application/json"), ("text/plain", "text/plain"), ("", "")],
)
def test_media_type_has_no_parameters(content_type: str, media_type: str) -> None:
    assert request_with(("content-type", content_type)).media_type == media_type


def test_form_pairs_keep_order_repetition_and_emptiness() -> None:
    assert form_pairs("b=1&a=&b=2&c&&d=x=y&e=+%2B%20") == [
        ("b", "1"), ("a", ""), ("b", "2"), ("c", ""), ("d", "x=y"), ("e", " + "),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["a=%", "a=%4", "a=%zz", "%G0=a", "a=%ff", "a=%C3", "a=%ED%A0%80", "a=é"])
def test_what_is_not_percent_encoded_utf8_is_undecodable(text: str) -> None:
    with pytest.raises(Undecodable):
        form_pairs(text)


@given(PAIRS)
def test_form_pairs_read_what_urlencode_writes(pairs: list[tuple[str, str]]) -> None:
    assert form_pairs(urlencode(pairs)) == pairs


@given(st.text(alphabet="ab=&+%0123456789ABCDEFabcdef_\t\r\n .", max_size=40))
def test_form_pairs_read_any_text_as_the_standard_library_does(text: str) -> None:
    if re.search("%(?![0-9A-Fa-f]{2})", text):
        with pytest.raises(Undecodable):
            form_pairs(text)
        return
    try:
        expected = parse_qsl(text, keep_blank_values=True, errors="strict")
    except UnicodeDecodeError:
        with pytest.raises(Undecodable):
            form_pairs(text)
        return
    assert form_pairs(text) == expected


@given(UNICODE)
def test_percent_encode_is_rfc_3986(text: str) -> None:
    assert percent_encode(text) == quote(text, safe="")


@given(PAIRS, PAIRS)
def test_equal_canonical_queries_mean_equal_pairs(
    some: list[tuple[str, str]], others: list[tuple[str, str]]
) -> None:
    assert (canonical_query(some) == canonical_query(others)) == (sorted(some) == sorted(others))


def test_sent_pairs_are_those_of_the_query_then_of_a_form() -> None:
    form = ("content-type", "application/x-www-form-urlencoded; charset=UTF-8")
    assert sent_pairs(request_with(form, query="a=1", body=b"b=2")) == [("a", "1"), ("b", "2")]
    assert sent_pairs(request_with(query="a=1", body=b"b=2")) == [("a", "1")]


def test_a_form_of_other_than_ascii_is_undecodable() -> None:
    form = ("content-type", "application/x-www-form-urlencoded")
    with pytest.raises(Undecodable):
        sent_pairs(request_with(form, body=b"b=\xff"))


@pytest.mark.parametrize(
    ("raw_path", "segments"),
    [
        ("/v5/users", ("v5", "users")),
        ("/v5/users/", ("v5", "users")),
        ("/v5/a%2Fb/c", ("v5", "a/b", "c")),
        ("/v5/a+b%20c=", ("v5", "a+b c=")),
        ("/v5//x", ("v5", "", "x")),
        ("/", ("",)),
    ],
)
def test_a_path_is_split_before_it_is_decoded(raw_path: str, segments: tuple[str, ...]) -> None:
    assert path_segments(raw_path) == segments


@given(st.lists(UNICODE.filter(len), min_size=1))
def test_path_segments_read_what_quote_writes(segments: list[str]) -> None:
    path = "".join(f"/{quote(segment, safe='')}" for segment in segments)
    assert path_segments(path) == tuple(segments) == tuple(unquote(part) for part in path.split("/")[1:])


def test_signed_headers_are_trimmed_and_in_the_order_listed() -> None:
    request = request_with(("host", " h\t"), ("b", "2"), ("a", "1"), ("c", "3"))
    assert list(signed_headers(request, "b;host;a").items()) == [("b", "2"), ("host", "h"), ("a", "1")]


@pytest.mark.parametrize("listed", ["", "Host", "host;", "host;x", "host;host", "host a"])
def test_a_list_that_names_no_header_or_one_twice_is_incomplete(listed: str) -> None:
    with pytest.raises(Unsigned, match="incomplete"):
        signed_headers(request_with(("host", "h"), ("a", "1")), listed)


def test_a_signed_header_that_occurs_twice_is_ambiguous() -> None:
    with pytest.raises(Unsigned, match=r"ambiguous.*field='a'"):
        signed_headers(request_with(("a", "1"), ("a", "1")), "a")


def test_an_unsigned_header_may_occur_twice() -> None:
    assert signed_headers(request_with(("a", "1"), ("b", "1"), ("b", "1")), "a") == {"a": "1"}
