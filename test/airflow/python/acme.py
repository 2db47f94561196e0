"""Python operators of nobody else's, for tests."""

try:
    from airflow.sdk import BaseOperator
except ImportError:  # Airflow 2
    from airflow.models.baseoperator import BaseOperator


class EchoOperator(BaseOperator):
    """Returns the arguments as they arrive.

    :param number: a number
    :param made: what Python made
    """

    template_fields = (
        "number",
        "list",
        "whole",
        "text",
        "nested",
        "nothing",
        "braces",
        "plain",
    )

    def __init__(
        self,
        *,
        number: int,
        list: list[int],
        whole: dict,
        text: str,
        nested: dict,
        nothing: str | None,
        braces: str,
        made: str = "",
        plain: str,
        **kwargs,
    ) -> None:
        super().__init__(**kwargs)
        self.number = number
        self.list = list
        self.whole = whole
        self.text = text
        self.nested = nested
        self.nothing = nothing
        self.braces = braces
        self.made = made
        self.plain = plain

    def execute(self, context):
        names = [*self.template_fields, "made"]
        return {
            "arguments": {name: getattr(self, name) for name in names},
            "sum": self.number + len(self.list),
        }


class PlainOperator(BaseOperator):
    """Renders nothing."""

    def __init__(self, *, size: int, wait: str | None = None, **kwargs) -> None:
        super().__init__(**kwargs)
        self.size = size
        self.wait = wait

    def execute(self, context):
        return {"size": self.size, "wait": self.wait}
