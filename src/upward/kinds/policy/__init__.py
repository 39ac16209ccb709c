"""An AI-use policy: classes of code, trailers, reviews, what is never sent, and dated exceptions."""

from upward.model.kind import Field, Kind, SectionSpec, Type

USES = ("encouraged", "allowed", "prior-approval", "human-only")

KIND = Kind(
    name="policy",
    folder="policies",
    summary="How AI may be used here, as code",
    fields=(
        Field("kind", Type.TEXT, "policy"),
        Field("title", Type.TEXT, "Whose policy it is", required=True),
        Field("date", Type.DATE, "When it was agreed", required=True),
        Field("owner", Type.TEXT, "Who is accountable for it"),
        Field("review-by", Type.DATE, "When it is reviewed next"),
        Field("default", Type.CHOICE, "How AI may be used where no class says otherwise", choices=USES),
        Field("undeclared", Type.CHOICE, "What to make of a commit that says nothing", choices=("accept", "fail")),
        Field(
            "classes",
            Type.MAPPING,
            "Classes of code; the last that matches a path decides",
            many=True,
            parts=(
                Field("id", Type.TEXT, "A short name", required=True),
                Field("paths", Type.TEXT, "Patterns as in .gitignore", many=True),
                Field("content", Type.TEXT, "Words that a file of this class holds", many=True),
                Field("use", Type.CHOICE, "How AI may be used", required=True, choices=USES),
                Field("why", Type.TEXT, "Why"),
                Field("reviewers", Type.NUMBER, "How many humans review what AI had a part in"),
                Field("owners", Type.TEXT, "One of whom must review", many=True),
                Field("tests", Type.FLAG, "Whether a test must come with it"),
                Field(
                    "claims", Type.TEXT, "Capabilities that a tool on the radar must have a live claim for", many=True
                ),
            ),
        ),
        Field(
            "trailers",
            Type.MAPPING,
            "How use is declared",
            parts=(
                Field("accept", Type.TEXT, "Trailers that count as a declaration; none means any", many=True),
                Field("require", Type.TEXT, "Trailers a commit with AI must have", many=True),
                Field("forbid", Type.TEXT, "Trailers that must not name a tool", many=True),
                Field("emit", Type.TEXT, "The line to write"),
                Field("approval", Type.TEXT, "The trailer that names who approved the use in advance"),
            ),
        ),
        Field("test-paths", Type.TEXT, "Where tests are, as in .gitignore", many=True),
        Field("never-sent", Type.TEXT, "What no tool may be given", many=True),
        Field(
            "exceptions",
            Type.MAPPING,
            "Exceptions, each with an end date and an owner",
            many=True,
            parts=(
                Field("covers", Type.TEXT, "A class, a path pattern or a commit", required=True),
                Field("until", Type.DATE, "Its last day", required=True),
                Field("owner", Type.TEXT, "Who is accountable for it", required=True),
                Field("why", Type.TEXT, "Why"),
            ),
        ),
    ),
    sections=(SectionSpec("What needs human judgment"), SectionSpec("How it is reviewed")),
)
