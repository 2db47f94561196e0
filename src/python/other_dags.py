"""Operators that have to do with other DAGs. DAG files that have such tasks import this module."""

from __future__ import annotations

try:
    from airflow.providers.standard.operators.trigger_dagrun import (
        TriggerDagRunOperator,
    )
except ImportError:  # Airflow 2 without the standard provider
    from airflow.operators.trigger_dagrun import TriggerDagRunOperator

__all__ = ["TriggerDagRunOperator"]
