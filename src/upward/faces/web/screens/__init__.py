"""The screens, a module each: see `screen.py` for what one is.

To add one, put `screens/<name>.py` and `templates/<name>.html` here. A handler takes a
`Visit` and answers with `visit.page("<name>.html", title=..., intro=..., ...)`; it asks
jobs by their verb (`visit.logbook.run("claims", story=...)` for what is quick,
`visit.logbook.answer("cover")` for what takes long) and computes no judgement of its own.
Scripts go to `web/src/`, are built by `make page`, and are named in the template.
"""
