"""Tags as Alibaba Cloud writes them: ``Key``/``Value`` going in, ``TagKey``/``TagValue`` coming out."""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from tigertally.clouds.alibaba.types import Tag


class TagView(Struct, rename="pascal"):
    """One tag as answers show it."""

    tag_key: str
    tag_value: str


class TagList(Struct, rename="pascal"):
    """The list inside its wrapper."""

    tag: list[TagView]


def tag_list(tags: Mapping[str, str]) -> TagList:
    """A thing's tags for an answer."""
    return TagList([TagView(key, value) for key, value in tags.items()])


def tags_of(given: Iterable[Tag] | None) -> dict[str, str]:
    """A request's tags by key; of equal keys the last counts."""
    return {tag.key: tag.value for tag in given or ()}
