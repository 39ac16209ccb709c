"""A standard: what good looks like here, why, how it is checked, who adopted it, and who is exempt until when."""

from upward.model.kind import CRITERIA, PRIVATE, TAGS, Field, Kind, SectionSpec, Type

KIND = Kind(
    name="standard",
    folder="standards",
    summary="What good looks like here, with its check, adopters and exceptions",
    fields=(
        Field("kind", Type.TEXT, "standard"),
        Field("title", Type.TEXT, "The standard, in a line", required=True),
        Field("date", Type.DATE, "When it was written", required=True),
        Field("about", Type.CHOICE, "What it is about", choices=("code", "testing", "operations", "process")),
        Field("status", Type.CHOICE, "Its status", choices=("proposed", "adopted", "retired")),
        Field("owner", Type.TEXT, "Who owns it"),
        Field("review-by", Type.DATE, "When it is reviewed next"),
        Field(
            "check",
            Type.MAPPING,
            "How it is checked",
            parts=(
                Field("files", Type.TEXT, "The files it is about, as in .gitignore", many=True),
                Field("if", Type.TEXT, "A regular expression: only files that match it count"),
                Field("must", Type.TEXT, "A regular expression that each of them must match"),
                Field("must-not", Type.TEXT, "A regular expression that none of them may match"),
                Field("exists", Type.TEXT, "A file that must be there, as in .gitignore"),
                Field("ci", Type.TEXT, "A regular expression that the CI configuration must match"),
                Field("sarif", Type.TEXT, "A SARIF log in the repository that must have no result"),
                Field("rule", Type.TEXT, "Only results of this rule"),
                Field("human", Type.TEXT, "What a person must look at"),
            ),
        ),
        Field(
            "items",
            Type.MAPPING,
            "The items of a checklist, such as one for launches",
            many=True,
            parts=(
                Field("id", Type.TEXT, "A short name", required=True),
                Field("text", Type.TEXT, "What must be so", required=True),
                Field("optional", Type.FLAG, "Whether it may stay open"),
            ),
        ),
        Field(
            "adopters",
            Type.MAPPING,
            "Teams that answered",
            many=True,
            parts=(
                Field("team", Type.TEXT, "The team", required=True),
                Field("date", Type.DATE, "When", required=True),
                Field("answer", Type.CHOICE, "What", required=True, choices=("yes", "no")),
                Field("objection", Type.TEXT, "The team's objection"),
            ),
        ),
        Field(
            "exceptions",
            Type.MAPPING,
            "Where it does not hold for now",
            many=True,
            parts=(
                Field("where", Type.TEXT, "A repository's name, or paths as in .gitignore", required=True),
                Field("until", Type.DATE, "Until when"),
                Field("owner", Type.TEXT, "Who ends it"),
                Field("why", Type.TEXT, "Why"),
            ),
        ),
        Field(
            "sign-offs",
            Type.MAPPING,
            "Checklists that were filled",
            many=True,
            parts=(
                Field("for", Type.TEXT, "What for", required=True),
                Field("date", Type.DATE, "When", required=True),
                Field("by", Type.TEXT, "Who signed", required=True),
                Field("done", Type.TEXT, "Items that are done"),
                Field("open", Type.TEXT, "Items that are open, each with a reason"),
            ),
        ),
        Field("retired-why", Type.TEXT, "Why it was retired"),
        Field("evidence", Type.LINK, "Evidence created from it", many=True, links="evidence"),
        CRITERIA,
        TAGS,
        PRIVATE,
    ),
    sections=(SectionSpec("The standard"), SectionSpec("Why"), SectionSpec("Example"), SectionSpec("Counter-example")),
)
