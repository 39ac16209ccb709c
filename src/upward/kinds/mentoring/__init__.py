"""Mentoring: a person by pseudonym, a goal both agreed on, what was seen before and after, and their own words."""

from upward.model.kind import CRITERIA, TAGS, Field, Kind, SectionSpec, Type

KIND = Kind(
    name="mentoring",
    folder="mentoring",
    summary="A colleague's growth that you help with; private unless they agreed to share it",
    fields=(
        Field("kind", Type.TEXT, "mentoring"),
        Field("title", Type.TEXT, "What it is about, without a name", required=True),
        Field("date", Type.DATE, "When it began", required=True),
        Field("person", Type.TEXT, "A pseudonym: no name, address or login", required=True),
        Field("goal", Type.TEXT, "The goal of both"),
        Field("agreed", Type.DATE, "When both agreed to the goal and to these notes"),
        Field("agreed-history", Type.DATE, "When they agreed to an analysis of git history"),
        Field("agreed-reviews", Type.DATE, "When they agreed that the reviews of their changes are read"),
        Field("agreed-to-share", Type.DATE, "When they agreed that this record may be shared"),
        Field("status", Type.CHOICE, "Its status", choices=("open", "done")),
        Field(
            "baseline",
            Type.MAPPING,
            "What was seen at the beginning",
            many=True,
            parts=(
                Field("date", Type.DATE, "When", required=True),
                Field("measure", Type.TEXT, "What was measured", required=True),
                Field("value", Type.TEXT, "The value, or what was seen", required=True),
                Field("unit", Type.TEXT, "Its unit"),
            ),
        ),
        Field(
            "observations",
            Type.MAPPING,
            "What was seen later",
            many=True,
            parts=(
                Field("date", Type.DATE, "When", required=True),
                Field("text", Type.TEXT, "What you saw, or what was done"),
                Field("measure", Type.TEXT, "What was looked at, as in the baseline"),
                Field("value", Type.TEXT, "The value, or what was seen"),
                Field("unit", Type.TEXT, "Its unit"),
            ),
        ),
        Field("checkpoints", Type.DATE, "Days on which both review the goal", many=True),
        Field(
            "own-words",
            Type.MAPPING,
            "What they say about it themselves",
            many=True,
            parts=(Field("date", Type.DATE, "When", required=True), Field("text", Type.TEXT, "What", required=True)),
        ),
        Field(
            "hand-overs",
            Type.MAPPING,
            "What they own now",
            many=True,
            parts=(Field("date", Type.DATE, "When", required=True), Field("area", Type.TEXT, "What", required=True)),
        ),
        Field("evidence", Type.LINK, "Evidence created from it", many=True, links="evidence"),
        CRITERIA,
        TAGS,
        Field("private", Type.FLAG, "Always true, unless they agreed to share it"),
    ),
    sections=(SectionSpec("What we agreed on"), SectionSpec("What I noticed about my own part")),
)
