"""A pyzmq peer: zmq_peer.py PUB|SUB|PUSH|PULL bind|connect ENDPOINT

Prints its endpoint first. PUB and PUSH send a numbered message every few milliseconds; SUB and PULL
print each message, its parts joined by bars. Ends when its standard input does.
"""

import os
import sys
import threading
import time

import zmq

kind, direction, endpoint = sys.argv[1:]
socket = zmq.Context().socket(getattr(zmq, kind))
socket.linger = 0
if kind == "SUB":
    socket.setsockopt(zmq.SUBSCRIBE, b"")
if direction == "bind":
    socket.bind(endpoint)
else:
    socket.connect(endpoint)
print(socket.last_endpoint.decode().rstrip("\0"), flush=True)


def end_with_parent():
    sys.stdin.read()
    os._exit(0)


threading.Thread(target=end_with_parent, daemon=True).start()
number = 0
while True:
    if kind in ("PUB", "PUSH"):
        socket.send_multipart([b"foreign", b"", str(number).encode()])
        number += 1
        time.sleep(0.005)
    else:
        print("|".join(part.decode() for part in socket.recv_multipart()), flush=True)
