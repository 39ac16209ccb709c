"""An award."""

from upward.model.kind import Field, Kind, Type

KIND = Kind(
    "award",
    "awards",
    "An award you were given",
    (Field("title", Type.TEXT, "Its name", required=True), Field("date", Type.DATE, "When")),
)
