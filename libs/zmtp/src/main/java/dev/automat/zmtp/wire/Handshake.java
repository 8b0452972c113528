package dev.automat.zmtp.wire;

import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One connection's way through a {@link Mechanism}. Not safe for use by several threads. */
public interface Handshake {

    /**
     * Says what must be said without being asked.
     *
     * @param out takes frames, and releases them
     */
    void open(Consumer<ByteBuf> out);

    /**
     * Takes the peer's next command.
     *
     * @param out takes frames, and releases them
     * @return what the peer tells of itself once the handshake is done; null until then
     * @throws ZmtpViolationException when the command must not come now, or refuses us
     */
    @Nullable Metadata receive(Command command, Consumer<ByteBuf> out);

    /** How frames are sealed from the end of the handshake on; null when they are not. */
    default @Nullable Sealing sealing() {
        return null;
    }
}
