package dev.automat.zmtp.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.function.Consumer;

/** No security: each peer says READY and what it is. */
public enum NullMechanism implements Mechanism {
    INSTANCE;

    @Override
    public String wireName() {
        return "NULL";
    }

    @Override
    public Handshake begin(Metadata own) {
        return new NullHandshake(own);
    }

    private record NullHandshake(Metadata own) implements Handshake {

        @Override
        public void open(Consumer<ByteBuf> out) {
            var body = ByteBufAllocator.DEFAULT.heapBuffer();
            try {
                own.write(body);
                out.accept(Frames.command(ByteBufAllocator.DEFAULT, Command.READY, body));
            } finally {
                body.release();
            }
        }

        @Override
        public Metadata receive(Command command, Consumer<ByteBuf> out) {
            return switch (command.name()) {
                case Command.READY -> Metadata.read(command.body());
                case Command.ERROR ->
                        throw new ZmtpViolationException(
                                Violation.REFUSED_BY_PEER, "Peer refuses the handshake");
                default ->
                        throw new ZmtpViolationException(
                                Violation.BAD_COMMAND, "Command must be READY");
            };
        }
    }
}
