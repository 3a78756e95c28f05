"""Why the system refused is said in the editor's language."""

from __future__ import annotations

import errno
import os

import pytest

from bantin_media.messages import cause_of


@pytest.mark.parametrize("number", [errno.ENOENT, errno.EACCES, errno.ENOSPC, errno.EROFS, errno.EADDRINUSE])
def test_a_usual_refusal_of_the_system_is_in_vietnamese(number: int) -> None:
    said = cause_of(OSError(number, os.strerror(number)))
    assert said != os.strerror(number) and not said.isascii()


def test_a_rare_one_keeps_the_systems_words() -> None:
    assert cause_of(OSError(errno.EXDEV, "Invalid cross-device link")) == "Invalid cross-device link"
    assert cause_of(OSError()) == "OSError"
