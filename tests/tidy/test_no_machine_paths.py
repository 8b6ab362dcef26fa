"""What we publish must hold on every machine: no folder of the one it was written on, no package host."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDER = re.compile(r"(?<![\w.:/-])/(?:work|tmp|root|home|Users)/[\w.-]")
PACKAGE_HOST = re.compile(r"pypi\.org|pythonhosted\.org|index-url[ =]\S+:/|registry\.npmjs")


def published() -> list[Path]:
    """The files that git has or would take."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in names.split("\0") if name and (ROOT / name).is_file()]


def lines_with(pattern: re.Pattern[str]) -> list[str]:
    """Where ``pattern`` stands in a published file, as file:line."""
    return [
        f"{path.relative_to(ROOT)}:{number}"
        for path in published()
        for number, line in enumerate(path.read_bytes().decode("utf-8", "replace").splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_file_names_a_folder_of_one_machine() -> None:
    assert [] == lines_with(FOLDER)


def test_no_file_names_a_package_host() -> None:
    assert [] == lines_with(PACKAGE_HOST)


@pytest.mark.parametrize("folder", ["work", "tmp", "root", "home"])
def test_the_check_itself_notices_a_folder(folder: str) -> None:
    assert FOLDER.search(f"see /{folder}/notes.md")
    assert not FOLDER.search(f"POST https://ram.example/{folder}/notes")
