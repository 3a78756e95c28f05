"""A voice on a server compared with the minimum that its latency allows: a whole build, and the requests alone.

A server process on this machine answers each `POST /v1/audio/speech` after a fixed time.  The minimum is requests ×
latency ÷ parallel requests; no processor can do better.

python bench/online.py [--articles 100] [--parallel 1 2 4] [--latency-ms 50]
"""

from __future__ import annotations

import argparse
import asyncio
import io
import json
import multiprocessing
import os
import resource
import subprocess
import sys
import tempfile
import time
import wave
from functools import cache
from multiprocessing.connection import Connection
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from pipeline import write_input

RATE_HZ = 24000
VOICE = """
[sound]
voice = "http:bench"
[voices.bench]
preset = "openai"
address = "http://127.0.0.1:{port}/v1/audio/speech"
max_parallel = {parallel}
[voices.bench.patience]
requests_per_second = 0.0
"""


@cache
def sound(words: int) -> bytes:
    """Return a WAV file with a tick for each word, at the usual sample rate of such servers."""
    from bantin_media.audio.resampling import resampled
    from bantin_media.speech.engines.metronome import Metronome

    speech = Metronome(230).speak("một " * words)
    file = io.BytesIO()
    with wave.open(file, "wb") as written:
        written.setparams((1, 2, RATE_HZ, 0, "NONE", ""))
        written.writeframes(b"".join(resampled([speech.pcm], speech.sample_rate_hz, RATE_HZ)))
    return file.getvalue()


class Server:
    """Counts requests, parallel requests and their times."""

    def __init__(self, latency_s: float) -> None:
        self.latency_s = latency_s
        self.asked = self.at_once = self.most_at_once = 0
        self.first_s = self.last_s = 0.0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the requests of one connection, one after the other."""
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                length = next(
                    int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")
                )
                text = json.loads(await reader.readexactly(length))["input"]
                self.first_s = self.first_s or time.perf_counter()
                self.asked, self.at_once = self.asked + 1, self.at_once + 1
                self.most_at_once = max(self.most_at_once, self.at_once)
                await asyncio.sleep(self.latency_s)
                self.at_once, self.last_s = self.at_once - 1, time.perf_counter()
                content = sound(len(text.split()))
                kind = b"HTTP/1.1 200 OK\r\nContent-Type: audio/wav\r\nContent-Length: %d\r\n\r\n" % len(content)
                writer.write(kind + content)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()


def serve(latency_s: float, pipe: Connection) -> None:
    """Serve until `pipe` asks for the counts; first send the port."""

    async def run() -> None:
        server = Server(latency_s)
        listening = await asyncio.start_server(server.serve, "127.0.0.1", 0)
        pipe.send(listening.sockets[0].getsockname()[1])
        while not pipe.poll():
            await asyncio.sleep(0.05)
        pipe.send((server.asked, server.most_at_once, server.last_s - server.first_s))

    asyncio.run(run())


def measured(articles: int, parallel: int, latency_s: float) -> tuple[int, int, float, float, float]:
    """Return requests, most parallel requests, seconds of the requests and of the build, and its CPU seconds."""
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(latency_s, there), daemon=True)
    process.start()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_input(folder, articles)
        (folder / "input" / "bantin.toml").write_text(VOICE.format(port=here.recv(), parallel=parallel), "utf-8")
        begin, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
        run = subprocess.run(
            [sys.executable, "-m", "bantin_media", "build", "--workers", str(os.cpu_count() or 1)],
            cwd=folder, capture_output=True, text=True, check=False,
        )  # fmt: skip
        wall_s = time.perf_counter() - begin
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if run.returncode:
        raise SystemExit(run.stderr)
    here.send("enough")
    asked, most_at_once, requests_s = here.recv()
    cpu_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return asked, most_at_once, requests_s, wall_s, cpu_s


def main() -> None:
    """Print the table, with a column for each number of parallel requests."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--articles", type=int, default=100)
    parser.add_argument("--parallel", type=int, nargs="+", default=[1, 2, 4])
    parser.add_argument("--latency-ms", type=int, default=50)
    options = parser.parse_args()
    latency_s, cores = options.latency_ms / 1000, os.cpu_count() or 1
    columns = []
    for parallel in options.parallel:
        asked, most_at_once, requests_s, wall_s, cpu_s = measured(options.articles, parallel, latency_s)
        least_s = asked * latency_s / parallel
        ratios = (requests_s / least_s, wall_s / least_s, cpu_s / least_s / cores)
        columns.append([f"{asked}; {most_at_once}", f"{least_s:.1f} s", *(f"{ratio:.2f}" for ratio in ratios)])
    names = (
        "requests; the most that were under way at once",
        "least: requests × latency ÷ at once",
        "time from the first request to the last answer ÷ the shortest possible (goal 1.2)",
        "time of the whole build, with books and pages ÷ the shortest possible",
        f"CPU of the build ÷ (least × {cores} cores); above 1 it cannot be reached",
    )
    heads = " | ".join(f"{parallel} at once" for parallel in options.parallel)
    print(f"| a voice on a server, {options.articles} articles, {options.latency_ms} ms | {heads} |")
    print("|---" * (len(columns) + 1) + "|")
    for name, *cells in zip(names, *columns, strict=True):
        print(f"| {name} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
