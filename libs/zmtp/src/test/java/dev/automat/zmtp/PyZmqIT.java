package dev.automat.zmtp;

import org.junit.jupiter.api.BeforeAll;

class PyZmqIT extends InteropContract {

    @BeforeAll
    static void needsPyZmq() throws Exception {
        Python.needs("zmq");
    }

    @Override
    ForeignPeer start(String type, boolean bind, int port) throws Exception {
        return new PyZmqPeer(type, bind, port);
    }
}
