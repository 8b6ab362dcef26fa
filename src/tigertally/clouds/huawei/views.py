"""Pieces that the answers of several nouns share."""

from collections.abc import Mapping

from msgspec import Struct


class TagView(Struct):
    """One tag as answers show it."""

    tag_key: str
    tag_value: str


def tag_views(tags: Mapping[str, str]) -> list[TagView]:
    """A thing's tags for an answer."""
    return [TagView(key, text) for key, text in tags.items()]
