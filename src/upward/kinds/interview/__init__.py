"""A real interview: planned, or held, with what was asked, what was told and how it went."""

from upward.model.kind import PRIVATE, Field, Kind, Type

KIND = Kind(
    name="interview",
    folder="interviews",
    summary="A real interview: what was asked, what was told, how it went",
    fields=(
        Field("kind", Type.TEXT, "interview"),
        Field("title", Type.TEXT, "The role and the company", required=True),
        Field("date", Type.DATE, "When it takes or took place", required=True),
        Field("company", Type.TEXT, "The company"),
        Field(
            "level", Type.CHOICE, "The level of the role", choices=("intermediate", "senior", "staff"), former=("mid",)
        ),
        Field("state", Type.CHOICE, "Whether it has been held", choices=("planned", "held")),
        Field("advert", Type.TEXT, "Where the job advert came from"),
        Field("looks-for", Type.TEXT, "Principles and themes that the advert asks for", many=True),
        Field("stories", Type.LINK, "The stories prepared for it", many=True, links="story"),
        Field(
            "asked",
            Type.MAPPING,
            "What was asked",
            many=True,
            parts=(
                Field("question", Type.TEXT, "The question", required=True),
                Field("story", Type.LINK, "The story that was told", links="story"),
                Field("went", Type.CHOICE, "How it went", choices=("badly", "so-so", "well")),
                Field("note", Type.TEXT, "What to do differently"),
            ),
        ),
        PRIVATE,
    ),
)
