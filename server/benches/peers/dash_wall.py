"""The wall in Dash: an interval of a second, whose callback the page posts; two workers of gunicorn."""

import json
import os
import sys
import urllib.request

from rows import EVERY_S, counted


def make():
    import dash

    app = dash.Dash(__name__)
    app.layout = dash.html.Div([
        dash.html.H1(id="received"),
        dash.html.Table(id="fields"),
        dash.dcc.Interval(id="tick", interval=EVERY_S * 1000),
    ])

    @app.callback(dash.Output("received", "children"), dash.Output("fields", "children"), dash.Input("tick", "n_intervals"))
    def figures(_):
        received, fields = counted()
        lines = [dash.html.Tr([dash.html.Td(cell) for cell in line]) for line in fields]
        return str(received), lines

    return app


def serve(port):
    flags = ["--workers", "2", "--threads", "16", "--bind", f"127.0.0.1:{port}", "--log-level", "error"]
    folder = os.path.dirname(os.path.abspath(__file__))
    arguments = ["-m", "gunicorn", *flags, "--chdir", folder, "dash_wall:make_server()"]
    os.execv(sys.executable, [sys.executable, *arguments])


def make_server():
    return make().server


def clients(port, count):
    from polling import poll

    with urllib.request.urlopen(f"http://127.0.0.1:{port}/_dash-dependencies") as answer:
        callback = json.load(answer)[0]
    outputs = [{"id": "received", "property": "children"}, {"id": "fields", "property": "children"}]
    inputs = [{"id": "tick", "property": "n_intervals", "value": 1}]
    asked = {"output": callback["output"], "outputs": outputs, "inputs": inputs, "changedPropIds": ["tick.n_intervals"]}
    headers = {"Content-Type": "application/json"}
    poll(port, count, [("POST", "/_dash-update-component", json.dumps(asked), headers)])


if __name__ == "__main__":
    if sys.argv[1] == "serve":
        serve(sys.argv[2])
    else:
        clients(int(sys.argv[2]), int(sys.argv[3]))
