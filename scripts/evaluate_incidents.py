"""How often the component that deviates most is the cause, on faults that others injected and published.

PetShop (Hardt et al., "The PetShop Dataset", CLeaR 2024; CC-BY-4.0): 68 performance faults in a microservice
application of about 40 components. Get https://github.com/amazon-science/petshop-root-cause-analysis and run

    python scripts/evaluate_incidents.py petshop path/to/dataset [train|test]

Nezha (Yu et al., ESEC/FSE 2023): faults in Online Boutique and Train Ticket with logs and metrics. Get
https://github.com/IntelligentDDS/Nezha and run it with `nezha path/to/repository`; `ranking` instead orders the error
templates, with all that the day's log holds before the onset, and says where the first one of the component at fault is.

The score's form was chosen on the training faults; the figure that counts is that of the test faults.
"""

from __future__ import annotations

import csv
import json
import math
import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from upward.analysis.incidents.first_look import FirstLook
from upward.analysis.incidents.log_lines import ERROR_LEVELS, parse_log_line
from upward.analysis.incidents.metrics import robust_score
from upward.analysis.statistics import wilson_interval

Series = Mapping[tuple[str, str, str], list[float]]


def petshop_series(path: Path) -> Series:
    """Read PetShop's CSV with its three rows of headings: component, metric, statistic."""
    with path.open(newline="") as file:
        rows = list(csv.reader(file))
    head = list(zip(*rows[:3], strict=True))
    found: dict[tuple[str, str, str], list[float]] = {}
    for place, column in enumerate(head[1:], start=1):
        values = [row[place] for row in rows[4:] if place < len(row)]
        found[column[0], column[1], column[2]] = [float(value) for value in values if value]
    return found


def ranked(before: Series, after: Series) -> list[str]:
    """Give the components by the deviation of their largest column."""
    best: dict[str, float] = {}
    for column, values in after.items():
        score = robust_score(before.get(column, ()), values)
        if score is not None:
            best[column[0]] = max(best.get(column[0], 0.0), score)
    return sorted(best, key=lambda name: (-best[name], name))


def petshop(folder: Path, split: str) -> None:
    """Print how often the cause is the component with the largest deviation, or among the first three."""
    hits: dict[str, list[int]] = {"largest deviation": [], "at random": []}
    drawn = random.Random(1)
    for scenario in sorted(path for path in folder.iterdir() if (path / "noissue" / "metrics.csv").is_file()):
        before = petshop_series(scenario / "noissue" / "metrics.csv")
        for issue in sorted(scenario.glob(f"{split}/issue_*")):
            cause = json.loads((issue / "target.json").read_text())["root_cause"]["node"]
            order = ranked(before, petshop_series(issue / "metrics.csv"))
            hits["largest deviation"].append(order.index(cause) if cause in order else len(order))
            drawn.shuffle(order)
            hits["at random"].append(order.index(cause) if cause in order else len(order))
    for name, places in hits.items():
        report(name, places)


def service_of(pod: str) -> str:
    """Give a pod's service: its name without the two parts that Kubernetes adds."""
    return pod.rsplit("-", 2)[0]


def nezha_logs(path: Path, shift: float = 0.0) -> Iterator[bytes]:
    """Give a file of Nezha's logs as JSON lines, as a collector would write them; `shift` moves their times."""
    csv.field_size_limit(1 << 24)
    with path.open(newline="", encoding="utf-8", errors="replace") as file:
        for row in csv.DictReader(file):
            try:
                inner = json.loads(row["Log"])["log"]
                at = int(row["TimeUnixNano"]) / 1e9 + shift
            except (ValueError, KeyError, TypeError):
                continue
            found = parse_log_line(inner)
            said = {"ts": at, "level": found.level, "service": service_of(row["PodName"]), "msg": found.message}
            yield json.dumps(said).encode() + b"\n"


def nezha_metrics(folder: Path) -> Mapping[str, tuple[list[float], dict[str, list[float]]]]:
    """Read each pod's metrics: times, and values by column; by service."""
    found = {}
    for path in sorted(folder.glob("*_metric.csv")):
        with path.open(newline="") as file:
            rows = list(csv.DictReader(file))
        columns = {
            name: [float(row[name] or "nan") for row in rows]
            for name in (rows[0] if rows else ())
            if name not in {"Time", "TimeStamp", "PodName"} and not name.startswith("Node")
        }
        found[service_of(path.name.removesuffix("_metric.csv"))] = ([float(row["TimeStamp"]) for row in rows], columns)
    return found


def nezha_deviations(normal: Any, faulty: Any, onset: float) -> list[str]:
    """Give the services by the deviation of their metrics in the three minutes after the onset from a normal period."""
    scores: dict[str, float] = {}
    for service, (times, columns) in faulty.items():
        for name, values in columns.items():
            before = [value for value in normal.get(service, ((), {}))[1].get(name, ()) if not math.isnan(value)]
            pairs = zip(times, values, strict=True)
            after = [value for at, value in pairs if onset <= at < onset + 180 and not math.isnan(value)]
            score = robust_score(before, after)
            if score is not None:
                scores[service] = max(scores.get(service, 0.0), score)
    return sorted(scores, key=lambda name: (-scores[name], name))


