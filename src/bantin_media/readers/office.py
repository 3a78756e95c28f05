"""`.doc` → a `Draft`, through LibreOffice if it is installed.

LibreOffice runs in a profile of its own, without macros and with a proxy that does not exist, so that a file cannot
execute anything or reach the network.  The converted file and its pictures are deleted after reading.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

from ..errors import SourceError
from ..files import private_folder
from ..messages import message
from ..model import Draft, Notice
from . import word

_PROGRAMS = ("soffice", "libreoffice")
_USUAL_PLACES = (
    Path("/Applications/LibreOffice.app/Contents/MacOS/soffice"),
    Path("C:/Program Files/LibreOffice/program/soffice.exe"),
)
_LONGEST_SECONDS = 180
_NOWHERE = "127.0.0.1:9"
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution"
 oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks"
 oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetProxyType" oor:op="fuse"><value>2</value></prop>
</item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyName" oor:op="fuse">
<value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyPort" oor:op="fuse"><value>9</value>
</prop></item>
</oor:items>
"""


def read(path: Path) -> Draft:
    """Return the blocks of a `.doc`.

    Raises `SourceError`, with the way to a readable file, if LibreOffice is missing or cannot open it.
    """
    with path.open("rb") as file:
        is_docx = path.suffix.lower() == ".doc" and file.read(4) == b"PK\x03\x04"
    if is_docx:
        return word.read(path)
    program = _program()
    if program is None:
        raise SourceError(
            str(path),
            message("a {suffix} file is read only if LibreOffice is installed", suffix=path.suffix.lower()),
            message("Open it in Word and save it again as .docx."),
        )
    with private_folder() as folder:
        return _told(word.read(_converted(path, program, folder)), path)


def _program() -> str | None:
    for name in _PROGRAMS:
        if found := shutil.which(name):
            return found
    return next((str(place) for place in _USUAL_PLACES if place.is_file()), None)


def _converted(path: Path, program: str, folder: Path) -> Path:
    """Return the `.docx` that LibreOffice makes of `path` in `folder`."""
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE, "utf-8")
    # With this name the article's own name cannot be taken for an option.
    source = folder / f"article{path.suffix.lower()}"
    shutil.copyfile(path, source)
    proxies = {f"{kind}_proxy": f"http://{_NOWHERE}" for kind in ("http", "https", "ftp")}
    command = [
        program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nologo",
        "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder), str(source),
    ]  # fmt: skip
    try:
        subprocess.run(  # noqa: S603 - the program is LibreOffice, its arguments are ours
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_LONGEST_SECONDS,
            env=os.environ | proxies,
            check=True,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise _failed(path) from error
    target = folder / "article.docx"
    if not target.is_file():
        raise _failed(path)
    return target


def _failed(path: Path) -> SourceError:
    return SourceError(
        str(path), message("LibreOffice could not open it"), message("Open it in Word and save it again as .docx.")
    )


def _told(draft: Draft, path: Path) -> Draft:
    """Return `draft` with the name `path`, without the pictures, which were deleted with the converted file."""
    pictures = sum(1 for line in draft.lines if line.picture is not None)
    notices = [replace(notice, where=str(path)) for notice in draft.notices]
    notices.append(
        Notice(
            "office.converted",
            str(path),
            message("was converted from {suffix} by LibreOffice", suffix=path.suffix.lower()),
            message("Proof-read it once against the original."),
        )
    )
    if pictures:
        notices.append(
            Notice(
                "picture.missing",
                str(path),
                message("{number} pictures are missing", number=pictures),
                message("Put the picture as JPEG or PNG beside the article, named like it."),
            )
        )
    lines = tuple(replace(line, picture=None) for line in draft.lines)
    return replace(draft, path=path, lines=lines, notices=tuple(notices))
