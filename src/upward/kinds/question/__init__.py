"""A question asked in an interview or a review."""

from upward.model.kind import PRIVATE, TAGS, Field, Kind, Type

KIND = Kind(
    name="question",
    folder="questions",
    summary="A question that you want a story for",
    fields=(
        Field("kind", Type.TEXT, "question"),
        Field("title", Type.TEXT, "The question as it is asked", required=True),
        Field(
            "level",
            Type.CHOICE,
            "The level it is asked at",
            choices=("intermediate", "senior", "staff"),
            former=("mid",),
        ),
        Field("principles", Type.CHOICE, "The principles it asks about", many=True, choices=("@amazon-principles",)),
        Field("themes", Type.CHOICE, "The themes it is about", many=True, choices=("@story-themes",)),
        Field("source", Type.TEXT, "Where you heard it"),
        Field("origins", Type.ORIGIN, "Where it was imported from", many=True),
        TAGS,
        PRIVATE,
    ),
)
