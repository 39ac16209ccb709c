"""A leadership story: Situation, Task, Action, Result and Learning, resting on evidence."""

from upward.model.kind import PRIVATE, TAGS, Field, Kind, SectionSpec, Type

STATUS = Field("status", Type.CHOICE, "How the number is known", choices=("measured", "estimate", "unproven"))

KIND = Kind(
    name="story",
    folder="stories",
    summary="A story to tell in two to three minutes",
    fields=(
        Field("kind", Type.TEXT, "story"),
        Field("title", Type.TEXT, "A title as you would announce the story", required=True),
        Field("date", Type.DATE, "When it happened, or ended"),
        Field(
            "template",
            Type.CHOICE,
            "Its template",
            choices=("technical-direction", "mentorship", "cross-team-alignment", "crisis"),
        ),
        Field("level", Type.CHOICE, "The level it shows", choices=("intermediate", "senior", "staff"), former=("mid",)),
        Field("themes", Type.CHOICE, "What it is about", many=True, choices=("@story-themes",)),
        Field(
            "leadership", Type.CHOICE, "Which kind of leadership it shows", many=True, choices=("@leadership-kinds",)
        ),
        Field(
            "principles",
            Type.CHOICE,
            "Which leadership principles it shows",
            many=True,
            choices=("@amazon-principles",),
        ),
        Field(
            "criteria",
            Type.CHOICE,
            "Which criteria it shows",
            many=True,
            choices=("@senior-path", "@ai-practice", "@own"),
        ),
        Field("suggested-themes", Type.CHOICE, "Suggested, not confirmed", many=True, choices=("@story-themes",)),
        Field(
            "suggested-leadership", Type.CHOICE, "Suggested, not confirmed", many=True, choices=("@leadership-kinds",)
        ),
        Field(
            "suggested-principles", Type.CHOICE, "Suggested, not confirmed", many=True, choices=("@amazon-principles",)
        ),
        Field("evidence", Type.LINK, "The evidence it rests on", many=True, links="evidence"),
        Field(
            "metrics",
            Type.MAPPING,
            "Its metrics, to be memorised",
            many=True,
            parts=(
                Field("id", Type.TEXT, "A short name", required=True),
                Field("value", Type.TEXT, "The number", required=True),
                Field("unit", Type.TEXT, "What it counts"),
                Field("baseline", Type.TEXT, "What it was before"),
                Field("period", Type.TEXT, "Over which time"),
                Field("method", Type.TEXT, "How it was measured"),
                STATUS,
            ),
        ),
        Field(
            "versions",
            Type.MAPPING,
            "Shorter forms",
            parts=(
                Field("packet", Type.TEXT, "A paragraph for a promotion packet"),
                Field("two-minute", Type.TEXT, "The two-minute version"),
                Field("one-minute", Type.TEXT, "The one-minute version"),
                Field("resume", Type.TEXT, "A line for a résumé"),
            ),
        ),
        Field("origins", Type.ORIGIN, "Where it was imported from", many=True),
        TAGS,
        PRIVATE,
    ),
    sections=(
        SectionSpec("Situation", ("Context", "Background"), required=True),
        SectionSpec("Task", ("Goal", "My role"), required=True),
        SectionSpec("Action", ("Actions", "Approach", "What I did"), required=True),
        SectionSpec("Result", ("Results", "Outcome", "Impact"), required=True),
        SectionSpec("Learning", ("Lessons", "Reflection", "Takeaway"), required=True),
    ),
)
