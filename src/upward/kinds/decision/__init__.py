"""A decision: MADR 4.0, with scenarios, options weighed against them, and a day to look back."""

from upward.model.kind import Field, Kind, SectionSpec, Type

# From no part at all to work done without human review.
_LEVELS = ("none", "hint", "assist", "pair", "copilot", "auto")

KIND = Kind(
    name="decision",
    folder="decisions",
    summary="An architecture decision with options, scenarios and verdicts",
    fields=(
        Field("kind", Type.TEXT, "decision"),
        Field("title", Type.TEXT, "What was decided"),
        Field("status", Type.TEXT, "proposed, accepted, rejected, deprecated, superseded by another"),
        Field("date", Type.DATE, "When it was last changed"),
        Field("decision-makers", Type.TEXT, "Who decided", many=True),
        Field("consulted", Type.TEXT, "Who was consulted", many=True),
        Field("informed", Type.TEXT, "Who is informed", many=True),
        Field(
            "x-scenarios",
            Type.MAPPING,
            "Quality-attribute scenarios it must satisfy",
            many=True,
            parts=(
                Field("id", Type.TEXT, "A short name", required=True),
                Field("quality", Type.TEXT, "The quality, as in ISO 25010 or in everyday words"),
                Field("source", Type.TEXT, "Who or what causes it"),
                Field("stimulus", Type.TEXT, "What happens"),
                Field("environment", Type.TEXT, "Under which conditions"),
                Field("artifact", Type.TEXT, "Which part is affected"),
                Field("response", Type.TEXT, "What the system does"),
                Field("measure", Type.TEXT, "How that is measured: a number with its unit", required=True),
                Field("importance", Type.CHOICE, "How much it matters", choices=("must", "high", "medium", "low")),
                Field("difficulty", Type.CHOICE, "How hard it is", choices=("high", "medium", "low")),
            ),
        ),
        Field(
            "x-options",
            Type.MAPPING,
            "The options that were weighed",
            many=True,
            parts=(
                Field("id", Type.TEXT, "A short name", required=True),
                Field("title", Type.TEXT, "What it is"),
                Field(
                    "ai",
                    Type.CHOICE,
                    "How much AI was involved",
                    choices=_LEVELS,
                ),
            ),
        ),
        Field(
            "x-results",
            Type.MAPPING,
            "A verdict per scenario and option",
            many=True,
            parts=(
                Field("scenario", Type.TEXT, "Its id", required=True),
                Field("option", Type.TEXT, "Its id", required=True),
                Field(
                    "verdict",
                    Type.CHOICE,
                    "Whether the option meets the scenario",
                    required=True,
                    choices=("meets", "risk", "fails"),
                ),
                Field("evidence", Type.TEXT, "How that is known"),
                Field(
                    "point",
                    Type.CHOICE,
                    "Whether it is a sensitivity or trade-off point",
                    choices=("sensitivity", "trade-off"),
                ),
            ),
        ),
        Field("x-weights", Type.MAPPING, "Weights of scenarios, by their ids"),
        Field("x-chosen", Type.TEXT, "The chosen option's id, if the text does not name it"),
        Field("x-revisit", Type.DATE, "When to compare it with its outcome"),
        Field(
            "x-predictions",
            Type.MAPPING,
            "Expected outcomes, compared on that day",
            many=True,
            parts=(
                Field("text", Type.TEXT, "What will be true, with a number", required=True),
                Field("probability", Type.TEXT, "How sure you are, such as 80 %", required=True),
                Field("by", Type.DATE, "By when it will show"),
                Field("came", Type.CHOICE, "Whether it came true", choices=("yes", "no")),
                Field("measured", Type.TEXT, "What was measured"),
            ),
        ),
        Field(
            "x-ai",
            Type.MAPPING,
            "Where AI was involved, and how much",
            many=True,
            parts=(
                Field(
                    "process",
                    Type.CHOICE,
                    "In which part of the work",
                    required=True,
                    choices=("design", "implementation", "testing", "documentation", "review", "deployment"),
                ),
                Field("level", Type.CHOICE, "How much", required=True, choices=_LEVELS),
                Field("option", Type.TEXT, "The option it is about"),
                Field("section", Type.TEXT, "The section it is about"),
                Field("tool", Type.TEXT, "The tool"),
                Field("model", Type.TEXT, "The model"),
                Field("date", Type.DATE, "When"),
            ),
        ),
    ),
    sections=(
        SectionSpec("Context and Problem Statement", ("Context",), required=True),
        SectionSpec("Considered Options", ("Options",)),
        SectionSpec("Decision Outcome", ("Decision",), required=True),
        SectionSpec("Consequences"),
    ),
)
