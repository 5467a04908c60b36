"""The wall in Superset: a dashboard of a large number and a table that asks for both every second; two workers of gunicorn."""

import json
import os
import subprocess
import sys

from rows import EVERY_S, ROWS

FOLDER = os.path.dirname(os.path.abspath(__file__))
CHARTS = f"{ROWS}.superset.json"
BY_FIELD = {
    "received": "count(*)",
    "in time": "sum(outcome IN ('early', 'on_time'))",
    "late": "sum(outcome = 'late')",
    "open": "sum(ended_day IS NULL)",
}


def metric(label, sql):
    return {"expressionType": "SQL", "sqlExpression": sql, "label": label}


def prepare():
    """Makes its own database, and the dashboard in it."""
    superset = os.path.join(os.path.dirname(sys.executable), "superset")
    for task in (["db", "upgrade"], ["init"]):
        subprocess.run([superset, *task], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    from superset.app import create_app

    with create_app().app_context():
        make_dashboard()


def make_dashboard():
    from superset import db, security_manager
    from superset.connectors.sqla.models import SqlaTable
    from superset.models.core import Database
    from superset.models.dashboard import Dashboard
    from superset.models.slice import Slice

    database = Database(database_name="rows", sqlalchemy_uri=f"sqlite:///{ROWS}", expose_in_sqllab=False)
    db.session.add(database)
    db.session.flush()
    table = SqlaTable(table_name="dossier", database=database, schema="main")
    db.session.add(table)
    db.session.flush()
    table.fetch_metadata()
    source = {"id": table.id, "type": "table"}
    metrics = [metric(label, sql) for label, sql in BY_FIELD.items()]
    total = chart(source, "received", "big_number_total", {"metric": metrics[0], "y_axis_format": "d"}, {"metrics": metrics[:1]})
    lines = {"columns": ["field"], "metrics": metrics, "row_limit": 1000}
    fields = chart(source, "by field", "table", {"query_mode": "aggregate", "groupby": ["field"], "metrics": metrics}, lines)
    slices = [Slice(datasource_id=table.id, datasource_type="table", **one) for one in (total, fields)]
    db.session.add_all(slices)
    db.session.flush()
    wall = Dashboard(dashboard_title="wall", slug="wall", published=True, slices=slices)
    wall.position_json = json.dumps(layout(slices))
    wall.json_metadata = json.dumps({"refresh_frequency": EVERY_S})
    db.session.add(wall)
    access = security_manager.add_permission_view_menu("all_datasource_access", "all_datasource_access")
    security_manager.add_permission_role(security_manager.get_public_role(), access)
    db.session.commit()
    with open(CHARTS, "w", encoding="utf-8") as file:
        json.dump([one.id for one in slices], file)


def chart(source, name, kind, form, query):
    form = {**form, "viz_type": kind, "datasource": f"{source['id']}__table"}
    context = {"datasource": source, "force": True, "queries": [query], "form_data": form, "result_format": "json", "result_type": "full"}
    return {"slice_name": name, "viz_type": kind, "params": json.dumps(form), "query_context": json.dumps(context)}


def layout(slices):
    row = {"type": "ROW", "id": "ROW", "children": [], "parents": ["ROOT_ID", "GRID_ID"], "meta": {"background": "BACKGROUND_TRANSPARENT"}}
    parts = {
        "DASHBOARD_VERSION_KEY": "v2",
        "ROOT_ID": {"type": "ROOT", "id": "ROOT_ID", "children": ["GRID_ID"]},
        "GRID_ID": {"type": "GRID", "id": "GRID_ID", "children": ["ROW"], "parents": ["ROOT_ID"]},
        "ROW": row,
    }
    for one in slices:
        key = f"CHART-{one.id}"
        meta = {"chartId": one.id, "width": 6, "height": 60, "sliceName": one.slice_name}
        parts[key] = {"type": "CHART", "id": key, "children": [], "parents": ["ROOT_ID", "GRID_ID", "ROW"], "meta": meta}
        row["children"].append(key)
    return parts


def serve(port):
    if not os.path.exists(CHARTS):
        subprocess.run([sys.executable, __file__, "prepare"], check=True)
    flags = ["--workers", "2", "--worker-class", "gthread", "--threads", "16", "--bind", f"127.0.0.1:{port}", "--timeout", "120"]
    arguments = ["-m", "gunicorn", *flags, "--log-level", "error", "superset.app:create_app()"]
    os.execv(sys.executable, [sys.executable, *arguments])


def clients(port, count):
    from polling import poll

    with open(CHARTS, encoding="utf-8") as file:
        charts = json.load(file)
    poll(port, count, [("GET", f"/api/v1/chart/{one}/data/?force=true", None, {}) for one in charts])


os.environ["SUPERSET_CONFIG_PATH"] = os.path.join(FOLDER, "superset_config.py")
os.environ["FLASK_APP"] = "superset.app:create_app()"
if sys.argv[1] == "serve":
    serve(sys.argv[2])
elif sys.argv[1] == "prepare":
    prepare()
else:
    clients(int(sys.argv[2]), int(sys.argv[3]))
