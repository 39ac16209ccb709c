"""See that there is a Chromium for the browser tests; install one where there is none, and say so."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def found() -> str:
    """Give the path of a browser on this machine; empty without one."""
    paths = (os.environ.get("UPWARD_BROWSER", ""), *(shutil.which(name) or "" for name in NAMES), playwrights())
    return next((path for path in paths if path and Path(path).exists()), "")


def playwrights() -> str:
    """Give the browser that Playwright installed for itself; empty without one."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def main() -> int:
    """Install by the system's packages where that is possible, else by Playwright."""
    if found():
        return 0
    if shutil.which("apt-get") and os.geteuid() == 0:
        print("Installing Debian's package chromium for the browser tests", flush=True)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for arguments in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "chromium"]):
            subprocess.run(["apt-get", *arguments], env=environment, check=False, stdout=subprocess.DEVNULL)
    if not found():
        print("Installing Playwright's Chromium for the browser tests", flush=True)
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    if not found():
        print("There is no Chromium and none could be installed: install one, or set UPWARD_BROWSER.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
