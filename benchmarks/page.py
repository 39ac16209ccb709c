"""Speed of the page: start, every screen at a steady rate, findings while the user types, memory.

    benchmarks/page.py [--records 10000] [--stories 1000] [--seconds 60] [--rate 20] [--soak REQUESTS] [--json FILE]

A logbook of the worked examples with other words is made for it. Answers that take long (readiness, bank, findings)
are worked out once before the measured minutes, as they are in the background while a user uses the page.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import statistics
import sys
import tempfile
import threading
import time
from collections import defaultdict
from http.client import HTTPConnection
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))

from page_pictures import serving

from upward.catalogue.catalogue import Catalogue

WORDS = (
    "cache retry import export table index queue worker login price order report batch stream schema cluster alert "
    "invoice search ledger"
).split()
CONNECTIONS = 4
# A save after so many requests of a long use.
SAVES = 500
CRITERIA = ("senior-architecture-evolution", "senior-standards-process", "senior-standards-testing")
SCREENS = (
    "/", "/inbox", "/stories", "/story/stories/story-0001.md", "/story/stories/story-0001.md/edit", "/bank", "/questions",
    "/question/disagreed-manager-came", "/readiness", "/practices", "/records", "/records/evidence",
    "/record/evidence/evidence-00001.md", "/search?q=cache", "/findings", "/settings", "/verbs", "/verb/mine", "/palette?q=cache",
)  # fmt: skip


def write(root: Path, records: int, stories: int) -> None:
    """Make a logbook, always the same."""
    dice = random.Random(7)
    kinds = Catalogue().kinds
    examples = list(kinds["story"].examples.values())
    evidence = next(iter(kinds["evidence"].examples.values()))
    for folder in (".upward", "stories", "evidence"):
        (root / folder).mkdir(parents=True)
    for number in range(stories):
        first, second, third = dice.sample(WORDS, 3)
        text = re.sub(r"\bcheckout\b", first, examples[number % len(examples)])
        text = _dressed(text, f"Moved the {first} {second} to a {third} of its own ({number})", dice)
        (root / f"stories/story-{number:04}.md").write_text(text)
    for number in range(records - stories):
        text = _dressed(evidence, f"Split the {' '.join(dice.sample(WORDS, 3))} ({number})", dice)
        tag = f"criteria: [{dice.choice(CRITERIA)}]" if dice.random() < 0.1 else ""
        text = re.sub(r"(?m)^criteria: .*$", tag, re.sub(r"(?m)^started: .*\n", "", text), count=1)
        text = re.sub(r"(?m)^origins:\n(?:  .*\n)*", f"origins: [git:{number:040x}]\n", text)
        (root / f"evidence/evidence-{number:05}.md").write_text(text)


def _dressed(text: str, title: str, dice: random.Random) -> str:
    day = f"20{dice.randrange(22, 27)}-{dice.randrange(1, 12):02}-{dice.randrange(1, 28):02}"
    return re.sub(
        r"(?m)^date: .*$", f"date: {day}", re.sub(r"(?m)^title: .*$", f"title: {title}", text, count=1), count=1
    )


class Visitor:
    """A browser that was let in, on one connection."""

    def __init__(self, link: str) -> None:
        self.host = link.split("/")[2]
        self.connection = HTTPConnection(self.host, timeout=300)
        self.connection.request("GET", link.partition(self.host)[2])
        answer = self.connection.getresponse()
        answer.read()
        self.cookie = str(answer.getheader("Set-Cookie")).partition(";")[0]
        status, page = self.get("/settings")
        while status == 503:
            # The records are being read.
            time.sleep(0.05)
            status, page = self.get("/settings")
        self.csrf = page.decode().split('name="csrf" content="')[1].split('"')[0]

    def get(self, path: str) -> tuple[int, bytes]:
        """Give the status and body of an answer."""
        self.connection.request("GET", path, headers={"Cookie": self.cookie})
        answer = self.connection.getresponse()
        return answer.status, answer.read()

    def send(self, path: str, data: object) -> bytes:
        """Send JSON as a script of the page does."""
        headers = {
            "Cookie": self.cookie, "X-CSRF": self.csrf, "Origin": f"http://{self.host}", "Content-Type": "application/json", "X-Part": "1",
        }  # fmt: skip
        self.connection.request("POST", path, json.dumps(data), headers)
        answer = self.connection.getresponse()
        body = answer.read()
        assert answer.status == 200, body
        return body


def measure(link: str, seconds: float, rate: float) -> dict[str, list[float]]:
    """Ask screens at a steady rate from four connections; give the times of each in milliseconds, late starts included."""
    times: dict[str, list[float]] = defaultdict(list)
    lock = threading.Lock()
    numbers = iter(range(int(seconds * rate)))
    visitors = [Visitor(link) for _ in range(CONNECTIONS)]
    begin = time.perf_counter() + 0.2

    def ask(visitor: Visitor) -> None:
        while True:
            with lock:
                number = next(numbers, None)
            if number is None:
                return
            due = begin + number / rate
            time.sleep(max(0.0, due - time.perf_counter()))
            path = SCREENS[number % len(SCREENS)]
            status, body = visitor.get(path)
            assert status == 200, body[:400]
            times[path].append(1000 * (time.perf_counter() - due))

    threads = [threading.Thread(target=ask, args=(visitor,)) for visitor in visitors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times


def findings(link: str, rounds: int) -> list[float]:
    """Give how long it takes, in milliseconds, until findings of a text that was typed are there."""
    visitor = Visitor(link)
    path = "stories/story-0002.md"
    text = json.loads(visitor.get(f"/text?path={path}")[1])["text"]
    times = []
    visitor.send("/live", {"path": path, "text": text})
    for number in range(rounds):
        begin = time.perf_counter()
        visitor.send("/live", {"path": path, "text": f"{text}\nWe did {number}.\n"})
        times.append(1000 * (time.perf_counter() - begin))
    return times


def own_time(link: str, process: int, rounds: int = 25) -> dict[str, float]:
    """Give the processor time of the server for each screen, in milliseconds: the part that a busy machine leaves as it is."""
    visitor = Visitor(link)
    found = {}
    for path in SCREENS:
        before = _used(process)
        for _ in range(rounds):
            visitor.get(path)
        found[path] = 1000 * (_used(process) - before) / rounds
    return found


def _used(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(process: int) -> int:
    """Give the resident memory of a process and its children, in MiB."""
    total = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            status = (folder / "status").read_text()
        except OSError:
            continue
        fields = dict(re.findall(r"(?m)^(\w+):\s+(\d+)", status))
        if str(process) in {fields.get("Pid"), fields.get("PPid")}:
            total += int(fields.get("VmRSS", 0))
    return total // 1024


def soak(link: str, process: int, requests: int) -> list[tuple[int, int]]:
    """Use the page as a day of work does: screens, findings while a text is typed, a save now and then, searches.

    Gives the memory in MiB after each fiftieth of the requests.
    """
    visitor = Visitor(link)
    path = "stories/story-0003.md"
    samples = [(0, memory(process))]
    found = json.loads(visitor.get(f"/text?path={path}")[1])
    begun = found["text"]
    for number in range(1, requests + 1):
        if number % SAVES == 0:
            text = f"{begun}\nIt took {number} minutes.\n"
            found = {
                "text": text,
                **json.loads(visitor.send("/save", {"path": path, "text": text, "digest": found["digest"]})),
            }
        elif number % 10 == 0:
            visitor.send("/live", {"path": path, "text": f"{begun}\nWe did {number}.\n"})
        elif number % 10 == 5:
            visitor.get(f"/search?q={WORDS[number % len(WORDS)]}+{number % 97}")
        else:
            status, body = visitor.get(SCREENS[number % len(SCREENS)])
            assert status == 200, body[:400]
        if number % max(1, requests // 50) == 0:
            samples.append((number, memory(process)))
    return samples


def p95(times: list[float]) -> float:
    """Give the 95th percentile."""
    return statistics.quantiles(times, n=20)[-1] if len(times) > 1 else times[0]


def main() -> int:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--records", type=int, default=10_000)
    parser.add_argument("--stories", type=int, default=1_000)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--rate", type=float, default=20)
    parser.add_argument("--soak", type=int, default=0, help="then so many requests, with the memory sampled")
    parser.add_argument("--json", default="")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "log")
        write(root, options.records, options.stories)
        begin = time.perf_counter()
        with serving(root) as (link, process):
            listening = time.perf_counter() - begin
            visitor = Visitor(link)
            first = time.perf_counter() - begin
            warm: dict[str, float] = {}
            for path in SCREENS:
                begin = time.perf_counter()
                while b'class="busy"' in visitor.get(path)[1]:
                    time.sleep(0.5)
                warm[path] = time.perf_counter() - begin
                print(f"{path:<40} first answer after {warm[path]:.1f} s", file=sys.stderr, flush=True)
            before = memory(process.pid)
            times = measure(link, options.seconds, options.rate)
            own = own_time(link, process.pid)
            live = findings(link, 40)
            after = memory(process.pid)
            soaked = soak(link, process.pid, options.soak) if options.soak else []
    every = [each for row in times.values() for each in row]
    for path, row in sorted(times.items(), key=lambda pair: -p95(pair[1])):
        print(
            f"{path:<40} median {statistics.median(row):6.1f} ms   p95 {p95(row):6.1f} ms   processor {own[path]:5.1f} ms   first answer {warm[path]:5.1f} s"
        )
    result = {
        "records": options.records, "stories": options.stories, "requests": len(every), "rate": options.rate,
        "median_ms": round(statistics.median(every), 1), "p95_ms": round(p95(every), 1),
        "worst_screen_p95_ms": round(max(p95(row) for row in times.values()), 1), "processor_ms": round(statistics.mean(own.values()), 1), "worst_processor_ms": round(max(own.values()), 1), "load": os.getloadavg()[0],
        "findings_p95_ms": round(p95(live), 1),
        "listening_s": round(listening, 2), "first_answer_s": round(first, 2), "memory_mib": [before, after], "soak_mib": soaked,
    }  # fmt: skip
    print(json.dumps(result))
    if options.json:
        Path(options.json).write_text(json.dumps(result) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
