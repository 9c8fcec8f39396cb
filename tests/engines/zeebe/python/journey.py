"""Deploys a file twice, and runs it with a worker that polls and one to which jobs are pushed."""

from kit import ARGS, run, say, working

path, process_id = ARGS


async def scenario(client, channel):
    topology = await client.topology()
    say(step="topology", version=topology.gateway_version, partitions=topology.partitions_count)
    first = await client.deploy_resource(path)
    again = await client.deploy_resource(path)
    deployed = first.deployments[0]
    say(
        step="deploy",
        process=deployed.bpmn_process_id == process_id,
        version=deployed.version,
        same=deployed == again.deployments[0],
    )
    for pushed in (False, True):
        worker = working(channel, stream_enabled=pushed)

        @worker.worker.task(task_type=process_id)
        async def work(amount: int, job_context=None) -> dict:
            return {"doubled": amount * 2}

        async with worker:
            result = await client.run_process_with_result(process_id, variables={"amount": 21}, timeout=20_000)
            say(step="result", pushed=pushed, variables=result.variables)


run(scenario)
