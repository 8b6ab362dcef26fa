"""Whether the server is ready, and how it is set: the one page that needs no signature."""

import msgspec

from tigertally import __version__
from tigertally.clouds.cloud import Answer
from tigertally.server.stage import Settings, Stage


def health(stage: Stage) -> Answer:
    """Version, store, enforcement, windows, and what is switched from its default."""
    page = {
        "status": "ready",
        "version": __version__,
        "store": stage.store.engine,
        "enforcement": "every call is authorised",
        "windows": {cloud.name: {"skew_seconds": cloud.skew_ms // 1000} for cloud in stage.clouds},
        "rate_limits": stage.settings.rate_limits,
        "switched": switched(stage.settings),
    }
    return Answer(200, (("content-type", "application/json"),), msgspec.json.encode(page))


def switched(settings: Settings) -> dict[str, object]:
    """The settings that differ from their defaults, by name."""
    given, usual = msgspec.to_builtins(settings), msgspec.to_builtins(Settings())
    return {name: value for name, value in given.items() if value != usual[name]}
