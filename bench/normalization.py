"""The speed of normalization on distinct sentences, without a cache; compared with sea-g2p from PyPI if installed.

python bench/normalization.py                                  our own figures
PYTHONPATH=<site-packages with sea-g2p> python bench/normalization.py   the ratio as well

Sentences per CPU second, as the median of interleaved pairs, because the speed of a machine varies; then the seconds
for hostile lines of 50 kB and 100 kB: a ratio of about 2 shows that the cost is linear.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import statistics
import time
from collections.abc import Callable

from bantin_media.normalization import Normalizer

BATCH = 120
TEMPLATES = (
    "Những năm qua, công tác luân chuyển cán bộ tại xã thứ {a} trên địa bàn tỉnh đã phát huy hiệu quả, góp phần "
    "bổ sung nguồn cán bộ có chất lượng cho các địa phương.",
    "Tại thời điểm này, cán bộ cấp xã ở các huyện nghèo có {b} người, trong đó {c},{d}% có trình độ đại học.",
    "Thực hiện Quyết định số {a}/2009/QĐ-TTg ngày {e}/4/2009 của Thủ tướng Chính phủ về tăng cường cán bộ.",
    "Đồng chí Phó Chánh Văn phòng HĐND - UBND huyện cho biết, trước đây {a} cán bộ còn bỡ ngỡ khi về cơ sở.",
    "Mô hình trồng {a},{e} ha cây ăn quả cho thu nhập {b} triệu đồng/năm, gấp {e} lần so với trồng ngô.",
    "Nhiều cán bộ sau luân chuyển đã trưởng thành, được bố trí đảm nhiệm chức vụ cao hơn nhiệm kỳ 2020 - 2025 ({b}).",
    "Từ ngày {e}/5 đến ngày {f}/6/2022, đoàn kiểm tra làm việc với {a} đơn vị, bắt đầu từ 7h30 sáng.",
    "Bà con thôn bản phấn khởi vì con đường mới dài {a},{e} km đã hoàn thành trước mùa mưa lũ năm nay.",
)
HOSTILE = (
    "1", "1.", ".", "a", "A", "1/1/", "9-", "0 ", "x1x1", "-5 ", "1:", "(1)", "1m6", "1h", "①", "1-2 ", "1/2 ",
    "I ", "A/ ", "QĐ-", "(xã) ",
)  # fmt: skip


def sentences(start: int, number: int) -> list[str]:
    """Return distinct sentences of a bulletin, by their number."""
    made = []
    for n in range(start, start + number):
        places = {"a": n + 3, "b": n * 7 + 101, "c": n % 90 + 1, "d": f"{n % 100:02}", "e": n % 27 + 1, "f": n % 19 + 8}
        made.append(TEMPLATES[n % len(TEMPLATES)].format(**places) + ("" if n % 3 else f" Đợt này có {n * 13 + 5} hộ."))
    return made


def cpu_seconds(read: Callable[[str], object], batch: list[str]) -> float:
    started = time.process_time()
    for sentence in batch:
        read(sentence)
    return time.process_time() - started


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pairs", type=int, default=15)
    pairs = parser.parse_args().pairs
    ours = Normalizer().read
    has_other = importlib.util.find_spec("sea_g2p") is not None
    other = importlib.import_module("sea_g2p").Normalizer().normalize if has_other else None
    cpu_seconds(ours, sentences(10**6, 40))
    if other:
        cpu_seconds(other, sentences(10**6, 40))
    our_seconds: list[float] = []
    ratios: list[float] = []
    for pair in range(pairs):
        batch = sentences(pair * BATCH, BATCH)
        mine = cpu_seconds(ours, batch)
        our_seconds.append(mine)
        if other:
            ratios.append(cpu_seconds(other, batch) / mine)
    print("| figure | value |")
    print("|---|---|")
    if ratios:
        span = f"{min(ratios):.1f} … {max(ratios):.1f} over {pairs} pairs"
        print(f"| sentences per CPU second ÷ those of sea-g2p | {statistics.median(ratios):.1f} ({span}) |")
    else:
        print(
            "| sea-g2p is not installed (pip install sea-g2p, into a folder of its own on PYTHONPATH): no ratio | — |"
        )
    print(f"| sentences a CPU second, here and now | {BATCH / statistics.median(our_seconds):,.0f} |")
    growth = {}
    for piece in HOSTILE:
        short, long = (cpu_seconds(ours, [piece * (size // len(piece))]) for size in (50_000, 100_000))
        growth[piece] = (long / short if short else 0.0, long)
    worst = max(growth, key=lambda piece: growth[piece][0])
    slowest = max(growth, key=lambda piece: growth[piece][1])
    print(f"| CPU of a hostile line of 100 kB ÷ 50 kB, worst of {len(HOSTILE)} (`{worst}`…) | {growth[worst][0]:.1f} |")
    print(f"| CPU of the slowest hostile line of 100 kB (`{slowest}`…), s | {growth[slowest][1]:.1f} |")


if __name__ == "__main__":
    main()
