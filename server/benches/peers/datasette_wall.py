"""The wall in datasette-dashboards: a page that reloads itself every second and asks for each chart by SQL."""

import json
import os
import sys
import urllib.parse

from rows import BY_FIELD, EVERY_S, RECEIVED, ROWS

DATABASE = os.path.splitext(os.path.basename(ROWS))[0]
CHARTS = {
    "received": {"title": "received", "db": DATABASE, "query": RECEIVED, "library": "metric", "display": {"field": "received"}},
    "fields": {"title": "by field", "db": DATABASE, "query": BY_FIELD, "library": "table", "display": None},
}


def serve(port):
    # Its interval is in minutes.
    wall = {"title": "wall", "settings": {"autorefresh": EVERY_S / 60}, "layout": [["received"], ["fields"]], "charts": CHARTS}
    metadata = f"{ROWS}.metadata.json"
    with open(metadata, "w", encoding="utf-8") as file:
        json.dump({"plugins": {"datasette-dashboards": {"wall": wall}}}, file)
    arguments = ["-m", "datasette", ROWS, "--metadata", metadata, "--host", "127.0.0.1", "--port", port]
    os.execv(sys.executable, [sys.executable, *arguments])


def clients(port, count):
    from polling import poll

    def data(chart):
        asked = urllib.parse.urlencode({"sql": chart["query"], "_shape": "objects"})
        return ("GET", f"/{DATABASE}.json?{asked}", None, {})

    page = ("GET", "/-/dashboards/wall", None, {})
    poll(port, count, [page, *map(data, CHARTS.values())])


if sys.argv[1] == "serve":
    serve(sys.argv[2])
else:
    clients(int(sys.argv[2]), int(sys.argv[3]))
