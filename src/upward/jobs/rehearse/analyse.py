"""stub"""

from __future__ import annotations

from upward.jobs.rehearse._request import Request
from upward.model.job import JobResult
from upward.session.session import Session


def run(session: Session, request: Request) -> JobResult:
    raise NotImplementedError
