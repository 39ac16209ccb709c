"""A message: a decision, an incident or a concern explained to people outside of engineering."""

from upward.model.kind import CRITERIA, PRIVATE, TAGS, Field, Kind, SectionSpec, Type

KIND = Kind(
    name="message",
    folder="messages",
    summary="A decision, incident or concern explained to people outside engineering",
    fields=(
        Field("kind", Type.TEXT, "message"),
        Field("title", Type.TEXT, "Its subject line", required=True),
        Field("date", Type.DATE, "When it was written", required=True),
        Field("source", Type.LINK, "The record it explains"),
        Field(
            "audience",
            Type.CHOICE,
            "Who will read it",
            required=True,
            choices=("finance", "support", "director", "customer"),
        ),
        Field("needed-by", Type.DATE, "By when an answer is needed"),
        Field(
            "readers",
            Type.MAPPING,
            "Readers who were asked what they are expected to do",
            many=True,
            parts=(
                Field("reader", Type.TEXT, "Who, by role", required=True),
                Field("date", Type.DATE, "When", required=True),
                Field(
                    "understood", Type.CHOICE, "Whether they named the request", required=True, choices=("yes", "no")
                ),
                Field("words", Type.TEXT, "What they said"),
            ),
        ),
        Field("evidence", Type.LINK, "Evidence created from it", many=True, links="evidence"),
        CRITERIA,
        TAGS,
        PRIVATE,
    ),
    sections=(
        SectionSpec("What happened", ("What it is about",)),
        SectionSpec("What it costs"),
        SectionSpec("The choices"),
        SectionSpec("What we need by when"),
    ),
)
