#!/usr/bin/env python3
"""Prints the messages of one channel of the broker, one line each.

Speaks the frames protocol with nothing but the standard library: every frame is a
4-byte big-endian length and that many bytes. The first frame names the channel; what
comes back is one frame per message.
"""
import argparse
import socket
import struct


def frame(content):
    return struct.pack(">I", len(content)) + content


def read_exactly(stream, size):
    """Returns size bytes, or None when the stream ends before."""
    content = stream.read(size)
    return content if len(content) == size else None


def messages(stream):
    while (prefix := read_exactly(stream, 4)) is not None:
        (length,) = struct.unpack(">I", prefix)
        if (content := read_exactly(stream, length)) is None:
            return
        yield content


def parse_options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--host", default="127.0.0.1", help="where the broker runs (%(default)s)")
    parser.add_argument("--port", type=int, default=25000, help="its frames door (%(default)s)")
    parser.add_argument("--channel", default="/topic/demo", help="what to listen to (%(default)s)")
    parser.add_argument("--count", type=int, default=0, help="end after so many; 0: never (%(default)s)")
    return parser.parse_args()


def main():
    options = parse_options()
    with socket.create_connection((options.host, options.port)) as connection:
        connection.sendall(frame(options.channel.encode()))
        print(f"listening to {options.channel}", flush=True)
        for number, content in enumerate(messages(connection.makefile("rb")), start=1):
            print(f"message {number}: {content[:40].decode(errors='replace')} ({len(content)} bytes)", flush=True)
            if number == options.count:
                connection.sendall(frame(b""))
                return
    print("the broker closed the connection", flush=True)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        pass
    except OSError as failure:
        raise SystemExit(f"frames_listener: {failure}")
