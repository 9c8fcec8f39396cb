"""Asks for the topology with a token, and says what came of it. Arguments: client id, secret, URL of the tokens."""

import asyncio

import grpc
from kit import ADDRESS, ARGS, outcome, say
from pyzeebe import ZeebeClient, create_oauth2_client_credentials_channel


async def main():
    client_id, secret, url = ARGS
    channel = create_oauth2_client_credentials_channel(
        grpc_address=ADDRESS,
        client_id=client_id,
        client_secret=secret,
        authorization_server=url,
        audience="zeebe",
        channel_credentials=grpc.local_channel_credentials(grpc.LocalConnectionType.LOCAL_TCP),
    )
    client = ZeebeClient(channel, max_connection_retries=0)
    say(topology=await outcome(client.topology()))
    say(start=await outcome(client.run_process("nowhere")))
    await channel.close()


asyncio.run(asyncio.wait_for(main(), 30))
