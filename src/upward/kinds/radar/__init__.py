"""A tool on the radar: dated claims of what it can do, trials of your own, and the ring they carry."""

from upward.model.kind import CRITERIA, PRIVATE, TAGS, Field, Kind, SectionSpec, Type

KIND = Kind(
    name="radar",
    folder="radar",
    summary="An AI tool with dated claims and trials of your own",
    fields=(
        Field("kind", Type.TEXT, "radar"),
        Field("title", Type.TEXT, "The tool, and what for", required=True),
        Field("date", Type.DATE, "When it was last looked at", required=True),
        Field("tool", Type.TEXT, "The tool's name"),
        Field("version", Type.TEXT, "The version in use; after a new version every claim must be tested again"),
        Field("quadrant", Type.TEXT, "The quadrant of the radar, such as assistants, review or testing"),
        Field(
            "ring",
            Type.CHOICE,
            "The ring: how far it is adopted",
            required=True,
            choices=("adopt", "trial", "assess", "hold"),
        ),
        Field("expires", Type.DATE, "When it is reviewed next"),
        Field(
            "claims",
            Type.MAPPING,
            "What the tool is said to be able to do",
            many=True,
            parts=(
                Field("id", Type.TEXT, "A short name", required=True),
                Field("capability", Type.TEXT, "The capability in a word or two, as policies name it"),
                Field("text", Type.TEXT, "The claim", required=True),
                Field("source", Type.TEXT, "Who makes the claim, and where"),
                Field("date", Type.DATE, "When it was said"),
                Field("share", Type.TEXT, "The success rate it claims, such as 90 %"),
                Field("least", Type.TEXT, "The share that must pass at least, such as 80 %; by default 50 %"),
                Field("expires", Type.DATE, "The date from which it must be tested again"),
            ),
        ),
        Field(
            "trials",
            Type.MAPPING,
            "Trials of your own",
            many=True,
            parts=(
                Field("claim", Type.TEXT, "The claim, by its id", required=True),
                Field("date", Type.DATE, "When", required=True),
                Field("version", Type.TEXT, "With which version"),
                Field("task", Type.TEXT, "What was tested"),
                Field("n", Type.NUMBER, "How many tasks", required=True),
                Field("passed", Type.NUMBER, "How many passed", required=True),
                Field("cost", Type.TEXT, "What it cost"),
                Field("reviewer", Type.TEXT, "Who judged"),
            ),
        ),
        Field(
            "rings",
            Type.MAPPING,
            "When it moved to which ring",
            many=True,
            parts=(
                Field("date", Type.DATE, "When", required=True),
                Field("ring", Type.CHOICE, "To which", required=True, choices=("adopt", "trial", "assess", "hold")),
                Field("why", Type.TEXT, "Why"),
            ),
        ),
        Field("evidence", Type.LINK, "Evidence created from it", many=True, links="evidence"),
        CRITERIA,
        Field("origins", Type.ORIGIN, "Where it was imported from", many=True),
        TAGS,
        PRIVATE,
    ),
    sections=(SectionSpec("What we use it for"), SectionSpec("What we do not use it for")),
)
