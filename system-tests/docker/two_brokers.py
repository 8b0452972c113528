#!/usr/bin/env python3
"""Proves that two brokers on one NATS share their channels and lose nothing they confirmed.

    two_brokers.py crossing          what one broker takes arrives at the other's subscribers, both ways
    two_brokers.py keep              has the first confirm messages that nobody takes
    two_brokers.py kept              takes them from the second
    two_brokers.py kill COMMAND...   runs the command, which kills the first, amid publishing to it

Speaks both doors' protocols with nothing but the standard library.
"""
import argparse
import collections
import itertools
import socket
import struct
import subprocess
import threading
import time

Broker = collections.namedtuple("Broker", "name frames stomp")
FIRST = Broker("broker-service", 25000, 61613)
SECOND = Broker("broker-service-2", 25100, 61713)

PATIENCE = 20
# NATS hears of a broker's first subscriber of a topic a moment after the subscriber was told.
SETTLING = 1
# Messages that a killed broker held come back after automat.broker.nats.ack-wait, which is 30 s.
PATIENCE_AFTER_KILL = 90
KEPT = [f"kept {number}" for number in range(100)]


class Stomp:
    """A session that sends text and reads frames of text without escapes."""

    def __init__(self, port, patience=PATIENCE):
        self.connection = socket.create_connection(("127.0.0.1", port), timeout=patience)
        self.stream = self.connection.makefile("rb")
        self.write("CONNECT", {"accept-version": "1.2", "host": "localhost"})
        self.read("CONNECTED")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.connection.close()

    def write(self, command, headers, body=""):
        lines = [command, *(f"{name}:{value}" for name, value in headers.items()), "", body]
        self.connection.sendall("\n".join(lines).encode() + b"\0")

    def read(self, wanted):
        """Returns headers and body of the next frame, which must be of the wanted kind."""
        content = bytearray()
        while (byte := self.stream.read(1)) != b"\0":
            if not byte:
                raise ConnectionError("the broker closed the connection")
            content += byte
        head, _, body = content.decode().lstrip("\r\n").partition("\n\n")
        command, *lines = head.splitlines()
        if command != wanted:
            raise SystemExit(f"wanted {wanted}, got {head!r}")
        return dict(line.split(":", 1) for line in lines), body

    def subscribe(self, channel, **headers):
        self.write("SUBSCRIBE", {"id": 0, "destination": channel, "receipt": "subscribed", **headers})
        self.read("RECEIPT")

    def send(self, channel, body, **headers):
        self.write("SEND", {"destination": channel, **headers}, body)

    def confirm(self, channel, body):
        self.send(channel, body, receipt="accepted")
        self.read("RECEIPT")


def frame(text):
    return struct.pack(">I", len(text)) + text.encode()


def send_frame(port, channel, text):
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
        connection.sendall(frame("/null") + frame(channel) + frame(text) + frame(""))
        # Until the broker has closed its side, it may not have read all of ours.
        while connection.recv(4096):
            pass


def next_frame(stream):
    (length,) = struct.unpack(">I", stream.read(4))
    return stream.read(length).decode()


def cross_by_stomp(channel, text, sender, receiver):
    with Stomp(receiver.stomp) as subscriber, Stomp(sender.stomp) as publisher:
        subscriber.subscribe(channel)
        time.sleep(SETTLING)
        publisher.confirm(channel, text)
        return subscriber.read("MESSAGE")[1]


def cross_by_frames(channel, text, sender, receiver):
    with socket.create_connection(("127.0.0.1", receiver.frames), timeout=PATIENCE) as subscriber:
        subscriber.sendall(frame(channel))
        time.sleep(SETTLING)
        send_frame(sender.frames, channel, text)
        return next_frame(subscriber.makefile("rb"))


def crossing():
    ways = (FIRST, SECOND), (SECOND, FIRST)
    doors = ("stomp", cross_by_stomp), ("frames", cross_by_frames)
    for (sender, receiver), kind, (door, cross) in itertools.product(ways, ("queue", "topic"), doors):
        channel, text = f"/{kind}/{door}/{receiver.name}", f"from {sender.name}"
        try:
            got = cross(channel, text, sender, receiver)
        except OSError as failure:
            got = f"nothing: {failure}"
        if got != text:
            raise SystemExit(f"{channel}: wanted {text!r}, got {got!r}")
        print(f"{channel}: {got}")


def keep():
    with Stomp(FIRST.stomp) as publisher:
        for text in KEPT:
            publisher.confirm("/queue/kept", text)
    print(f"{len(KEPT)} confirmed")


def kept():
    with Stomp(SECOND.stomp) as worker:
        worker.subscribe("/queue/kept")
        texts = [worker.read("MESSAGE")[1] for _ in KEPT]
    if texts != KEPT:
        raise SystemExit(f"not as they were sent: {texts}")
    print(f"all {len(texts)} there, in order")


class Publishing(threading.Thread):
    """Sends to the first broker until the connection breaks, a bounded number ahead of the receipts."""

    AHEAD = 200
    MOST = 50_000

    def __init__(self, channel):
        super().__init__(daemon=True)
        self.channel = channel
        self.sent = 0
        self.confirmed = set()
        self.was_broken = False

    def run(self):
        try:
            with Stomp(FIRST.stomp) as publisher:
                for number in range(self.MOST):
                    publisher.send(self.channel, str(number), receipt=number)
                    self.sent += 1
                    if self.sent > self.AHEAD:
                        self.confirmed.add(publisher.read("RECEIPT")[0]["receipt-id"])
        except OSError:
            self.was_broken = True


def kill(command):
    channel = f"/queue/killed-{time.time_ns()}"
    hoarder = Stomp(FIRST.stomp)
    hoarder.subscribe(channel, ack="client-individual", **{"prefetch-count": 20})
    publishing = Publishing(channel)
    publishing.start()
    held = {hoarder.read("MESSAGE")[1] for _ in range(20)}
    wait_until(lambda: len(publishing.confirmed) > 500, "500 messages are confirmed")
    subprocess.run(command, check=True)
    publishing.join(PATIENCE)
    if not publishing.was_broken:
        raise SystemExit(f"the kill did not break the publishing; {publishing.sent} were sent")
    take_all(channel, publishing.confirmed | held)
    print(f"{publishing.sent} sent until the kill, all {len(publishing.confirmed)} that were confirmed arrived, "
          f"as did the {len(held)} that a worker of the killed broker held")


def take_all(channel, wanted):
    missing = set(wanted)
    deadline = time.monotonic() + PATIENCE_AFTER_KILL
    with Stomp(SECOND.stomp, PATIENCE_AFTER_KILL) as worker:
        worker.subscribe(channel)
        while missing and time.monotonic() < deadline:
            try:
                missing.discard(worker.read("MESSAGE")[1])
            except TimeoutError:
                break
    if missing:
        some = ", ".join(itertools.islice(sorted(missing), 10))
        raise SystemExit(f"lost {len(missing)} of {len(wanted)}: {some}")


def wait_until(condition, what):
    deadline = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            raise SystemExit(f"waited in vain until {what}")
        time.sleep(0.01)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("part", choices=["crossing", "keep", "kept", "kill"])
    parser.add_argument("command", nargs=argparse.REMAINDER, help="for kill: what kills the first broker")
    options = parser.parse_args()
    if options.part == "kill":
        kill(options.command)
    else:
        {"crossing": crossing, "keep": keep, "kept": kept}[options.part]()


if __name__ == "__main__":
    try:
        main()
    except OSError as failure:
        raise SystemExit(f"two_brokers: {failure}")
