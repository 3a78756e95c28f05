"""Runs `bantin` and records, with the interpreter's audit events, forbidden actions:

python watched.py LOG FOLDER… -- build …

connections, started programs, and files written outside the folders.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
CHANGES = {"os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.symlink", "os.link", "os.truncate", "shutil.rmtree"}
STARTS = {"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.startfile", "webbrowser.open"}
CONNECTS = {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "urllib.Request"}
HARMLESS = ("/dev/null", "/dev/urandom")


def main() -> int:
    split = sys.argv.index("--")
    log, folders = sys.argv[1], [os.path.realpath(one) for one in sys.argv[2:split]]
    file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    folders.append(os.path.realpath(log))
    folders.append(os.path.realpath(Path(log).with_suffix(".peak")))

    def is_inside(path: object) -> bool:
        if isinstance(path, int) or path is None:
            return True
        real = os.path.realpath(os.fsdecode(path))  # type: ignore[arg-type]
        return real in HARMLESS or "__pycache__" in real or any(f"{real}/".startswith(f"{one}/") for one in folders)

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        bad = event in STARTS or event in CONNECTS
        if event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITING:
            bad = not is_inside(arguments[0])
        elif event in CHANGES:
            bad = not all(is_inside(one) for one in arguments[:2] if isinstance(one, str | bytes))
        if bad:
            os.write(file, f"{event} {arguments}\n".encode("utf-8", "replace"))

    sys.addaudithook(watch)
    from bantin_media.commands.cli import main as bantin

    status = bantin(sys.argv[split + 1 :])
    if Path("/proc/self/status").is_file():
        peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
        Path(log).with_suffix(".peak").write_text(peak.split()[1])
    return status


if __name__ == "__main__":
    sys.exit(main())
