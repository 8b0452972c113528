package dev.automat.zmtp;

import org.zeromq.SocketType;

class JeroMqIT extends InteropContract {

    @Override
    ForeignPeer start(String type, boolean bind, int port) throws Exception {
        return new JeroMqPeer(SocketType.valueOf(type), bind, port, _ -> {});
    }
}
