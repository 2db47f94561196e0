"""The graph of test/fixtures/groups/dags-ts/every-mapping.ts, as a person would write it."""

import itertools

import pendulum
from airflow import DAG
from airflow.timetables.interval import CronDataIntervalTimetable

try:
    from airflow.providers.standard.operators.empty import EmptyOperator
    from airflow.sdk import Param, TaskGroup, task, task_group
except ImportError:  # Airflow 2
    from airflow.decorators import task, task_group
    from airflow.models.param import Param
    from airflow.operators.empty import EmptyOperator
    from airflow.utils.task_group import TaskGroup


def pick(name):
    return lambda value: value[name]


def echo(value):
    return value


def double(value):
    return value * 2


def gather(task_id):
    """Reads what a mapped task returned, whatever became of its instances."""

    def pull(ti=None):
        values = ti.xcom_pull(task_ids=[task_id])
        return [value for value in values if value is not None]

    return pull


NAME = "{{ ti.xcom_pull(task_ids='city__items')[ti.map_index]['name'] }}"


def called(task_id, function, **options):
    return task(task_id=task_id, **options)(function)


with DAG(
    "every-mapping",
    schedule=CronDataIntervalTimetable("0 0 * * *", timezone="UTC"),
    start_date=pendulum.datetime(2021, 1, 1, tz="UTC"),
    catchup=False,
    max_active_runs=16,
    params={"factors": Param([2, 3], type="array")},
    doc_md="Each way to map.",
):
    cities = [{"name": name} for name in ("Linz", "Wels", "Steyr")]
    made = called("list", lambda: {"cities": cities, "none": []})()
    tens = called("whole", lambda: [10, 20])()

    # Airflow cannot map over a field: so another task has it.
    count_items = called("count__items", pick("cities"))(made)
    counted = called("count", echo).expand(value=count_items)
    again_items = called("again__items", gather("count"))()
    counted >> again_items
    called("again", echo).expand(value=again_items)
    counted >> called("gather", lambda: 1)()

    odd = called("odd", lambda value: value if value % 2 else None)
    odd_values = odd.expand(value=[1, 2, 3])
    odd_values >> called("odd_ones", lambda: 1)()
    none_items = called("none__items", pick("none"))(made)
    none = called("none", echo).expand(value=none_items)
    none >> called("nothing", lambda: 1, trigger_rule="all_done")()
    none >> EmptyOperator(task_id="skipped")

    called("literal", echo).expand(value=[1, 2])
    called("param", double).expand(value=called("param__items", lambda: [2, 3])())
    called("variable", double).expand(value=called("variable__items", lambda: [7])())
    called("whole_one", double).expand(value=called("whole_one__items", echo)(tens))
    zipped = called("zipped__items", lambda of, by: [1, 2])(made, tens)
    called("zipped", echo).expand(value=zipped)
    behind = called("behind__items", lambda value: [*value, 2, 3, 5])(tens)
    called("behind", double).expand(value=behind)
    crossed = called(
        "crossed__items",
        lambda value: [list(pair) for pair in itertools.product(value, [1, 2, 3])],
    )(tens)
    called("crossed", echo).expand(value=crossed)

    # Its tasks look for their elements themselves, and the names of instances are those of tasks.
    @task_group(group_id="city", tooltip="One of each")
    def city(windsock_item):
        clean = called("clean", echo, map_index_template=NAME)(windsock_item)
        with TaskGroup("inner") as inner:
            letters = called("letters", lambda value, by: 1, map_index_template=NAME)
            letters(clean, tens)
        inner >> EmptyOperator(task_id="last", map_index_template=NAME)

    city_group = city.expand(windsock_item=called("city__items", pick("cities"))(made))
    tasks = {each.task_id: each for each in city_group.iter_tasks()}
    sums = called("sum", lambda: 1)()
    [tasks["city.clean"], tasks["city.inner.letters"]] >> sums

    @task_group(group_id="three")
    def three(windsock_item):
        def even(value):
            if value == 2:
                raise ValueError("instance 1 fails")

        first = called("even", even)(windsock_item)
        first >> called("after", lambda: 1)()
        first >> called("anyway", lambda: 1, trigger_rule="all_done")()

    three.expand(windsock_item=[1, 2, 3]) >> EmptyOperator(
        task_id="after_three", trigger_rule="all_done"
    )
