"""A concern: something about observability, performance, security or technical debt that somebody must look after."""

from upward.model.kind import Field, Kind, SectionSpec, Type

KIND = Kind(
    name="concern",
    folder="concerns",
    summary="A concern that belongs to no single feature",
    fields=(
        Field("kind", Type.TEXT, "concern"),
        Field("title", Type.TEXT, "What is wrong or missing, in a line", required=True),
        Field("date", Type.DATE, "When it was seen", required=True),
        Field(
            "about",
            Type.CHOICE,
            "What it is about",
            required=True,
            choices=("observability", "performance", "security", "technical-debt"),
        ),
        Field("status", Type.CHOICE, "How it stands", choices=("open", "accepted", "mitigated", "closed")),
        Field("owner", Type.TEXT, "Who looks after it"),
        Field("paths", Type.TEXT, "Where in the code it is, as in .gitignore", many=True),
        Field("impact", Type.TEXT, "What it costs, with a number"),
        Field("review-by", Type.DATE, "When it is looked at again"),
        Field("indicators", Type.TEXT, "What would show that it gets worse or better", many=True),
        Field("evidence", Type.LINK, "What happened because of it", many=True, links="evidence"),
        Field("tags", Type.TEXT, "Words of your own", many=True),
        Field("private", Type.FLAG, "Keep it out of what is shared"),
    ),
    sections=(SectionSpec("What is wrong"), SectionSpec("What would settle it")),
)
