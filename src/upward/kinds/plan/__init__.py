"""A growth plan: a next step for each gap, with what would show it and by when."""

from upward.model.kind import PRIVATE, Field, Kind, SectionSpec, Type

KIND = Kind(
    name="plan",
    folder="plans",
    summary="Next steps to grow, within the available hours",
    fields=(
        Field("kind", Type.TEXT, "plan"),
        Field("title", Type.TEXT, "What the plan is for", required=True),
        Field("date", Type.DATE, "When it was made", required=True),
        Field("rubric", Type.TEXT, "The rubric's id", required=True),
        Field("level", Type.TEXT, "The level you aim at"),
        Field("hours", Type.NUMBER, "Hours a week that you have for it", required=True),
        Field(
            "steps",
            Type.MAPPING,
            "One step per gap",
            many=True,
            parts=(
                Field(
                    "criterion",
                    Type.CHOICE,
                    "What it should show",
                    choices=("@senior-path", "@ai-practice", "@amazon-principles", "@own"),
                ),
                Field("step", Type.TEXT, "What to do", required=True),
                Field("where", Type.TEXT, "In which part of your work"),
                Field("shows", Type.TEXT, "The evidence that would show it"),
                Field("reading", Type.TEXT, "What to read, and why"),
                Field("hours", Type.NUMBER, "How long it takes"),
                Field("due", Type.DATE, "By when"),
                Field("state", Type.CHOICE, "How far it is", choices=("open", "done", "dropped")),
            ),
        ),
        PRIVATE,
    ),
    sections=(SectionSpec("Why now"),),
)
