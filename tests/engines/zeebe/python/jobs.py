"""Works jobs as told, until `times` of them have come: completes, fails, throws or breaks. Starts an instance first,
unless told to `go on`."""

import asyncio

from kit import ARGS, run, say, working

from pyzeebe import Job, JobController

process_id, what, times = ARGS[0], ARGS[1], int(ARGS[2])


class Told(Exception):
    """The job is to end as told."""


async def end_as_told(error: Exception, job: Job, controller: JobController):
    if not isinstance(error, Told):
        await controller.set_failure_status(f"raised: {error}")
    elif what == "fail":
        await controller.set_failure_status("not now", variables={"tried": job.retries})
    else:
        await controller.set_error_status("no funds", error_code="DECLINED", variables={"why": "funds"})


async def scenario(client, channel):
    enough = asyncio.Event()
    count = 0
    worker = working(channel)

    @worker.worker.task(task_type=process_id, exception_handler=end_as_told)
    async def work(job: Job) -> dict:
        nonlocal count
        count += 1
        facts = dict(element=job.element_id, headers=dict(job.custom_headers), retries=job.retries)
        say(step="job", **facts, variables=dict(job.variables))
        if count >= times:
            # The answer is still to be reported.
            asyncio.get_running_loop().call_later(0.5, enough.set)
        if what in ("fail", "throw"):
            raise Told()
        if what == "break":
            raise ValueError("broken")
        return {"done": True}

    if ARGS[3:] != ["go on"]:
        created = await client.run_process(process_id, variables={"a": 1})
        say(step="created", instance=str(created.process_instance_key))
    async with worker:
        await enough.wait()


run(scenario)
