"""A book or a course: its state, what you took from it, and which criteria it serves."""

from upward.model.kind import PRIVATE, TAGS, Field, Kind, SectionSpec, Type

KIND = Kind(
    name="reading",
    folder="reading",
    summary="A book or a course and what you took from it",
    fields=(
        Field("kind", Type.TEXT, "reading"),
        Field("title", Type.TEXT, "Its title", required=True),
        Field("author", Type.TEXT, "The author, or who gives the course"),
        Field("form", Type.CHOICE, "What it is", choices=("book", "course", "article", "talk")),
        Field(
            "state", Type.CHOICE, "How far you are", required=True, choices=("planned", "reading", "done", "dropped")
        ),
        Field("date", Type.DATE, "When you finished it"),
        Field("started", Type.DATE, "When you began"),
        Field("serves", Type.CHOICE, "The criteria it helps with", many=True, choices=("@senior-path", "@ai-practice")),
        Field(
            "teaches", Type.TEXT, "For a course: what it must teach, so that it can be replaced when its link is gone"
        ),
        Field("hours", Type.NUMBER, "The hours it took so far"),
        Field(
            "chapters",
            Type.MAPPING,
            "The chapters that matter to you",
            many=True,
            parts=(
                Field("title", Type.TEXT, "The chapter", required=True),
                Field("why", Type.TEXT, "The gap it is for"),
                Field("serves", Type.TEXT, "The criterion it helps with"),
                Field("hours", Type.NUMBER, "The hours it took"),
                Field("read", Type.DATE, "When you read it"),
                Field("takeaway", Type.TEXT, "What you take from it"),
            ),
        ),
        Field("source", Type.TEXT, "Who recommended it, or its id in the reading list"),
        TAGS,
        PRIVATE,
    ),
    sections=(SectionSpec("Takeaways"), SectionSpec("What I changed because of it")),
)
