#!/usr/bin/env python3
"""Publishes a steady sample once a second: how an app written in Python reports itself.

Needs pyzmq (Debian: python3-zmq).
"""
import argparse
import json
import time
from datetime import datetime, timezone

import zmq

parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
parser.add_argument("--endpoint", default="tcp://127.0.0.1:5555", help="where the collector listens")
parser.add_argument("--color", default="violet", help="name of the series")
parser.add_argument("--interval", type=float, default=0.5, help="seconds between two samples")
options = parser.parse_args()

socket = zmq.Context.instance().socket(zmq.PUB)
socket.connect(options.endpoint)
try:
    while True:
        time.sleep(options.interval)
        socket.send_string(json.dumps({
            "color": options.color,
            "timestamp": datetime.now(timezone.utc).isoformat(),
            "cpu": 12.5,
            "mem": 48.2,
        }))
except KeyboardInterrupt:
    pass
