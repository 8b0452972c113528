"""stomp.py against the broker: prints one line for each thing that comes back."""

import queue
import sys

import stomp

PATIENCE = 30
host, port = sys.argv[1], int(sys.argv[2])


class Inbox(stomp.ConnectionListener):
    def __init__(self):
        self.frames = queue.Queue()

    def on_connected(self, frame):
        self.frames.put(("connected", frame.headers["version"], frame))

    def on_receipt(self, frame):
        self.frames.put(("receipt", frame.headers["receipt-id"], frame))

    def on_message(self, frame):
        self.frames.put(("message", frame.body, frame))

    def on_error(self, frame):
        self.frames.put(("error", frame.headers["message"], frame))

    def next(self):
        kind, text, frame = self.frames.get(timeout=PATIENCE)
        print(kind, text, flush=True)
        return frame


def connected():
    connection = stomp.Connection12([(host, port)], heartbeats=(0, 0), reconnect_attempts_max=1)
    inbox = Inbox()
    connection.set_listener("inbox", inbox)
    connection.connect(wait=True)
    inbox.next()
    return connection, inbox


connection, inbox = connected()
connection.subscribe("/queue/stomp.py", id="q", ack="client-individual", receipt="subscribed")
inbox.next()
connection.send("/queue/stomp.py", "grüße", headers={"flavour": "a:b"}, receipt="accepted")
first, second = inbox.frames.get(timeout=PATIENCE), inbox.frames.get(timeout=PATIENCE)
# The message and the receipt for sending it may come in any order.
for kind, text, frame in sorted((first, second), key=lambda each: each[0]):
    print(kind, text, flush=True)
    if kind == "message":
        print("flavour", frame.headers["flavour"], flush=True)
        acknowledged = frame.headers["ack"]
connection.ack(acknowledged, receipt="acknowledged")
inbox.next()

connection.subscribe("/topic/stomp.py", id="t", ack="auto", receipt="listening")
inbox.next()
connection.send("/topic/stomp.py", "to all")
inbox.next()
connection.unsubscribe("t", receipt="unsubscribed")
inbox.next()

failing, failures = connected()
failing.subscribe("/topic/stomp.py", id="x", ack="sometimes")
failures.next()

connection.disconnect(receipt="bye")
inbox.next()
