"""What the scenarios share. A scenario prints facts as JSON lines; the expectations are in the .test.ts beside it."""

import asyncio
import json
import sys

from pyzeebe import ZeebeClient, ZeebeWorker, create_insecure_channel

ADDRESS = sys.argv[1]
ARGS = sys.argv[2:]
LONGEST_SECONDS = 30


def say(**facts):
    print(json.dumps(facts), flush=True)


def run(scenario):
    """Runs `scenario(client, channel)` to its end, for half a minute at most."""

    async def limited():
        channel = create_insecure_channel(grpc_address=ADDRESS)
        await asyncio.wait_for(scenario(ZeebeClient(channel), channel), LONGEST_SECONDS)
        await channel.close()

    asyncio.run(limited())


class working:
    """`async with working(worker):` has the worker work meanwhile."""

    def __init__(self, channel, **options):
        self.worker = ZeebeWorker(channel, name="py", request_timeout=1000, **options)

    async def __aenter__(self):
        self.task = asyncio.create_task(self.worker.work())
        return self.worker

    async def __aexit__(self, *_):
        await self.worker.stop()
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)


async def outcome(call):
    """What a call came to: `done`, or the name of what it raised."""
    try:
        await call
        return "done"
    except Exception as error:  # whatever it is, its name is the fact
        return type(error).__name__
