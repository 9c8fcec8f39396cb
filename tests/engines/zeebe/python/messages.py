"""Publishes messages early and late, the same id twice, a signal; cancels; and is refused."""

from kit import ARGS, outcome, run, say

process_id = ARGS[0]


async def scenario(client, channel):
    name = f"m-{process_id}"

    async def publish(key, ttl=60_000, message_id=None):
        return await client.publish_message(name, key, {"by": key}, ttl, message_id)

    await publish("early")
    await publish("lost", ttl=0)
    instances = {}
    for key in ("early", "lost", "late"):
        created = await client.run_process(process_id, variables={"ref": key})
        instances[key] = str(created.process_instance_key)
    await publish("late", ttl=0)
    say(step="instances", **instances)
    say(step="id", first=await outcome(publish("k", message_id="one")), second=await outcome(publish("k", message_id="one")))
    lost = int(instances["lost"])
    say(
        step="cancel",
        first=await outcome(client.cancel_process_instance(lost)),
        second=await outcome(client.cancel_process_instance(lost)),
    )
    say(
        step="refused",
        process=await outcome(client.run_process("nobody")),
        late=await outcome(client.run_process_with_result(process_id, {"ref": "never"}, timeout=300)),
        signal=await outcome(client.broadcast_signal("nobody-waits", {})),
        evaluate=await outcome(client.evaluate_decision(None, "none", {})),
    )


run(scenario)