def nezha(folder: Path, _: str) -> None:
    """Print how often the cause is named by the logs' first look, by the metrics, and by both, over days with logs."""
    places: dict[str, list[int]] = {"logs": [], "metrics": [], "both": [], "at random": []}
    new: list[int] = []
    drawn = random.Random(1)
    for day in sorted((folder / "rca_data").iterdir()):
        normal_logs = sorted((folder / "construct_data" / day.name / "log").glob("*_log.csv"))
        normal = nezha_metrics(folder / "construct_data" / day.name / "metric")
        faulty = nezha_metrics(day / "metric")
        faults = json.loads((day / f"{day.name}-fault_list.json").read_text())
        for fault in (each for hour in faults.values() for each in hour):
            moment = datetime.fromisoformat(fault["inject_time"]).replace(tzinfo=UTC)
            cause, onset = service_of(fault["inject_pod"]), moment.timestamp()
            by_metrics = nezha_deviations(normal, faulty, onset)
            names = [f"{moment + timedelta(minutes=each):%H_%M}_log.csv" for each in range(3)]
            files = [day / "log" / name for name in names if (day / "log" / name).exists()]
            if not files or not normal_logs:
                continue
            look = FirstLook(onset, moment.year)
            whole = list(nezha_logs(normal_logs[0]))
            start = min(json.loads(line)["ts"] for line in whole)
            look.read("normal", nezha_logs(normal_logs[0], onset - 61 - start))
            for each in files:
                look.read("log", (line for line in nezha_logs(each) if json.loads(line)["ts"] >= onset))
            by_logs = [name for name, _ in look.deviations()]
            both: dict[str, float] = {}
            for order in (by_logs, by_metrics):
                for rank, name in enumerate(order, start=1):
                    both[name] = both.get(name, 0.0) + 1 / rank
            by_both = sorted(both, key=lambda name: (-both[name], name))
            shuffled = sorted(faulty)
            drawn.shuffle(shuffled)
            for way, order in zip(places, (by_logs, by_metrics, by_both, shuffled), strict=True):
                places[way].append(order.index(cause) if cause in order else len(order) + 99)
            new.append(any(each.is_new and each.component == cause for each in look.templates()))
    for name, found in places.items():
        report(name, found)
    print(f"a new error template in the component at fault: {sum(new)} of {len(new)}")


def day_of_errors(day: Path, normal: Path) -> list[tuple[float, bytes]]:
    """Give a day's lines of errors with their times in seconds since 1970."""
    errors = []
    for path in (normal, *sorted((day / "log").glob("*_log.csv"))):
        rows = [(float(json.loads(line)["ts"]), line) for line in nezha_logs(path)]
        errors += [(at, line) for at, line in rows if json.loads(line)["level"] in ERROR_LEVELS]
    return errors


def ranking(folder: Path, _: str) -> None:
    """Print the rank of the first template of the component at fault, by its count and by its deviation."""
    places: dict[str, list[int]] = {"count": [], "deviation": [], "first seen": []}
    for day in sorted((folder / "rca_data").iterdir()):
        normal = sorted((folder / "construct_data" / day.name / "log").glob("*_log.csv"))
        if not normal:
            continue
        errors = day_of_errors(day, normal[0])
        faults = json.loads((day / f"{day.name}-fault_list.json").read_text())
        for fault in (each for hour in faults.values() for each in hour):
            moment = datetime.fromisoformat(fault["inject_time"]).replace(tzinfo=UTC)
            onset, cause = moment.timestamp(), service_of(fault["inject_pod"])
            stop = moment.replace(second=0).timestamp() + 180
            look = FirstLook(onset, moment.year)
            look.read("day", [b"".join(line for at, line in errors if at < stop)])
            found = look.templates()
            orders = (
                sorted(found, key=lambda each: (-each.after, each.template)),
                found,
                sorted(found, key=lambda each: (not each.is_new, each.first_seen or math.inf, -each.deviation)),
            )
            for name, order in zip(places, orders, strict=True):
                places[name].append(next((at for at, each in enumerate(order) if each.component == cause), 999))
    for name, found_places in places.items():
        report(name, found_places)


def report(name: str, places: Sequence[int]) -> None:
    """Print AC@1, AC@3 and AC@5 with their intervals."""
    for k in (1, 3, 5):
        found = sum(place < k for place in places)
        low, high = wilson_interval(found, len(places))
        print(f"{name:<20} AC@{k} {found}/{len(places)} = {found / len(places):.2f} [{low:.2f}, {high:.2f}]")


if __name__ == "__main__":
    {"petshop": petshop, "nezha": nezha, "ranking": ranking}[sys.argv[1]](
        Path(sys.argv[2]), next(iter(sys.argv[3:]), "test")
    )
