"""A concern: something about observability, performance, security or technical debt, with its indicators."""

from upward.model.kind import CRITERIA, PRIVATE, TAGS, Field, Kind, SectionSpec, Type

KIND = Kind(
    name="concern",
    folder="concerns",
    summary="A cross-cutting concern with indicators measured over time",
    fields=(
        Field("kind", Type.TEXT, "concern"),
        Field("title", Type.TEXT, "What is wrong or missing, in one line", required=True),
        Field("date", Type.DATE, "When it was noticed", required=True),
        Field(
            "about",
            Type.CHOICE,
            "What it is about",
            required=True,
            choices=("observability", "performance", "security", "technical-debt"),
        ),
        Field("status", Type.CHOICE, "Its status", choices=("open", "accepted", "mitigated", "closed")),
        Field("owner", Type.TEXT, "Who owns it"),
        Field("paths", Type.TEXT, "Where in the code it is, as in .gitignore", many=True),
        Field("impact", Type.TEXT, "Its impact, with a number"),
        Field("interest", Type.TEXT, "What it costs a month to leave it as it is: hours, incidents or money"),
        Field("review-by", Type.DATE, "When it is reviewed next"),
        Field(
            "indicators",
            Type.MAPPING,
            "What shows whether it gets worse or better",
            many=True,
            parts=(
                Field("id", Type.TEXT, "A short name", required=True),
                Field("what", Type.TEXT, "What it counts"),
                Field("command", Type.TEXT, "A command that prints the value; run only after you allowed it"),
                Field("file", Type.TEXT, "A file that holds the value"),
                Field("sarif", Type.TEXT, "A SARIF log whose results are counted"),
                Field("coverage", Type.TEXT, "A coverage report: Cobertura XML, lcov or coverage.py JSON"),
                Field("benchmark", Type.TEXT, "A benchmark report: pytest-benchmark or hyperfine JSON"),
                Field("pattern", Type.TEXT, "A regular expression for the number, a SARIF rule, or a benchmark's name"),
                Field("unit", Type.TEXT, "Its unit"),
                Field("target", Type.NUMBER, "The value to reach"),
                Field("direction", Type.CHOICE, "Which way is better", choices=("up", "down")),
                Field("objective", Type.TEXT, "For a share of good events in percent: the objective, such as 99.5 %"),
                Field("window", Type.NUMBER, "The objective's window in days; 28 by default"),
            ),
        ),
        Field("settled-by", Type.TEXT, "What resolved it"),
        Field("evidence", Type.LINK, "What happened because of it", many=True, links="evidence"),
        CRITERIA,
        TAGS,
        PRIVATE,
    ),
    sections=(SectionSpec("What is wrong"), SectionSpec("What would resolve it")),
)
