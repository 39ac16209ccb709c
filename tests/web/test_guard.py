"""Attacks on the page: each fails, and each works as soon as its defence is taken away."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from upward.faces.web import guard as guarding
from upward.faces.web import prose
from upward.faces.web.guard import Guard, Refusal
from upward.faces.web.screens import verbs
from upward.store.logbook import folder as folders

from .conftest import HOST, ORIGIN, Visitor

EVIL = "http://evil.example"
STORY = "stories/example-crisis.md"


def _private(answer) -> bool:
    return answer.status_code == 200 and "Eleven hours" in answer.text


def rebinding(visitor: Visitor, _: Path) -> bool:
    """A name of the attacker that leads to 127.0.0.1 reads the stories."""
    return _private(visitor.get("/stories", Host="evil.example:8741"))


def another_name(visitor: Visitor, _: Path) -> bool:
    """`localhost` is another origin, on which other programs may have set cookies."""
    return _private(visitor.get("/stories", Host="localhost:8741"))


def no_cookie(visitor: Visitor, _: Path) -> bool:
    """Another program of this machine, which did not open the link, reads the stories."""
    visitor.client.cookies.clear()
    return _private(visitor.get("/stories"))


def guessed_token(visitor: Visitor, _: Path) -> bool:
    """A program tries a token, and is let in."""
    visitor.client.cookies.clear()
    visitor.get("/start?token=guess")
    return _private(visitor.get("/stories"))


def other_origin(visitor: Visitor, log: Path) -> bool:
    """A page elsewhere sends a change, with the token of this visit that it came by."""
    visitor.post("/settings", {"text": "level = 'mid'\n", "digest": _empty()}, Origin=EVIL)
    return (log / ".upward/config.toml").exists()


def no_origin(visitor: Visitor, log: Path) -> bool:
    """A request without an origin, as no browser sends it, makes a change."""
    data = {"csrf": visitor.guard.csrf, "text": "level = 'mid'\n", "digest": _empty()}
    visitor.client.post("/settings", data=data)
    return (log / ".upward/config.toml").exists()


def forged_form(visitor: Visitor, log: Path) -> bool:
    """A form without the token of this visit is accepted."""
    data = {"text": "level = 'mid'\n", "digest": _empty()}
    visitor.client.post("/settings", data=data, headers={"Origin": ORIGIN})
    return (log / ".upward/config.toml").exists()


def plain_text_form(visitor: Visitor, log: Path) -> bool:
    """A body of a type that any page may send without asking is read as a form."""
    body = f"csrf={visitor.guard.csrf}&text=level+%3D+'mid'&digest={_empty()}"
    headers = {"Origin": ORIGIN, "Content-Type": "text/plain", "X-CSRF": visitor.guard.csrf}
    visitor.client.post("/settings", content=body, headers=headers)
    return (log / ".upward/config.toml").exists()


def same_site(visitor: Visitor, _: Path) -> bool:
    """A page on another port of this machine, to which the browser sends our cookie, reads the stories."""
    return _private(visitor.get("/stories", **{"Sec-Fetch-Site": "same-site"}))


def flood(visitor: Visitor, _: Path) -> bool:
    """A body larger than any record is read into memory."""
    answer = visitor.send("/live", {"path": STORY, "text": "x" * (guarding.MOST_BODY + 1)})
    return answer.status_code != 413


def out_of_the_logbook(visitor: Visitor, log: Path) -> bool:
    """A path with dots leads to a file beside the logbook, by a link that an attacker put there."""
    secret = log.parent / "secret.md"
    secret.write_text("# secret words\n")
    (log / "stories" / "link.md").unlink(missing_ok=True)
    (log / "stories" / "link.md").symlink_to(secret)
    visitor.logbook.refresh()
    tried = ("/record/stories/link.md", "/record/../secret.md", "/record/%2e%2e/secret.md", "/text?path=../secret.md")
    return any("secret words" in visitor.get(path).text for path in tried)


def active_markdown(visitor: Visitor, log: Path) -> bool:
    """A record holds HTML and addresses that would run."""
    text = "---\ntitle: T\n---\n\n<script>alert(1)</script>\n\n[x](javascript:alert(1)) <img src=x onerror=alert(1)>\n"
    (log / "stories" / "hostile.md").write_text(text)
    visitor.logbook.refresh()
    shown = visitor.get("/story/stories/hostile.md").text
    return "<script>alert" in shown or 'href="javascript' in shown or "<img" in shown


def framed(visitor: Visitor, _: Path) -> bool:
    """Another page puts a screen into a frame, or a script that was slipped in may run."""
    headers = visitor.get("/stories").headers
    policy = headers.get("content-security-policy", "")
    return "frame-ancestors 'none'" not in policy or "script-src 'self';" not in policy or "unsafe" in policy


def led_away(visitor: Visitor, _: Path) -> bool:
    """An address that a link carries leads to another site once the work is done or stopped."""
    sent = visitor.post("/answer/0123456789abcdef", {"act": "stop", "at": "//evil.example/"}).headers["location"]
    return "evil.example" in sent + visitor.get("/answer/0123456789abcdef?at=%2F%5Cevil.example%2F").text


def _empty() -> str:
    from upward.text.record_reader import text_digest

    return text_digest("")


def _take(name: str) -> Callable[[pytest.MonkeyPatch], None]:
    """Make a step of the guard let everything through."""
    return lambda patch: patch.setattr(Guard, name, lambda *_: None)


def _softer(patch: pytest.MonkeyPatch, *wanted: str) -> None:
    """Leave out the refusals whose words hold these."""
    real = Guard._from_us

    def softer(self: Guard, scope, headers) -> None:
        try:
            real(self, scope, headers)
        except Refusal as refusal:
            if not any(word in refusal.what for word in wanted):
                raise

    patch.setattr(Guard, "_from_us", softer)


def _raw(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(prose, "escape", lambda text: text)


def _following(patch: pytest.MonkeyPatch) -> None:
    def load(self, path: str) -> bytes:
        return (self.root / path).read_bytes()

    def walk(self, below: str, suffix: str = ".md"):
        for each in sorted((self.root / below).glob(f"*{suffix}")):
            yield f"{below}/{each.name}", folders.Stamp.of(each.stat())

    patch.setattr(folders.Folder, "read", load)
    patch.setattr(folders.Folder, "walk", walk)


ATTACKS: list[tuple[Callable[[Visitor, Path], bool], Callable[[pytest.MonkeyPatch], None]]] = [
    (rebinding, lambda patch: _softer(patch, "answers at")),
    (another_name, lambda patch: _softer(patch, "answers at")),
    (no_cookie, _take("_known")),
    (guessed_token, lambda patch: patch.setattr(guarding, "_same", lambda *_: True)),
    (other_origin, lambda patch: _softer(patch, "another page")),
    (no_origin, lambda patch: _softer(patch, "Origin is missing")),
    (forged_form, _take("_meant")),
    (plain_text_form, lambda patch: patch.setattr(guarding, "JSON", "text/plain")),
    (same_site, lambda patch: _softer(patch, "another page")),
    (flood, lambda patch: patch.setattr(guarding, "MOST_BODY", 1 << 40)),
    (out_of_the_logbook, _following),
    (active_markdown, _raw),
    (led_away, lambda patch: patch.setattr(verbs, "_address", lambda text: text)),
    (framed, lambda patch: patch.setattr(guarding, "POLICY", "default-src *")),
]


@pytest.mark.parametrize(("attack", "disarm"), ATTACKS, ids=[attack.__name__ for attack, _ in ATTACKS])
def test_an_attack_fails(visit, log: Path, attack, disarm) -> None:
    assert not attack(visit(), log)


@pytest.mark.parametrize(("attack", "disarm"), ATTACKS, ids=[attack.__name__ for attack, _ in ATTACKS])
def test_it_works_without_its_defence(
    visit, log: Path, attack, disarm: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    if attack is flood:
        monkeypatch.setattr(guarding, "MOST_BODY", 1 << 40)
        assert visit().send("/live", {"path": STORY, "text": "x" * 20_000_000}).status_code != 413
        return
    disarm(monkeypatch)
    assert attack(visit(), log)


def test_the_link_is_exchanged_for_a_cookie_that_no_script_can_read(visit) -> None:
    visitor = visit()
    answer = visitor.get("/start?token=the-token-of-this-start")
    assert answer.headers["location"] == "/"
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "the-token" not in cookie


def test_nothing_of_the_page_names_another_address(visit) -> None:
    visitor = visit()
    for path in ("/", "/stories", f"/story/{STORY}/edit", "/readiness"):
        shown = visitor.get(path).text
        assert "http://" not in shown.replace(f"http://{HOST}", "")
        assert " style=" not in shown
        assert "<style" not in shown
        assert " onclick=" not in shown


def test_private_data_is_not_kept_by_the_browser(visit) -> None:
    assert visit().get("/stories").headers["cache-control"] == "no-store"
