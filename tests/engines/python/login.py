"""What each SASL mechanism comes to, with the password and with a wrong one. Arguments: name, password, CA file or none."""

import json
import sys

from confluent_kafka import KafkaError, KafkaException
from confluent_kafka.admin import AdminClient

# Not by the kit: that has a client of its own, which does not log in.
BROKERS, NAME, PASSWORD, *CA = sys.argv[1:]


def attempt(mechanism, password):
    """`in`, or the name of the error."""
    seen = []
    config = {
        "bootstrap.servers": BROKERS,
        "security.protocol": "SASL_SSL" if CA else "SASL_PLAINTEXT",
        "sasl.mechanism": mechanism,
        "sasl.username": NAME,
        "sasl.password": password,
        "error_cb": lambda error: seen.append(error.code()),
        "log_level": 0,
    }
    if CA:
        config["ssl.ca.location"] = CA[0]
    client = AdminClient(config)
    try:
        client.list_topics(timeout=5)
        return "in"
    except KafkaException:
        client.poll(1)
        return "refused" if KafkaError._AUTHENTICATION in seen else str(seen)


for mechanism in ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"]:
    facts = {"mechanism": mechanism, "right": attempt(mechanism, PASSWORD), "wrong": attempt(mechanism, PASSWORD + "x")}
    print(json.dumps(facts), flush=True)
