"""Time of the reader of words on 5,000 words of launch content, at each level. `python -m bench.wording`; prints JSON."""

from __future__ import annotations

import json
import statistics
import time

WORDS = 5_000
ROUNDS = 9


def text() -> str:
    """The first 5,000 words of the practices of the site, paragraphs kept."""
    from lilith.foundation.selectors import text_of
    from lilith.practices.models import PracticePage
    from lilith.practices.models.practice import LEVELS

    names = [name for sections in LEVELS.values() for name, _ in sections]
    lines: list[str] = []
    count = 0
    for page in PracticePage.objects.live().order_by("slug"):
        for line in "\n".join(text_of(getattr(page, name)) for name in names).split("\n"):
            lines.append(line)
            count += len(line.split())
            if count >= WORDS:
                return "\n".join(lines)
    return "\n".join(lines)


def main() -> None:
    import django

    django.setup()
    from lilith.editorial.wording.reading import read_text
    from lilith.literacy.selectors import Level

    long = text()
    times, work = [], []
    for turn in range(ROUNDS + 1):
        for level in Level:
            started, computed = time.perf_counter(), time.process_time()
            read_text(text=long, level=level)
            if turn:  # the first turn reads the lists of words
                times.append((time.perf_counter() - started) * 1000)
                work.append((time.process_time() - computed) * 1000)
    print(json.dumps({"words": len(long.split()), "p50_ms": statistics.median(times), "work": statistics.median(work)}))


if __name__ == "__main__":
    main()
