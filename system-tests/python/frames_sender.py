#!/usr/bin/env python3
"""Sends numbered messages to one channel of the broker.

Speaks the frames protocol with nothing but the standard library: every frame is a
4-byte big-endian length and that many bytes. The first frame names the channel to
receive from, here none; then come pairs of channel and data. An empty channel is the
good-bye, after which the broker closes the connection when it has read everything.
"""
import argparse
import itertools
import socket
import struct
import time

NOWHERE = b"/null"


def frame(content):
    return struct.pack(">I", len(content)) + content


def numbered(number, size):
    """A message that starts with its number and has at least so many bytes."""
    return f"{number} ".encode().ljust(size, b"x")


def parse_options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--host", default="127.0.0.1", help="where the broker runs (%(default)s)")
    parser.add_argument("--port", type=int, default=25000, help="its frames door (%(default)s)")
    parser.add_argument("--channel", default="/topic/demo", help="where to send (%(default)s)")
    parser.add_argument("--interval", type=float, default=1.0, help="seconds between two (%(default)s)")
    parser.add_argument("--size", type=int, default=16, help="bytes of each (%(default)s)")
    parser.add_argument("--count", type=int, default=0, help="end after so many; 0: never (%(default)s)")
    return parser.parse_args()


def main():
    options = parse_options()
    channel = frame(options.channel.encode())
    numbers = range(1, options.count + 1) if options.count else itertools.count(1)
    with socket.create_connection((options.host, options.port)) as connection:
        connection.sendall(frame(NOWHERE))
        for number in numbers:
            connection.sendall(channel + frame(numbered(number, options.size)))
            print(f"sent {number}", flush=True)
            time.sleep(options.interval)
        connection.sendall(frame(b""))
        # Until the broker has closed its side, it may not have read all of ours.
        while connection.recv(4096):
            pass


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        pass
    except OSError as failure:
        raise SystemExit(f"frames_sender: {failure}")
