package dev.automat.zmtp.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * User name and password (RFC 24), which everyone on the way can read: for networks that are
 * trusted otherwise.
 */
public final class PlainMechanism implements Mechanism {

    private static final int MAX_LENGTH = 255;

    private final @Nullable BiPredicate<String, String> allowed;
    private final byte[] user;
    private final byte[] password;

    private PlainMechanism(
            @Nullable BiPredicate<String, String> allowed, String user, String password) {
        this.allowed = allowed;
        this.user = bytes("User", user);
        this.password = bytes("Password", password);
    }

    private static byte[] bytes(String what, String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "%s must have at most %d bytes, has %d"
                            .formatted(what, MAX_LENGTH, bytes.length));
        }
        return bytes;
    }

    /** The side that says who it is. */
    public static PlainMechanism client(String user, String password) {
        return new PlainMechanism(null, user, password);
    }

    /**
     * The side that asks.
     *
     * @param allowed whether this user with this password may connect; called on event loops, so it
     *     must not block
     */
    public static PlainMechanism server(BiPredicate<String, String> allowed) {
        return new PlainMechanism(allowed, "", "");
    }

    @Override
    public String wireName() {
        return "PLAIN";
    }

    @Override
    public boolean isServer(boolean inbound) {
        return allowed != null;
    }

    @Override
    public Handshake begin(Metadata own) {
        return allowed == null ? new Client(own) : new Server(own, allowed);
    }

    private static void send(Consumer<ByteBuf> out, String command, ByteBuf body) {
        try {
            out.accept(Frames.command(ByteBufAllocator.DEFAULT, command, body));
        } finally {
            body.release();
        }
    }

    private static void send(Consumer<ByteBuf> out, String command, Metadata own) {
        var body = Unpooled.buffer();
        own.write(body);
        send(out, command, body);
    }

    private static void expect(Command command, String name) {
        if (command.name().equals(Command.ERROR)) {
            throw new ZmtpViolationException(
                    Violation.REFUSED_BY_PEER, "Peer refuses the handshake");
        }
        if (!command.name().equals(name)) {
            throw new ZmtpViolationException(Violation.BAD_COMMAND, "Command must be " + name);
        }
    }

    private final class Client implements Handshake {

        private final Metadata own;
        private boolean isWelcome;

        Client(Metadata own) {
            this.own = own;
        }

        @Override
        public void open(Consumer<ByteBuf> out) {
            var body = Unpooled.buffer();
            body.writeByte(user.length).writeBytes(user);
            body.writeByte(password.length).writeBytes(password);
            send(out, Command.HELLO, body);
        }

        @Override
        public @Nullable Metadata receive(Command command, Consumer<ByteBuf> out) {
            if (isWelcome) {
                expect(command, Command.READY);
                return Metadata.read(command.body());
            }
            expect(command, Command.WELCOME);
            isWelcome = true;
            send(out, Command.INITIATE, own);
            return null;
        }
    }

    private static final class Server implements Handshake {

        private final Metadata own;
        private final BiPredicate<String, String> allowed;
        private boolean isKnown;

        Server(Metadata own, BiPredicate<String, String> allowed) {
            this.own = own;
            this.allowed = allowed;
        }

        @Override
        public void open(Consumer<ByteBuf> out) {
            // Who wants something speaks first.
        }

        @Override
        public @Nullable Metadata receive(Command command, Consumer<ByteBuf> out) {
            if (isKnown) {
                expect(command, Command.INITIATE);
                var peer = Metadata.read(command.body());
                send(out, Command.READY, own);
                return peer;
            }
            expect(command, Command.HELLO);
            var user = text(command.body());
            if (!allowed.test(user, text(command.body()))) {
                throw new ZmtpViolationException(
                        Violation.NOT_ALLOWED, "User is unknown or has another password");
            }
            isKnown = true;
            send(out, Command.WELCOME, Unpooled.buffer(0));
            return null;
        }

        private static String text(ByteBuf in) {
            int length = in.isReadable() ? in.readUnsignedByte() : -1;
            if (length < 0 || length > in.readableBytes()) {
                throw new ZmtpViolationException(Violation.BAD_COMMAND, "HELLO is cut off");
            }
            return in.readString(length, StandardCharsets.UTF_8);
        }
    }
}
