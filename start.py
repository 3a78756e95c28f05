"""A double click → everything in place, and the editor's desk open: what needs no terminal and no `make`.

Standard library only.  It makes `.venv` beside itself, installs what is locked (from `wheels/` where that folder is
filled, else from the package index, through a proxy if the system has one), and opens the desk of the office in the
folder that is its argument, or of the last one.  If the program's folder was moved, `.venv` is made anew.

    python start.py [FOLDER] [--no-desk] [--no-browser]
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / ".run"
LOCK = HERE / "requirements" / "run.txt"
WHEELS = HERE / "wheels"
REMEMBERED = HERE / ".workspace"
OLDEST = (3, 11)
LEAST_FREE_BYTES = 600 * 1024 * 1024


def main(arguments: list[str]) -> int:
    """Do what stands above; return the exit status."""
    folders = [one for one in arguments if not one.startswith("--")]
    if trouble := unfit():
        return say(trouble, status=2)
    if not is_ready():
        again = VENV.exists()
        say("Có bản mới, hoặc thư mục đã chuyển chỗ: đang cài lại…" if again else "Đang cài đặt lần đầu, mất vài phút…")
        if trouble := install():
            return say(trouble, status=1)
    if "--no-desk" in arguments:
        return say("Đã sẵn sàng.")
    root = workspace(folders[0] if folders else "")
    command = [str(PYTHON), "-m", "bantin_media", "desk", "--dir", str(root)]
    try:
        return subprocess.call([*command, *(one for one in arguments if one == "--no-browser")])  # noqa: S603
    except KeyboardInterrupt:
        return 0


def unfit() -> str:
    """Return why this machine cannot run the program yet; empty where it can."""
    if sys.version_info[:2] < OLDEST:
        found = ".".join(map(str, sys.version_info[:2]))
        return f"Cần Python 3.11 trở lên; máy này có {found}. Hãy cài từ python.org rồi bấm lại."
    if sys.maxsize < 2**32:
        return "Cần Python bản 64-bit. Hãy cài từ python.org (Windows installer, 64-bit) rồi bấm lại."
    if not VENV.exists() and shutil.disk_usage(HERE).free < LEAST_FREE_BYTES:
        return f"Ổ đĩa còn quá ít chỗ: cần chừng {LEAST_FREE_BYTES // 2**20} MB tại {HERE}."
    if not os.access(HERE, os.W_OK):
        return f"Không ghi được vào {HERE}. Hãy chép thư mục chương trình vào thư mục riêng của mình rồi bấm lại."
    return ""


def is_ready() -> bool:
    """Return whether all that is locked is installed, for the place where the program is now."""
    if not (PYTHON.exists() and STAMP.exists()) or STAMP.stat().st_mtime < LOCK.stat().st_mtime:
        return False
    where = "import bantin_media; print(bantin_media.__file__)"
    found = subprocess.run([str(PYTHON), "-c", where], capture_output=True, check=False)  # noqa: S603
    text = found.stdout.decode("utf-8", "replace").strip()
    return found.returncode == 0 and Path(text).resolve().is_relative_to(HERE)


def install() -> str:
    """Make `.venv` and install what is locked; return what went wrong, empty where nothing did."""
    STAMP.unlink(missing_ok=True)
    try:
        venv.EnvBuilder(with_pip=True, clear=True).create(VENV)
    except (OSError, subprocess.CalledProcessError) as error:
        return f"Không tạo được {VENV}: {error}. Trên Debian, Ubuntu: sudo apt install python3-venv"
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--quiet", "install"]
    offline = ["--no-index", "--find-links", str(WHEELS)] if WHEELS.is_dir() and any(WHEELS.glob("*.whl")) else []
    for step in (
        [*pip, *offline, "--require-hashes", "-r", str(LOCK)],
        [*pip, *offline, "--no-deps", "--no-build-isolation", "--editable", str(HERE)],
    ):
        run = subprocess.run(step, capture_output=True, check=False, cwd=HERE)  # noqa: S603
        if run.returncode:
            return trouble_of(run.stderr.decode("utf-8", "replace"), is_offline=bool(offline))
    STAMP.touch()
    return ""


def trouble_of(said: str, *, is_offline: bool) -> str:
    """Return what pip's failure means to somebody who only wants to begin."""
    last = next((line for line in reversed(said.splitlines()) if line.startswith("ERROR")), said.strip()[-300:])
    if is_offline:
        return (
            f"Thư mục wheels thiếu gói cần cài: {last}\nHãy chạy make wheels trên một máy có mạng, cùng hệ điều hành "
            f"và cùng phiên bản Python ({sys.version_info[0]}.{sys.version_info[1]})."
        )
    if "HASH" in said.upper():
        return f"Gói tải về không đúng với bản đã khóa: {last}\nHãy thử lại; còn bị thì hỏi người phụ trách kỹ thuật."
    return (
        f"Chưa tải được các gói cần cài: {last}\nMáy có mạng chưa? Nếu cơ quan dùng proxy, hãy đặt biến HTTPS_PROXY "
        "(ví dụ http://proxy.coquan:8080). Không có mạng thì chép thư mục wheels vào cạnh start.py."
    )


def workspace(asked: str) -> Path:
    """Return the office's folder: the one that is asked for, the last one, or the program's own sample."""
    if not asked and REMEMBERED.is_file():
        asked = REMEMBERED.read_text("utf-8").strip()
    root = Path(asked).resolve() if asked else HERE
    if not (root / "input").is_dir():
        if asked and root != HERE:
            subprocess.call([str(PYTHON), "-m", "bantin_media", "init", str(root)])  # noqa: S603
        else:
            root = HERE
    if root != HERE:
        REMEMBERED.write_text(f"{root}\n", "utf-8")
    return root


def say(text: str, *, status: int = 0) -> int:
    """Show `text`; return `status`."""
    sys.stderr.write(f"{text}\n")
    if status and os.name == "nt" and sys.stdin and sys.stdin.isatty():
        input("Bấm Enter để đóng cửa sổ này. ")  # else it is gone before anybody has read it
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
