package dev.automat.zmtp;

import static dev.automat.test.Eventually.eventually;
import static dev.automat.zmtp.Sockets.ANY_PORT;
import static dev.automat.zmtp.Sockets.addressOf;
import static dev.automat.zmtp.Sockets.bytes;
import static dev.automat.zmtp.Sockets.loopback;
import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.zmtp.wire.CurveKey;
import dev.automat.zmtp.wire.CurveMechanism;
import dev.automat.zmtp.wire.Mechanism;
import dev.automat.zmtp.wire.PlainMechanism;
import dev.automat.zmtp.wire.Violation;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/** Passwords and keys, against other ZeroMQ libraries and among ourselves. */
@ExtendWith(LeakGuard.class)
class SecurityIT {

    private final CurveKey server = CurveKey.random();
    private final CurveKey client = CurveKey.random();
    private final Mechanism curveServer = CurveMechanism.server(server, client.publicKey()::equals);
    private final Mechanism curveClient = CurveMechanism.client(client, server.publicKey());
    private final Mechanism plainServer =
            PlainMechanism.server((user, password) -> user.equals("ann") && password.equals("x"));

    private final Sockets sockets = new Sockets();
    private final Inbox inbox = new Inbox();

    @AfterEach
    void closeSockets() {
        sockets.close();
    }

    @Test
    void libzmqWithAKnownKeyIsHeard() throws Exception {
        Python.needs("zmq");
        var sub = sockets.start(subscriber(curveServer).bind(ANY_PORT));

        try (var _ = new PyZmqPeer("PUB", false, addressOf(sub).getPort(), pyClient(client))) {
            thenItIsHeard();
        }
    }

    @Test
    void libzmqAsTheServerIsHeard() throws Exception {
        Python.needs("zmq");
        try (var peer =
                new PyZmqPeer(
                        "PUB", true, 0, "curve-server", server.z85(), server.publicKey().z85())) {
            sockets.start(subscriber(curveClient).connect(loopback(peer.port())));

            thenItIsHeard();
        }
    }

    @Test
    void libzmqHearsUs() throws Exception {
        Python.needs("zmq");
        var pub = sockets.start(ZmtpSocket.pub().security(curveServer).bind(ANY_PORT));

        try (var peer = new PyZmqPeer("SUB", false, addressOf(pub).getPort(), pyClient(client))) {
            eventually(() -> {
                pub.send(bytes("hello"), bytes("x".repeat(100_000)));
                assertThat(peer.received()).contains("hello|" + "x".repeat(100_000));
            });
        }
    }

    @Test
    void libzmqWithAnUnknownKeyIsNotHeard() throws Exception {
        Python.needs("zmq");
        var sub = sockets.start(subscriber(curveServer).bind(ANY_PORT));
        var stranger = CurveKey.random();

        try (var _ = new PyZmqPeer("PUB", false, addressOf(sub).getPort(), pyClient(stranger))) {
            eventually(() -> assertThat(count(sub, Violation.NOT_ALLOWED)).isPositive());
        }

        assertThat(inbox.messages()).isEmpty();
    }

    @Test
    void libzmqWithoutSecurityIsNotHeard() throws Exception {
        Python.needs("zmq");
        var sub = sockets.start(subscriber(curveServer).bind(ANY_PORT));

        try (var _ = new PyZmqPeer("PUB", false, addressOf(sub).getPort())) {
            // It leaves by itself once it has read what we want.
            eventually(() -> {
                assertThat(sub.counters().connections()).isPositive();
                assertThat(sub.counters().handshakes()).isZero();
            });
        }

        assertThat(inbox.messages()).isEmpty();
        assertThat(inbox.connected()).isEmpty();
    }

    private String[] pyClient(CurveKey key) {
        return new String[] {
            "curve-client", key.z85(), key.publicKey().z85(), server.publicKey().z85()
        };
    }

