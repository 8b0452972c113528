#!/usr/bin/env python3
"""Holds many connections to the frames door, each subscribed, until standard input ends; then says what came."""
import selectors
import socket
import struct
import sys

CHANNELS = 100


def frame(text):
    data = text.encode()
    return struct.pack(">I", len(data)) + data


def main(port, count):
    selector = selectors.DefaultSelector()
    for i in range(count):
        connection = socket.create_connection(("127.0.0.1", port))
        connection.sendall(frame(f"/topic/crowd/{i % CHANNELS}"))
        connection.setblocking(False)
        selector.register(connection, selectors.EVENT_READ, bytearray())
    selector.register(sys.stdin, selectors.EVENT_READ)
    print("ready", flush=True)
    messages = closed = 0
    while True:
        for key, _ in selector.select():
            if key.fileobj is sys.stdin:
                print(f"messages {messages} closed {closed}", flush=True)
                return
            data = key.fileobj.recv(65536)
            if not data:
                closed += 1
                selector.unregister(key.fileobj)
                continue
            key.data.extend(data)
            while len(key.data) >= 4:
                end = 4 + struct.unpack_from(">I", key.data)[0]
                if len(key.data) < end:
                    break
                messages += 1
                del key.data[:end]


main(int(sys.argv[1]), int(sys.argv[2]))
