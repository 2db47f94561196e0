"""Python operators of nobody else's, for tests."""

from datetime import datetime, timedelta, timezone

from airflow.exceptions import AirflowFailException, AirflowSkipException

try:
    from airflow.providers.standard.triggers.temporal import DateTimeTrigger
    from airflow.sdk import BaseHook, BaseOperator
except ImportError:  # Airflow 2
    from airflow.hooks.base import BaseHook
    from airflow.models.baseoperator import BaseOperator
    from airflow.triggers.temporal import DateTimeTrigger


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


class EndingOperator(BaseOperator):
    """Ends in some way.

    :param how: skip, fail, break, object or wait
    """

    def __init__(self, *, how: str, acme_conn_id: str, **kwargs) -> None:
        super().__init__(**kwargs)
        self.how = how
        self.acme_conn_id = acme_conn_id

    def execute(self, context):
        connection = BaseHook.get_connection(self.acme_conn_id)
        self.log.info("goes to %s as %s", connection.host, connection.password)
        if self.how == "skip":
            raise AirflowSkipException("nothing to do")
        if self.how == "fail":
            raise AirflowFailException("never again")
        if self.how == "break":
            try:
                [].pop()
            except IndexError as cause:
                raise ValueError(f"no luck with {connection.password}") from cause
        if self.how == "object":
            return {object()}
        if self.how == "wait":
            moment = datetime.now(timezone.utc) + timedelta(seconds=1)
            self.defer(trigger=DateTimeTrigger(moment), method_name="resume")
        return None

    def resume(self, context, event):
        start = context["data_interval_start"]
        return {"run": context["run_id"], "day": str(start)[:10], "ds": context["ds"]}
