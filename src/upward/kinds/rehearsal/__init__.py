"""A rehearsal: one run of a story, said aloud."""

from upward.model.kind import PRIVATE, Field, Kind, Type

KIND = Kind(
    name="rehearsal",
    folder="rehearsals",
    summary="One run of a story, told aloud",
    fields=(
        Field("kind", Type.TEXT, "rehearsal"),
        Field("title", Type.TEXT, "What was rehearsed"),
        Field("date", Type.DATE, "When, with the time of day", required=True),
        Field("story", Type.LINK, "The story that was told", required=True, links="story"),
        Field("question", Type.TEXT, "The question that it answered"),
        Field(
            "mode",
            Type.CHOICE,
            "In which mode it was told",
            choices=("terminal", "page", "noted", "recorded", "mock", "drill", "grill"),
        ),
        Field("state", Type.CHOICE, "Whether the run was completed", choices=("unfinished", "finished")),
        Field("loop", Type.TEXT, "The mock interview it was part of"),
        Field("better", Type.LINK, "A story that would have fitted better than the one you told", links="story"),
        Field("choosing", Type.NUMBER, "How long it took to choose the story, in seconds"),
        Field("recording", Type.TEXT, "The sound file, relative to the logbook"),
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
            "The story's numbers, as recalled",
            many=True,
            parts=(
                Field("metric", Type.TEXT, "Its name in the story", required=True),
                Field(
                    "aspect",
                    Type.CHOICE,
                    "Which property of the metric was asked for; by default its value",
                    choices=("value", "baseline", "unit", "period", "method", "meaning"),
                ),
                Field("verdict", Type.CHOICE, "Whether it was right", choices=("correct", "wrong", "missed", "unsure")),
                Field("heard", Type.TEXT, "What was said"),
            ),
        ),
        Field(
            "follow-ups",
            Type.MAPPING,
            "Follow-up questions and how they were answered",
            many=True,
            parts=(
                Field("id", Type.TEXT, "What it asks about", required=True),
                Field("question", Type.TEXT, "The question"),
                Field("answer", Type.TEXT, "Notes of the answer"),
                Field("rating", Type.CHOICE, "How it went", choices=("again", "hard", "good", "easy")),
            ),
        ),
        Field(
            "figures",
            Type.MAPPING,
            "Measured from a recording",
            parts=(
                Field("engine", Type.TEXT, "Which engine measured them"),
                Field("speech", Type.NUMBER, "Seconds of speech"),
                Field("pauses", Type.NUMBER, "Pauses of at least half a second"),
                Field("long-pauses", Type.NUMBER, "Pauses of at least a second"),
                Field("longest-pause", Type.NUMBER, "seconds"),
                Field("words-per-minute", Type.NUMBER, "Words a minute"),
            ),
        ),
        PRIVATE,
    ),
)
