package dev.automat.zmtp;

import java.util.List;

/** A ZeroMQ socket of another library. */
interface ForeignPeer extends AutoCloseable {

    /** The port it listens at. */
    int port();

    /** What it received, the parts of each message joined by a bar. */
    List<String> received();

    @Override
    void close();
}
