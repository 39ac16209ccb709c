"""Settings: flags, `UPWARD_*`, the logbook's `.upward/config.toml`, the user's own file, defaults, in that order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from upward.model.errors import ConfigurationError
from upward.store.bounded_file import NotReadableError, read_bounded
from upward.store.tracker_accounts import SERVICES
from upward.text.suggestion import closest_name

FILE = ".upward/config.toml"
# Settings are a page at most.
MOST_BYTES = 256 * 1024
# For files outside of a logbook.
NEARBY = "upward.toml"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a person can set. `unknown` names unknown keys, with their file."""

    name: str = ""
    emails: tuple[str, ...] = ()
    level: str = "senior"
    rubric: str = "senior-path"
    words_per_minute: int = 140
    # The month, from 1, in which a fiscal year such as FY26 begins; one after January begins in the year before.
    fiscal_year_starts: int = 1
    # When the green, yellow and red light come on while a story is told.
    lights: tuple[str, ...] = ("2:00", "2:30", "3:00")
    logbook: str = ""
    # Repositories and trackers that `upward mine` reads where none is named.
    repositories: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    per_file_ignores: tuple[str, ...] = ()
    # Names or globs of files and folders that `check` leaves out.
    exclude: tuple[str, ...] = ()
    confidential: tuple[str, ...] = ()
    # Words that a team's decisions use as their status, besides the usual ones.
    decision_statuses: tuple[str, ...] = ()
    unknown: tuple[tuple[str, str], ...] = ()


_KEYS = {item.name: item for item in fields(Settings) if item.name != "unknown"}
# These are names of environment variables that are not settings.
_JOBS = frozenset({"UPWARD_INSTALL", "UPWARD_TOKEN", "UPWARD_PATHS"})  # what the jobs in integrations/ are given
_OTHER = frozenset(
    {"UPWARD_NOW", "UPWARD_MCP_TOKEN", *_JOBS, *(service.base_variable for service in SERVICES.values())}
)


def load_settings(logbook: Path | None, environment: Mapping[str, str]) -> Settings:
    """Read all layers; raises ConfigurationError for a file or a value that can't be used."""
    settings = Settings()
    for path in (user_file(environment), logbook / FILE if logbook else None):
        if path is not None:
            settings = _layer(settings, _toml(path), str(path))
    given = {
        key.removeprefix("UPWARD_").lower(): value
        for key, value in environment.items()
        if key.startswith("UPWARD_") and key not in _OTHER
    }
    return _layer(settings, given, "the environment")


def user_file(environment: Mapping[str, str]) -> Path:
    """Give the user's own file, by the XDG base directory specification."""
    base = environment.get("XDG_CONFIG_HOME") or Path(environment.get("HOME", "."), ".config")
    return Path(base) / "upward" / "config.toml"


def nearby_settings(settings: Settings, here: Path, path: str) -> Settings:
    """Give the settings that hold for a file: those of the closest `upward.toml` above it go over the others."""
    return _in_folder(settings, here, path.rpartition("/")[0])


@lru_cache(maxsize=4096)
def _in_folder(settings: Settings, here: Path, name: str) -> Settings:
    folder = here / name
    for each in (folder, *folder.parents):
        if _is_file(each / NEARBY):
            return _layer(settings, _toml(each / NEARBY), str(each / NEARBY))
    return settings


@lru_cache(maxsize=4096)
def _is_file(path: Path) -> bool:
    return path.is_file()


def _layer(settings: Settings, given: Mapping[str, Any], source: str) -> Settings:
    unknown = list(settings.unknown)
    known: dict[str, Any] = {}
    for written, value in given.items():
        key = written.replace("-", "_")
        if key in _KEYS:
            known[key] = _typed(key, value, source)
        else:
            hint = closest_name(key, list(_KEYS))
            unknown.append((source, f"{key} (did you mean {hint}?)" if hint else key))
    return replace(settings, **known, unknown=tuple(unknown))


def _typed(key: str, value: Any, source: str) -> Any:
    kind = type(_KEYS[key].default)
    if kind is tuple and isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    if kind is tuple and isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(value)
    if kind is int:
        try:
            number = int(value)
        except (TypeError, ValueError, OverflowError):
            number = 0
        if number > 0 and not isinstance(value, bool):
            return number
        raise ConfigurationError(
            f"{key} = {value!r} in {source} can't be used",
            why="it must be a whole number above 0",
            next_step="correct it in that file",
        )
    if kind is str and isinstance(value, str):
        return value
    wanted = "a list of texts" if kind is tuple else "a text"
    raise ConfigurationError(
        f"{key} = {value!r} in {source} can't be used", why=f"it must be {wanted}", next_step="correct it in that file"
    )


def _toml(path: Path) -> Mapping[str, Any]:
    from upward.text.data_file import parse_toml

    try:
        data, problem = parse_toml(read_bounded(path, MOST_BYTES).decode("utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except UnicodeDecodeError as error:
        raise ConfigurationError(f"{path} is not UTF-8", why=str(error), next_step="save it as UTF-8") from error
    except NotReadableError as error:
        raise ConfigurationError(f"{path} can't be read", why=str(error.strerror), next_step="replace it") from error
    except OSError as error:
        raise ConfigurationError(
            f"{path} can't be read", why=str(error.strerror), next_step="change its permissions so that you can read it"
        ) from error
    if problem:
        raise ConfigurationError(
            f"{path} is not valid TOML", why=problem, next_step="correct the line that the message names"
        )
    return data


def spoken_bounds(lights: tuple[str, ...]) -> tuple[int, int]:
    """Give the least and the most seconds of a spoken story: the first and the last light, else 120 and 180."""
    times = [part.partition(":") for part in lights]
    seconds = [int(minutes) * 60 + int(rest or 0) for minutes, _, rest in times if f"{minutes}{rest}".isdecimal()]
    return (seconds[0], seconds[-1]) if len(seconds) > 1 and seconds[0] < seconds[-1] else (120, 180)
