"""Sensors that are Node bundles. DAG files that have such tasks import this module.

Airflow's BaseSensorOperator says when they look, how they wait and how that ends; each look runs the bundle, as the
tasks of the shared module run theirs.
"""

from __future__ import annotations

import threading

import shared_module as windsock

try:
    from airflow.sdk import BaseSensorOperator, PokeReturnValue
except ImportError:  # Airflow 2
    from airflow.sensors.base import BaseSensorOperator, PokeReturnValue

try:
    from airflow.sdk.exceptions import AirflowSensorTimeout
except ImportError:  # Airflow before 3.2
    from airflow.exceptions import AirflowSensorTimeout

__all__ = ["NodeSensor"]

# Seconds that a sensor is away at least when it is rescheduled: Airflow 3 fails one that is back before its scheduler
# has seen it go.
SHORTEST_RESCHEDULE = 10


class NodeSensor(BaseSensorOperator, windsock.BashOperator):
    """A task that waits until its bundle says that what it waits for is there."""

    def execute(self, context):
        try:
            return super().execute(context)
        except AirflowSensorTimeout as error:
            running = windsock.running()
            context.pop(running.ENDED, None)
            running.leave_error(context, running.error_of(context, error))
            raise

    def poke(self, context):
        running = windsock.running()
        # What it has said of a look before, after which it went on waiting.
        context.pop(running.ENDED, None)
        is_over = threading.Event()
        limit = min(self.timeout, threading.TIMEOUT_MAX)
        timer = threading.Timer(limit, self._end_look, [is_over])
        timer.daemon = True
        timer.start()
        try:
            value = windsock.BashOperator.execute(self, context)
        except Exception:
            if not is_over.is_set():
                raise
            raise AirflowSensorTimeout(
                f"A look was ended when its timeout of {self.timeout} seconds was over."
            ) from None
        except BaseException:
            # AirflowTaskTimeout may become a skip, after which Airflow does not ask the bundle to end.
            self.subprocess_hook.end()
            raise
        finally:
            timer.cancel()
        return PokeReturnValue(value is not running.NOT_DONE, value)

    def on_kill(self):
        # Between two looks there is no process.
        process = self.subprocess_hook.sub_process
        if process is not None and process.poll() is None:
            super().on_kill()

    def _end_look(self, is_over):
        """End a look that hangs: Airflow heeds the timeout between two looks alone."""
        is_over.set()
        self.subprocess_hook.end()

    def _get_next_poke_interval(self, *args, **kwargs):
        interval = super()._get_next_poke_interval(*args, **kwargs)
        return max(interval, SHORTEST_RESCHEDULE) if self.reschedule else interval
