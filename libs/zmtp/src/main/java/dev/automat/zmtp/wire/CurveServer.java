package dev.automat.zmtp.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The called side of CURVE. Unfinished handshakes are bounded by the socket, so what the client
 * should bring back in its cookie is kept here instead.
 */
final class CurveServer implements Handshake {

    static final int HELLO_SIZE = 2 + 72 + CurveKey.SIZE + 8 + 64 + Box.OVERHEAD;
    static final int COOKIE_SIZE = 96;
    static final int VOUCH_SIZE = 16 + 2 * CurveKey.SIZE + Box.OVERHEAD;

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int LEAST_INITIATE =
            COOKIE_SIZE + 8 + Box.OVERHEAD + CurveKey.SIZE + VOUCH_SIZE;

    private final Metadata own;
    private final CurveKey secret;
    private final Predicate<CurveKey> allowed;
    private final CurveNonces ours = new CurveNonces();
    private final CurveNonces theirs = new CurveNonces();
    private final byte[] cookie = random(COOKIE_SIZE);
    private @Nullable Session session;
    private @Nullable Sealing sealing;

    /** The keys of this connection alone: the client's public one, our secret one. */
    private record Session(CurveKey client, CurveKey secret, Box box) {}

    CurveServer(Metadata own, CurveKey secret, Predicate<CurveKey> allowed) {
        this.own = own;
        this.secret = secret;
        this.allowed = allowed;
    }

    static byte[] random(int size) {
        var bytes = new byte[size];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    static byte[] bytes(ByteBuf in, int count) {
        var bytes = new byte[count];
        in.readBytes(bytes);
        return bytes;
    }

    static void expect(Command command, String name, int least, int most) {
        if (command.name().equals(Command.ERROR)) {
            throw new ZmtpViolationException(
                    Violation.REFUSED_BY_PEER, "Peer refuses the handshake");
        }
        int size = command.body().readableBytes();
        if (!command.name().equals(name) || size < least || size > most) {
            throw new ZmtpViolationException(
                    Violation.BAD_COMMAND, "Command must be " + name + " of a certain size");
        }
    }

    static void send(Consumer<ByteBuf> out, String command, byte[]... parts) {
        var body = Unpooled.wrappedBuffer(parts);
        out.accept(Frames.command(ByteBufAllocator.DEFAULT, command, body));
    }

    static byte[] text(Metadata own) {
        var text = Unpooled.buffer();
        own.write(text);
        return bytes(text, text.readableBytes());
    }

    @Override
    public void open(Consumer<ByteBuf> out) {
        // Who wants something speaks first.
    }

    @Override
    public @Nullable Metadata receive(Command command, Consumer<ByteBuf> out) {
        var begun = session;
        if (begun == null) {
            welcome(command, out);
            return null;
        }
        return ready(command, begun, out);
    }

    private void welcome(Command command, Consumer<ByteBuf> out) {
        expect(command, Command.HELLO, HELLO_SIZE, HELLO_SIZE);
        var hello = command.body();
        if (hello.readUnsignedByte() != 1) {
            throw new ZmtpViolationException(
                    Violation.UNSUPPORTED_VERSION, "Peer speaks another version of CURVE");
        }
        hello.skipBytes(1 + 72);
        var client = CurveKey.of(bytes(hello, CurveKey.SIZE));
        long number = theirs.judged(hello.readLong());
        var box = new Box(client, secret);
        // Shows that the client knows our key, before anything is spent on it.
        var _ =
                box.open(
                        CurveNonces.nonce("CurveZMQHELLO---", number),
                        bytes(hello, hello.readableBytes()));
        theirs.used(number);
        var fresh = CurveKey.random();
        session = new Session(client, fresh, new Box(client, fresh));
        var nonce = random(16);
        var content = Unpooled.wrappedBuffer(fresh.publicKey().bytes(), cookie);
        var sealed =
                box.seal(
                        CurveNonces.nonce("WELCOME-", nonce),
                        bytes(content, CurveKey.SIZE + COOKIE_SIZE));
        send(out, Command.WELCOME, nonce, sealed);
    }

    private Metadata ready(Command command, Session session, Consumer<ByteBuf> out) {
        expect(command, Command.INITIATE, LEAST_INITIATE, Command.MAX_BYTES);
        var initiate = command.body();
        if (!MessageDigest.isEqual(bytes(initiate, COOKIE_SIZE), cookie)) {
            throw new ZmtpViolationException(Violation.BAD_SEAL, "Cookie is another one");
        }
        long number = theirs.judged(initiate.readLong());
        var content =
                Unpooled.wrappedBuffer(
                        session.box()
                                .open(
                                        CurveNonces.nonce("CurveZMQINITIATE", number),
                                        bytes(initiate, initiate.readableBytes())));
        theirs.used(number);
        var client = CurveKey.of(bytes(content, CurveKey.SIZE));
        checkVouch(session, client, bytes(content, VOUCH_SIZE));
        if (!allowed.test(client)) {
            throw new ZmtpViolationException(Violation.NOT_ALLOWED, "Key is not on the list");
        }
        var peer = Metadata.read(content);
        long ourNumber = ours.next();
        var sealed =
                session.box().seal(CurveNonces.nonce("CurveZMQREADY---", ourNumber), text(own));
        send(out, Command.READY, Unpooled.copyLong(ourNumber).array(), sealed);
        sealing = new CurveSealing(session.box(), true, ours, theirs);
        return peer;
    }

    /** The holder of the long-lived key vouches for the one of this connection, and means us. */
    private void checkVouch(Session session, CurveKey client, byte[] vouch) {
        var in = Unpooled.wrappedBuffer(vouch);
        var nonce = CurveNonces.nonce("VOUCH---", bytes(in, 16));
        var content =
                Unpooled.wrappedBuffer(
                        new Box(client, session.secret())
                                .open(nonce, bytes(in, in.readableBytes())));
        boolean isOfThisConnection =
                CurveKey.of(bytes(content, CurveKey.SIZE)).equals(session.client());
        boolean isForUs = CurveKey.of(bytes(content, CurveKey.SIZE)).equals(secret.publicKey());
        if (!isOfThisConnection || !isForUs) {
            throw new ZmtpViolationException(Violation.BAD_SEAL, "Vouch is for someone else");
        }
    }

    @Override
    public @Nullable Sealing sealing() {
        return sealing;
    }
}
