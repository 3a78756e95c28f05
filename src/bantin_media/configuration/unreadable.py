"""Files and folders that cannot be used → the reason, and advice on how to use their content."""

from __future__ import annotations

from pathlib import Path

from ..errors import SourceError
from ..messages import message

_KINDS = {
    "picture": ".svg .svgz .eps .ai .cdr .psd .psb .xcf .emf .wmf .ico .dng .cr2 .cr3 .nef .arw .raw .jp2 .jxl .tga",
    "sound": ".wma .amr .3ga .opus .caf .aif .aiff .mid .midi .mka .weba .au .ra .ape",
    "film": ".mp4 .mov .avi .mkv .webm .3gp .m4v .mpg .mpeg .wmv .flv .ts",
    "sheet": ".xls .xlsx .xlsm .xlsb .csv .ods .numbers .et",
    "slides": ".ppt .pptx .pps .ppsx .odp .key .dps",
    "archive": ".zip .rar .7z .tar .gz .tgz",
    "mail": ".eml .msg .mbox .oft",
    "other word processor": ".pages .wps .wpd .dotx .dot .dotm .hwp .abw .ott .tex .pub .indd .one .wri",
    "book": ".epub .mobi .azw .azw3 .prc .djvu .xps .oxps .chm",
    "shortcut": ".lnk .url .webloc .desktop .gdoc .gsheet .gslides",
    "archived page": ".webarchive .maff .warc",
    "picture of text": ".vsd .vsdx",
}  # fmt: skip
_SUFFIXES = {suffix: kind for kind, suffixes in _KINDS.items() for suffix in suffixes.split()}


def advice(suffix: str) -> str:
    """Return the advice for a file with this suffix; empty for an unknown suffix."""
    advices = {
        "picture": message("It is a picture: open it and save it as JPEG or PNG, named like its article."),
        "picture of text": message("It is a drawing: save it as JPEG or PNG, named like its article."),
        "sound": message("It is a recording: save it as MP3 or WAV, named like its article."),
        "film": message("It is a film: save its sound as MP3, named like its article, or move it out of the folder."),
        "sheet": message("It is a sheet: copy the table into a Word file (.docx), or move it out of the folder."),
        "slides": message("They are slides: copy their text into a Word file (.docx), or move them out of the folder."),
        "archive": message("It is an archive: unpack it here, then move it out of the folder."),
        "mail": message("It is a mail: open it and copy its text into a Word file (.docx)."),
        "other word processor": message("Open it in its own program and save it as .docx."),
        "book": message("Ask for the Word file that it was made from, or copy its text into one (.docx)."),
        "shortcut": message("It is only a shortcut: open its target and save that here, as .docx or as a page."),
        "archived page": message("Open it in the browser and save the page as “Web page, complete” or as .mhtml."),
    }
    return advices.get(_SUFFIXES.get(suffix.lower(), ""), "")


def unreadable_name(file: Path) -> SourceError:
    """Return the error for a file whose name is not valid in the encoding of the system."""
    return SourceError(
        str(file).encode("utf-8", "replace").decode("utf-8"),
        message("the name of this file is not in the encoding of this system"),
        message("Rename it: 01 and the title, in Unicode."),
    )


def unportable(folder: Path) -> SourceError:
    """Return the error for a folder name that is invalid on Windows or memory cards."""
    return SourceError(
        str(folder),
        message("Windows and memory cards cannot have a folder of this name"),
        message("Rename it, as in 2026-12: letters, digits and hyphens."),
    )
