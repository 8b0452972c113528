package dev.automat.broker.door;

import dev.automat.broker.channel.ChannelName;
import dev.automat.broker.channel.Envelope;
import dev.automat.broker.channel.PinnedMemory;
import dev.automat.broker.channel.Publisher;
import dev.automat.broker.channel.Run;
import dev.automat.broker.channel.Traffic;
import dev.automat.broker.engine.Engine;
import dev.automat.broker.engine.MessageTooLargeException;
import dev.automat.broker.engine.NotAcceptedException;
import dev.automat.broker.engine.Route;
import dev.automat.broker.engine.TooManyChannelsException;
import dev.automat.broker.server.Refusal;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a connection publishes. The messages of one read are copied together by channel, which keeps
 * their order in each, and no read buffer is pinned; what is not accepted is held.
 */
public final class Publishing {

    /** Channels remembered from read to read; few publishers use more in turns. */
    private static final int REMEMBERED = 16;

    private static final int PREFIX_BYTES = 4;

    /** Messages for one channel that came in the current read. */
    private static final class Pile {

        private final Route route;

        /** Runs that came before what is in the buffer. */
        private final ArrayDeque<Run> closed = new ArrayDeque<>();

        private @Nullable ByteBuf bytes;
        private int messages;

        private Pile(Route route) {
            this.route = route;
        }
    }

    /** Messages that a channel did not accept. */
    private record Held(Route route, Run run) {}

    private final Engine engine;
    private final PinnedMemory memory;
    private final Traffic traffic;
    private final ByteBufAllocator allocator;
    private final Publisher publisher;
    private final List<Pile> piles = new ArrayList<>();
    private final List<Held> held = new ArrayList<>();
    private @Nullable Pile current;
    private int expectedBytes;
    private long messages;

    /** What a publisher, told when to try again, publishes through an engine. */
    public Publishing(
            Engine engine,
            PinnedMemory memory,
            Traffic traffic,
            ByteBufAllocator allocator,
            Publisher publisher) {
        this.engine = engine;
        this.memory = memory;
        this.traffic = traffic;
        this.allocator = allocator;
        this.publisher = publisher;
    }

    /** Why a connection is closed whose message or subscription was not accepted. */
    public static Refusal refusalOf(NotAcceptedException failure) {
        return switch (failure) {
            case TooManyChannelsException _ -> Refusal.TOO_MANY_CHANNELS;
            case MessageTooLargeException _ -> Refusal.FRAME_TOO_LARGE;
        };
    }

    /** Begins a read of so many bytes. */
    public void begin(int bytes) {
        expectedBytes = bytes;
    }

    /** The channel of the next message. */
    public void channel(ByteBuf source, int index, int length) {
        if (current == null || !current.route.name().matches(source, index, length)) {
            current = pile(source, index, length);
        }
    }

    private Pile pile(ByteBuf source, int index, int length) {
        for (var pile : piles) {
            if (pile.route.name().matches(source, index, length)) {
                return pile;
            }
        }
        if (piles.size() == REMEMBERED) {
            publish();
            piles.clear();
        }
        var pile = new Pile(engine.route(ChannelName.of(source, index, length)));
        piles.add(pile);
        return pile;
    }

    /** A message for the current channel. */
    public void message(ByteBuf source, int index, int size) {
        messages++;
        var pile = current;
        if (pile == null || size == PREFIX_BYTES) {
            // Receivers take an empty frame for the end, so none is ever delivered.
            traffic.swallowed(1);
            return;
        }
        bytesOf(pile, size).writeBytes(source, index, size);
        pile.messages++;
    }

    /** A message for the current channel, whose data are the readable bytes of a buffer. */
    public void messageWithoutPrefix(ByteBuf data) {
        messages++;
        var pile = current;
        if (pile != null) {
            int size = data.readableBytes();
            bytesOf(pile, PREFIX_BYTES + size)
                    .writeInt(size)
                    .writeBytes(data, data.readerIndex(), size);
            pile.messages++;
        }
    }

    private ByteBuf bytesOf(Pile pile, int size) {
        var bytes = pile.bytes;
        if (bytes == null) {
            bytes = allocator.directBuffer(Math.max(expectedBytes, size));
            pile.bytes = bytes;
        }
        return bytes;
    }

    /** A large message for the current channel, in a buffer of its own. */
    public void message(ByteBuf owned) {
        messages++;
        var pile = current;
        if (pile == null) {
            owned.release();
            return;
        }
        publish(pile);
        offer(pile.route, Run.of(owned, 1, memory));
    }

    /** One message for the current channel with an envelope, in a buffer of its own. */
    public void message(ByteBuf owned, Envelope envelope) {
        messages++;
        var pile = current;
        if (pile == null) {
            owned.release();
            return;
        }
        close(pile);
        pile.closed.add(Run.of(owned, envelope, memory));
    }

    /** What comes next for the channel begins another run. */
    private void close(Pile pile) {
        var bytes = pile.bytes;
        if (bytes != null) {
            int count = pile.messages;
            pile.bytes = null;
            pile.messages = 0;
            pile.closed.add(Run.of(bytes, count, memory));
        }
    }

    /** Publishes what the read brought. */
    public void publish() {
        for (var pile : piles) {
            publish(pile);
        }
    }

    private void publish(Pile pile) {
        close(pile);
        for (var run = pile.closed.poll(); run != null; run = pile.closed.poll()) {
            offer(pile.route, run);
        }
    }

    private void offer(Route route, Run run) {
        boolean waits = !route.keepsOrder() && isHeld(route);
        if (waits || !route.publish(run, publisher)) {
            held.add(new Held(route, run));
        }
    }

    private boolean isHeld(Route route) {
        return held.stream().anyMatch(earlier -> earlier.route.name().equals(route.name()));
    }

    /** Publishes again what was held, in order. */
    public void retry() {
        var again = List.copyOf(held);
        held.clear();
        for (int i = 0; i < again.size(); i++) {
            try {
                offer(again.get(i).route, again.get(i).run);
            } catch (NotAcceptedException e) {
                held.addAll(again.subList(i + 1, again.size()));
                throw e;
            }
        }
    }

    /** Whether there are messages that no channel accepts. */
    public boolean isHeld() {
        return !held.isEmpty();
    }

    /** Bytes of the messages held. */
    public long heldBytes() {
        long bytes = 0;
        for (var earlier : held) {
            bytes += earlier.run.sizeInBytes();
        }
        return bytes;
    }

    /** Messages read so far. */
    public long messages() {
        return messages;
    }

    /**
     * Gives up what is held.
     *
     * @return messages that are lost by it
     */
    public long release() {
        long lost = 0;
        for (var earlier : held) {
            earlier.route.withdraw(publisher);
            lost += earlier.run.messages();
            earlier.run.release();
        }
        held.clear();
        for (var pile : piles) {
            close(pile);
            for (var run = pile.closed.poll(); run != null; run = pile.closed.poll()) {
                lost += run.messages();
                run.release();
            }
        }
        memory.forget(publisher);
        return lost;
    }
}
