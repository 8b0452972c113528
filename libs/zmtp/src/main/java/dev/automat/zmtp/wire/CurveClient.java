package dev.automat.zmtp.wire;

import static dev.automat.zmtp.wire.CurveServer.bytes;
import static dev.automat.zmtp.wire.CurveServer.expect;
import static dev.automat.zmtp.wire.CurveServer.random;
import static dev.automat.zmtp.wire.CurveServer.send;
import static dev.automat.zmtp.wire.CurveServer.text;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The calling side of CURVE. */
final class CurveClient implements Handshake {

    private static final int WELCOME_SIZE =
            16 + CurveKey.SIZE + CurveServer.COOKIE_SIZE + Box.OVERHEAD;

    private final Metadata own;
    private final CurveKey secret;
    private final CurveKey server;
    private final CurveKey fresh = CurveKey.random();
    private final CurveNonces ours = new CurveNonces();
    private final CurveNonces theirs = new CurveNonces();
    private @Nullable Box box;
    private @Nullable Sealing sealing;

    CurveClient(Metadata own, CurveKey secret, CurveKey server) {
        this.own = own;
        this.secret = secret;
        this.server = server;
    }

    @Override
    public void open(Consumer<ByteBuf> out) {
        long number = ours.next();
        var sealed =
                new Box(server, fresh)
                        .seal(CurveNonces.nonce("CurveZMQHELLO---", number), new byte[64]);
        send(
                out,
                Command.HELLO,
                new byte[] {1, 0},
                new byte[72],
                fresh.publicKey().bytes(),
                Unpooled.copyLong(number).array(),
                sealed);
    }

    @Override
    public @Nullable Metadata receive(Command command, Consumer<ByteBuf> out) {
        var session = box;
        if (session == null) {
            initiate(command, out);
            return null;
        }
        expect(command, Command.READY, 8 + Box.OVERHEAD, Command.MAX_BYTES);
        var ready = command.body();
        long number = theirs.judged(ready.readLong());
        var peer =
                session.open(
                        CurveNonces.nonce("CurveZMQREADY---", number),
                        bytes(ready, ready.readableBytes()));
        theirs.used(number);
        sealing = new CurveSealing(session, false, ours, theirs);
        return Metadata.read(Unpooled.wrappedBuffer(peer));
    }

    private void initiate(Command command, Consumer<ByteBuf> out) {
        expect(command, Command.WELCOME, WELCOME_SIZE, WELCOME_SIZE);
        var welcome = command.body();
        var nonce = CurveNonces.nonce("WELCOME-", bytes(welcome, 16));
        var content =
                Unpooled.wrappedBuffer(
                        new Box(server, fresh)
                                .open(nonce, bytes(welcome, welcome.readableBytes())));
        var session = CurveKey.of(bytes(content, CurveKey.SIZE));
        var cookie = bytes(content, CurveServer.COOKIE_SIZE);
        var opened = new Box(session, fresh);
        long number = ours.next();
        var initiate =
                Unpooled.wrappedBuffer(secret.publicKey().bytes(), vouch(session), text(own));
        var sealed =
                opened.seal(
                        CurveNonces.nonce("CurveZMQINITIATE", number),
                        bytes(initiate, initiate.readableBytes()));
        send(out, Command.INITIATE, cookie, Unpooled.copyLong(number).array(), sealed);
        box = opened;
    }

    private byte[] vouch(CurveKey session) {
        var nonce = random(16);
        var content = Unpooled.wrappedBuffer(fresh.publicKey().bytes(), server.bytes());
        var sealed =
                new Box(session, secret)
                        .seal(
                                CurveNonces.nonce("VOUCH---", nonce),
                                bytes(content, 2 * CurveKey.SIZE));
        var vouch = Unpooled.wrappedBuffer(nonce, sealed);
        return bytes(vouch, vouch.readableBytes());
    }

    @Override
    public @Nullable Sealing sealing() {
        return sealing;
    }
}
