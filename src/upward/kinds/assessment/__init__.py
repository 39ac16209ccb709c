"""An assessment: ratings against a rubric's criteria, each with its evidence."""

from upward.model.kind import PRIVATE, Field, Kind, Type

KIND = Kind(
    name="assessment",
    folder="assessments",
    summary="Ratings against a rubric, each with its evidence",
    fields=(
        Field("kind", Type.TEXT, "assessment"),
        Field("title", Type.TEXT, "What was assessed"),
        Field("date", Type.DATE, "When", required=True),
        Field("rubric", Type.TEXT, "The rubric's id", required=True),
        Field("by", Type.TEXT, "Who rates"),
        Field(
            "role", Type.CHOICE, "Who the rater is to you", required=True, choices=("self", "manager", "mentor", "peer")
        ),
        Field(
            "ratings",
            Type.MAPPING,
            "One rating per criterion",
            many=True,
            parts=(
                Field(
                    "criterion",
                    Type.CHOICE,
                    "Its id",
                    required=True,
                    choices=("@senior-path", "@ai-practice", "@amazon-principles", "@own"),
                ),
                Field(
                    "rating",
                    Type.CHOICE,
                    "How far it is met",
                    required=True,
                    choices=("not-yet", "developing", "meets", "exceeds"),
                ),
                Field("evidence", Type.LINK, "What shows it", many=True, links="evidence"),
                Field("seen", Type.TEXT, "What shows it, in the rater's own words"),
                Field("note", Type.TEXT, "Why"),
            ),
        ),
        PRIVATE,
    ),
)
