"""Questions and what is absent: about calls and endpoints, never about words in texts and comments."""

from __future__ import annotations

from upward.analysis.code_review.questions import Source, absent, questions


def _source(text: str, path: str = "app/a.py", *, is_test: bool = False) -> Source:
    return Source(path, text, is_test, None)


def test_a_question_points_at_the_endpoint_that_names_no_check() -> None:
    text = (
        "@app.get('/me')\ndef me(user=Depends(current_user)):\n    return user\n\n\n"
        "@app.get('/all')\ndef everyone():\n    return rows()\n\n\n"
        "@app.delete('/users/{id}')\ndef delete(id: int):\n    remove(id)\n"
    )
    (asked,) = [each for each in questions([_source(text)]) if each.dimension == "security"]
    assert asked.question.startswith("Who may call this")
    assert asked.row == 12
    protected = text.replace("everyone()", "everyone(user=Depends(a))").replace("id: int", "id, user=Depends(a)")
    assert [each for each in questions([_source(protected)]) if "Who may call" in each.question] == []


def test_at_most_three_questions_are_asked_of_everything() -> None:
    text = "def run(a, b):\n    if a and b:\n        f.write(a)\n    for x in a:\n        for y in b:\n            request.args\n"
    assert len(questions([_source(text), _source(text, "app/b.py")])) == 3


def test_nothing_is_asked_of_what_stands_in_texts_comments_and_imports() -> None:
    text = 'from tenacity import retry\nPROMPT = """\n@app.route("/")\nwhile True\n"""  # .all() json.loads(\n'
    assert questions([_source(text)]) == []


def test_a_call_of_another_service_is_a_call_not_a_word() -> None:
    word = "@app.get('/a')\ndef a():\n    log.info('for future requests over http')\n    return fetch_rows\n"
    call = "@app.get('/a')\ndef a():\n    log.info('rates')\n    return requests.get(URL).json()\n"
    tests = _source("def test_a(): ...\n", "tests/test_a.py", is_test=True)
    assert absent([_source(word), tests], is_change=False) == []
    assert absent([_source(call), tests], is_change=False) == [
        "app/a.py has an endpoint and calls another service without a time limit in this file."
    ]


def test_files_without_any_test_are_said_once() -> None:
    assert absent([_source("x = 1\n"), _source("y = 1\n", "b.py")], is_change=False) == [
        "There is no test among these files."
    ]
