"""Every word can be asked what it does, and what is wrongly asked is refused in words."""

import pytest

from tests.server.process import typed
from tigertally import __version__
from tigertally.cli.settings import ENVIRONMENT

WORDS = (
    (),
    ("serve",),
    ("account",),
    ("account", "add"),
    ("account", "key"),
    ("journal",),
    ("journal", "list"),
    ("journal", "verify"),
    ("demo",),
)


@pytest.mark.parametrize("words", WORDS, ids=" ".join)
def test_every_command_says_how_it_is_used(words: tuple[str, ...]) -> None:
    told = typed(*words, "--help")
    assert (0, "") == (told.returncode, told.stderr)
    assert told.stdout.startswith(f"usage: tigertally {' '.join(words)}".rstrip())


def test_the_version_is_told() -> None:
    assert f"tigertally {__version__}\n" == typed("--version").stdout


@pytest.mark.parametrize(
    "words", [(), ("nonsense",), ("journal",), ("account", "add"), ("serve", "--port", "x")], ids=" ".join
)
def test_what_is_wrongly_asked_is_refused_with_code_2(words: tuple[str, ...]) -> None:
    told = typed(*words)
    assert 2 == told.returncode
    assert told.stderr.startswith("usage: tigertally")


@pytest.mark.parametrize("words", [("journal", "verify"), ("account", "add", "alibaba")], ids=" ".join)
def test_a_misspelled_variable_stops_every_command(words: tuple[str, ...]) -> None:
    told = typed(*words, TIGERTALLY_DTA="x")
    assert 2 == told.returncode
    assert "TIGERTALLY_DTA" in told.stderr
    assert all(name in told.stderr for name in ENVIRONMENT)
