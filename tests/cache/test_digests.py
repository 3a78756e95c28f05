"""The digests that outputs depend on change with any change of code, tables or libraries."""

from __future__ import annotations

import hashlib
import shutil
from importlib import metadata
from pathlib import Path

import pytest

from bantin_media.cache import digests


def test_the_code_is_every_file_of_the_package_except_byte_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "bantin_media"
    (package / "cache").mkdir(parents=True)
    (package / "data").mkdir()
    (package / "cache" / "digests.py").write_bytes(b"code")
    (package / "data" / "units.tsv").write_bytes(b"km")
    monkeypatch.setattr(digests, "__file__", str(package / "cache" / "digests.py"))

    def now() -> str:
        digests.code_digest.cache_clear()
        return digests.code_digest()

    first = now()
    assert first == hashlib.sha256(b"cache/digests.py\0code" + b"data/units.tsv\0km").hexdigest()
    (package / "__pycache__").mkdir()
    (package / "__pycache__" / "digests.pyc").write_bytes(b"made")
    (tmp_path / "beside.txt").write_bytes(b"not of the package")
    assert now() == first
    (package / "data" / "units.tsv").write_bytes(b"ki-lo")
    changed = now()
    assert changed != first
    (package / "data" / "units.tsv").rename(package / "data" / "names.tsv")
    assert now() not in {first, changed}
    shutil.rmtree(package)
    digests.code_digest.cache_clear()


def test_a_library_that_is_not_installed_makes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digests, "LIBRARIES", ("jinja2", "no-such-library", "lxml"))
    assert digests.library_versions() == f"jinja2={metadata.version('jinja2')} lxml={metadata.version('lxml')}"
