"""Evidence: something that happened, with where it is recorded."""

from upward.model.kind import CRITERIA, PRIVATE, TAGS, Field, Kind, SectionSpec, Type

KIND = Kind(
    name="evidence",
    folder="evidence",
    summary="Something that happened, with its sources",
    fields=(
        Field("kind", Type.TEXT, "evidence"),
        Field("title", Type.TEXT, "What happened, in a line", required=True),
        Field("date", Type.DATE, "When it happened, or ended", required=True),
        Field("started", Type.DATE, "When it began"),
        Field("origins", Type.ORIGIN, "Where it is recorded: git:<oid>, github:owner/name#12, a link", many=True),
        Field("repo", Type.TEXT, "The repository it comes from"),
        Field("refs", Type.TEXT, "Issues and pull requests", many=True),
        Field(
            "people",
            Type.MAPPING,
            "Who was there, and their part",
            many=True,
            parts=(
                Field("name", Type.TEXT, "Their name", required=True),
                Field("email", Type.TEXT, "Their address"),
                Field("part", Type.TEXT, "What they did: author, reviewer, lead, …"),
            ),
        ),
        Field("part", Type.TEXT, "Your own part: lead, owner, author, co-author, reviewer, …"),
        Field(
            "said",
            Type.MAPPING,
            "What other people said about it",
            many=True,
            parts=(
                Field("by", Type.TEXT, "Their name", required=True),
                Field("text", Type.TEXT, "Their words", required=True),
                Field("role", Type.TEXT, "Who they are to you: manager, mentee, customer, …"),
                Field("date", Type.DATE, "When they said it"),
                Field("where", Type.TEXT, "Where it is recorded"),
            ),
        ),
        Field(
            "measures",
            Type.MAPPING,
            "Numbers, and how they are known",
            many=True,
            parts=(
                Field("id", Type.TEXT, "A short name"),
                Field("value", Type.TEXT, "The number", required=True),
                Field("unit", Type.TEXT, "What it counts"),
                Field("baseline", Type.TEXT, "What it was before"),
                Field("period", Type.TEXT, "Over which time"),
                Field("method", Type.TEXT, "How it was measured"),
                Field("status", Type.CHOICE, "How the number is known", choices=("measured", "estimate", "unproven")),
                Field("confirmed-by", Type.TEXT, "Another person who confirms the number"),
            ),
        ),
        Field("significance", Type.NUMBER, "Its significance when it was mined, from 0 to 1"),
        Field("areas", Type.TEXT, "Parts of the system that it touched", many=True),
        CRITERIA,
        TAGS,
        PRIVATE,
    ),
    sections=(SectionSpec("What happened"), SectionSpec("What only you know")),
)
