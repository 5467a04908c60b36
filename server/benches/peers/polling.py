"""Screens without a browser: each asks over a connection of its own, as the peer's page does."""

import http.client
import threading
import time

from rows import EVERY_S


def poll(port, count, requests):
    """Opens `count` screens. Each makes `requests` (method, path, body, headers) every second; says `ready` when all were answered."""
    answered = threading.Barrier(count + 1)

    def screen(number):
        time.sleep(EVERY_S * number / count)
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        is_first = True
        while True:
            started = time.monotonic()
            try:
                for method, path, body, headers in requests:
                    connection.request(method, path, body, headers)
                    answer = connection.getresponse()
                    answer.read()
                    if answer.status != 200:
                        raise SystemExit(f"{path}: {answer.status}")
            except OSError:
                connection.close()
            if is_first:
                answered.wait()
                is_first = False
            time.sleep(max(0, EVERY_S - (time.monotonic() - started)))

    for number in range(count):
        threading.Thread(target=screen, args=(number,), daemon=True).start()
    answered.wait()
    print("ready", flush=True)
    threading.Event().wait()
