"""A rehearsal: one run of a story, said aloud."""

from upward.model.kind import Field, Kind, Type

KIND = Kind(
    name="rehearsal",
    folder="rehearsals",
    summary="One run of a story, said aloud",
    fields=(
        Field("kind", Type.TEXT, "rehearsal"),
        Field("title", Type.TEXT, "What was rehearsed"),
        Field("date", Type.DATE, "When, with the time of day", required=True),
        Field("story", Type.LINK, "The story that was told", required=True, links="story"),
        Field("question", Type.TEXT, "The question it answered"),
        Field("mode", Type.CHOICE, "How it was done", choices=("terminal", "noted", "recorded")),
        Field("duration", Type.NUMBER, "How long it took, in seconds"),
        Field("rating", Type.CHOICE, "How it went", choices=("again", "hard", "good", "easy")),
        Field(
            "parts",
            Type.MAPPING,
            "How long each part took, in seconds",
            parts=tuple(
                Field(name, Type.NUMBER, "seconds") for name in ("situation", "task", "action", "result", "learning")
            ),
        ),
        Field(
            "recalled",
            Type.MAPPING,
            "The story's numbers, as they came to mind",
            many=True,
            parts=(
                Field("metric", Type.TEXT, "Its name in the story", required=True),
                Field("verdict", Type.CHOICE, "Whether it was right", choices=("correct", "wrong", "missed", "unsure")),
                Field("heard", Type.TEXT, "What was said"),
            ),
        ),
        Field("private", Type.FLAG, "Keep it out of what is shared"),
    ),
)
