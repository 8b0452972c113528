"""A pyzmq peer: zmq_peer.py PUB|SUB|PUSH|PULL bind|connect ENDPOINT [SECURITY]

SECURITY: curve-server SECRET PUBLIC, curve-client SECRET PUBLIC SERVER,
plain-server USER PASSWORD or plain-client USER PASSWORD

Prints its endpoint first. PUB and PUSH send a numbered message every few milliseconds; SUB and PULL
print each message, its parts joined by bars. Ends when its standard input does.
"""

import os
import sys
import threading
import time

import zmq

kind, direction, endpoint = sys.argv[1:4]
security = sys.argv[4:]
context = zmq.Context()
socket = context.socket(getattr(zmq, kind))


def ask(user, password):
    """Lets one user in (ZAP, RFC 27)."""
    handler = context.socket(zmq.REP)
    handler.bind("inproc://zeromq.zap.01")

    def answer():
        while True:
            version, number, _, _, _, _, *known = handler.recv_multipart()
            status = b"200" if known == [user.encode(), password.encode()] else b"400"
            handler.send_multipart([version, number, status, b"", b"", b""])

    threading.Thread(target=answer, daemon=True).start()


if security and security[0].startswith("curve"):
    socket.curve_secretkey = security[1].encode()
    socket.curve_publickey = security[2].encode()
    if security[0] == "curve-server":
        socket.curve_server = True
    else:
        socket.curve_serverkey = security[3].encode()
elif security:
    if security[0] == "plain-server":
        ask(*security[1:])
        socket.plain_server = True
    else:
        socket.plain_username = security[1].encode()
        socket.plain_password = security[2].encode()
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