    @Test
    void jeroMqWithAKnownKeyIsHeard() throws Exception {
        var sub = sockets.start(subscriber(curveServer).bind(ANY_PORT));
        Consumer<ZMQ.Socket> security =
                socket -> {
                    socket.setCurveSecretKey(bytes(client.z85()));
                    socket.setCurvePublicKey(bytes(client.publicKey().z85()));
                    socket.setCurveServerKey(bytes(server.publicKey().z85()));
                };

        try (var _ = new JeroMqPeer(SocketType.PUB, false, addressOf(sub).getPort(), security)) {
            thenItIsHeard();
        }
    }

    @Test
    void jeroMqAsTheServerIsHeard() throws Exception {
        Consumer<ZMQ.Socket> security =
                socket -> {
                    socket.setCurveServer(true);
                    socket.setCurveSecretKey(bytes(server.z85()));
                    socket.setCurvePublicKey(bytes(server.publicKey().z85()));
                };

        try (var peer = new JeroMqPeer(SocketType.PUSH, true, 0, security)) {
            sockets.start(
                    ZmtpSocket.pull()
                            .security(curveClient)
                            .onMessage(inbox)
                            .connect(loopback(peer.port())));

            thenItIsHeard();
        }
    }

    @Test
    void libzmqWithAPasswordIsHeardAndHears() throws Exception {
        Python.needs("zmq");
        var sub = sockets.start(subscriber(plainServer).bind(ANY_PORT));
        try (var _ =
                new PyZmqPeer("PUB", false, addressOf(sub).getPort(), "plain-client", "ann", "x")) {
            thenItIsHeard();
        }

        try (var peer = new PyZmqPeer("PULL", true, 0, "plain-server", "ann", "x")) {
            var push =
                    sockets.start(
                            ZmtpSocket.push()
                                    .security(PlainMechanism.client("ann", "x"))
                                    .connect(loopback(peer.port())));
            eventually(() -> {
                push.send(bytes("hello"));
                assertThat(peer.received()).contains("hello");
            });
        }
    }

    @Test
    void aWrongPasswordIsNotHeard() throws Exception {
        var sub = sockets.start(subscriber(plainServer).bind(ANY_PORT));
        sockets.start(
                ZmtpSocket.pub()
                        .security(PlainMechanism.client("ann", "y"))
                        .connect(addressOf(sub)));

        eventually(() -> assertThat(count(sub, Violation.NOT_ALLOWED)).isPositive());

        assertThat(inbox.connected()).isEmpty();
    }

    @Test
    void messagesOfSeveralPartsAndAnySizePassSealed() throws Exception {
        var sub = sockets.start(subscriber(curveServer).bind(ANY_PORT));
        var pub = sockets.start(ZmtpSocket.pub().security(curveClient).connect(addressOf(sub)));
        var large = "y".repeat(200_000);

        eventually(() -> {
            pub.send(bytes("a"), bytes(""), bytes(large));
            assertThat(inbox.messages()).contains("a||" + large);
        });
    }

    @Test
    void whatIsTooLargeIsRefusedAlthoughItIsSealed() throws Exception {
        var limits = ZmtpLimits.defaults().withMaxBytes(1_000, 1_000);
        var sub = sockets.start(subscriber(curveServer).limits(limits).bind(ANY_PORT));
        var pub = sockets.start(ZmtpSocket.pub().security(curveClient).connect(addressOf(sub)));

        eventually(() -> {
            pub.send(bytes("z".repeat(999)), bytes("zz"));
            assertThat(count(sub, Violation.MESSAGE_TOO_LARGE)).isPositive();
        });
        assertThat(inbox.messages()).isEmpty();
    }

    private ZmtpSocketBuilder subscriber(Mechanism security) {
        return ZmtpSocket.sub().security(security).onMessage(inbox).onPeer(inbox);
    }

    private void thenItIsHeard() {
        // JeroMQ tears the first one apart when it is sent before there is a peer.
        eventually(() ->
                assertThat(inbox.messages())
                        .filteredOn(message -> message.startsWith("foreign||"))
                        .hasSizeGreaterThan(20));
    }

    private static long count(ZmtpSocket socket, Violation violation) {
        return socket.counters().violations(violation);
    }
}
