"""An AI-use policy: classes of code, trailers, reviews, what is never sent, and dated exceptions."""

from upward.model.kind import Field, Kind, SectionSpec, Type

USES = ("encouraged", "allowed", "prior-approval", "human-only")

KIND = Kind(
    name="policy",
    folder="policies",
    summary="How AI may be used in this repository, as code",
    fields=(
        Field("kind", Type.TEXT, "policy"),
        Field("title", Type.TEXT, "Whose policy it is", required=True),
        Field("date", Type.DATE, "When it was agreed", required=True),
        Field("owner", Type.TEXT, "Who is accountable for it"),
        Field("review-by", Type.DATE, "When it is reviewed next"),
        Field("default", Type.CHOICE, "How AI may be used where no class applies", choices=USES),
        Field(
            "undeclared", Type.CHOICE, "How to judge a commit that says nothing about AI", choices=("accept", "fail")
        ),
        Field(
            "classes",
            Type.MAPPING,
            "Classes of code; the last one that matches a path applies",
            many=True,
            parts=(
                Field("id", Type.TEXT, "A short name", required=True),
                Field("paths", Type.TEXT, "Patterns as in .gitignore", many=True),
                Field("content", Type.TEXT, "Words that a file of this class contains", many=True),
                Field("use", Type.CHOICE, "How AI may be used", required=True, choices=USES),
                Field("why", Type.TEXT, "Why"),
                Field("reviewers", Type.NUMBER, "How many people review a change that AI had a part in"),
                Field("owners", Type.TEXT, "People of whom one must review", many=True),
                Field("tests", Type.FLAG, "Whether it must come with a test"),
                Field(
                    "claims", Type.TEXT, "Capabilities for which a tool on the radar must have a live claim", many=True
                ),
            ),
        ),
        Field(
            "trailers",
            Type.MAPPING,
            "How AI use is declared",
            parts=(
                Field("accept", Type.TEXT, "Trailers that count as a declaration; if none is given, all do", many=True),
                Field("require", Type.TEXT, "Trailers that a commit with AI use must have", many=True),
                Field("forbid", Type.TEXT, "Trailers that must not name a tool", many=True),
                Field("emit", Type.TEXT, "The line to write"),
                Field("approval", Type.TEXT, "The trailer that names who approved the use in advance"),
            ),
        ),
        Field("test-paths", Type.TEXT, "Where tests are, as in .gitignore", many=True),
        Field("never-sent", Type.TEXT, "What must not be given to any tool", many=True),
        Field(
            "exceptions",
            Type.MAPPING,
            "Exceptions, each with an end date and an owner",
            many=True,
            parts=(
                Field("covers", Type.TEXT, "A class, a path pattern or a commit", required=True),
                Field("until", Type.DATE, "The last day on which it applies", required=True),
                Field("owner", Type.TEXT, "Who is accountable for it", required=True),
                Field("why", Type.TEXT, "Why"),
            ),
        ),
    ),
    sections=(SectionSpec("What needs human judgment"), SectionSpec("How it is reviewed")),
)
