"""Publishes and receives CloudEvents with the Python SDK; the expectations are in sdks.test.ts.

Usage: sdk.py publish <url> <events as JSON> | sdk.py receive
"""

import json
import sys
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from cloudevents.core.bindings import http
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent


def say(**facts):
    print(json.dumps(facts), flush=True)


def made(wanted):
    attributes = {name: wanted[name] for name in ("id", "type", "source", "subject", "shop")}
    attributes["specversion"] = "1.0"
    attributes["datacontenttype"] = "application/json"
    return CloudEvent(attributes=attributes, data=wanted["data"])


def post(url, headers, body):
    request = urllib.request.Request(url, data=body, headers=dict(headers), method="POST")
    try:
        with urllib.request.urlopen(request) as answer:
            say(status=answer.status)
    except urllib.error.HTTPError as error:
        say(status=error.code)


def publish(url, events):
    """Each in its mode. The SDK has no batches: those are put together from what it writes."""
    batch = []
    for wanted in events:
        event = made(wanted)
        if wanted["mode"] == "batch":
            batch.append(JSONFormat().write(event).decode())
            continue
        message = http.to_binary_event(event) if wanted["mode"] == "binary" else http.to_structured_event(event)
        post(url, message.headers, message.body)
    if batch:
        body = f"[{','.join(batch)}]".encode()
        post(url, {"content-type": "application/cloudevents-batch+json"}, body)


class Receiver(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        event = http.from_http_event(http.HTTPMessage(headers=headers, body=body))
        data = event.get_data()
        say(
            mode="binary" if "ce-id" in headers else "structured",
            id=event.get_id(),
            type=event.get_type(),
            source=event.get_source(),
            subject=event.get_subject(),
            shop=event.get_extension("shop"),
            data=data.decode() if isinstance(data, bytes) else json.dumps(data, ensure_ascii=False),
        )
        if event.get_type() == "sdk.asked":
            self.reply(event)
            return
        self.send_response(202)
        self.send_header("content-length", "0")
        self.end_headers()

    def reply(self, event):
        answer = {"id": f"reply-{event.get_id()}", "type": "sdk.answered", "source": "/sdk/python"}
        message = http.to_binary_event(made({**answer, "subject": "answer", "shop": "nord", "data": {"answer": 42}}))
        self.send_response(200)
        for name, value in message.headers.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(message.body)))
        self.end_headers()
        self.wfile.write(message.body)

    def log_message(self, *_):
        pass


if sys.argv[1] == "publish":
    publish(sys.argv[2], json.loads(sys.argv[3]))
else:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    say(listening=f"http://127.0.0.1:{server.server_port}")
    server.serve_forever()
