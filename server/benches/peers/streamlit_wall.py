"""The wall in Streamlit: a fragment that runs every second, over the page's WebSocket."""

import os
import sys

from rows import EVERY_S, counted


def wall():
    import pandas
    import streamlit

    streamlit.set_page_config(layout="wide")

    @streamlit.fragment(run_every=EVERY_S)
    def figures():
        received, fields = counted()
        streamlit.metric("received", str(received))
        columns = ["field", "received", "in time", "late", "open"]
        streamlit.table(pandas.DataFrame(fields, columns=columns))

    figures()


def serve(port):
    flags = ["--server.headless=true", "--browser.gatherUsageStats=false", "--server.fileWatcherType=none"]
    address = ["--server.address=127.0.0.1", f"--server.port={port}"]
    arguments = ["-m", "streamlit", "run", __file__, *flags, *address]
    os.execv(sys.executable, [sys.executable, *arguments])


def clients(port, count):
    import asyncio

    import websockets
    from streamlit.proto.BackMsg_pb2 import BackMsg
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

    begin = BackMsg()
    begin.rerun_script.query_string = ""

    async def screen(shown):
        url = f"ws://127.0.0.1:{port}/_stcore/stream"
        async with websockets.connect(url, subprotocols=["streamlit"], max_size=None) as socket:
            await socket.send(begin.SerializeToString())
            fragment = None
            while True:
                message = ForwardMsg()
                message.ParseFromString(await socket.recv())
                kind = message.WhichOneof("type")
                if kind == "auto_rerun" and fragment is None:
                    # The page runs the fragment's clock.
                    fragment = message.auto_rerun.fragment_id
                    asyncio.get_running_loop().create_task(turn(socket, fragment))
                if kind == "script_finished" and not shown.done():
                    shown.set_result(None)

    async def turn(socket, fragment):
        again = BackMsg()
        again.rerun_script.fragment_id = fragment
        again.rerun_script.is_auto_rerun = True
        while True:
            await asyncio.sleep(EVERY_S)
            await socket.send(again.SerializeToString())

    async def all_of_them():
        loop = asyncio.get_running_loop()
        shown = [loop.create_future() for _ in range(count)]
        screens = [loop.create_task(screen(one)) for one in shown]
        done = asyncio.gather(*shown)
        await asyncio.wait([done, *screens], return_when=asyncio.FIRST_COMPLETED)
        await done
        print("ready", flush=True)
        await asyncio.gather(*screens)

    asyncio.run(all_of_them())


if len(sys.argv) > 2 and sys.argv[1] == "serve":
    serve(sys.argv[2])
elif len(sys.argv) > 3 and sys.argv[1] == "clients":
    clients(int(sys.argv[2]), int(sys.argv[3]))
else:
    wall()
