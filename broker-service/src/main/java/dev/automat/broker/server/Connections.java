package dev.automat.broker.server;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The connections of all doors. */
public final class Connections {

    private final ConcurrentMap<Long, Connection> open = new ConcurrentHashMap<>();
    private final ConcurrentMap<InetAddress, Integer> addresses = new ConcurrentHashMap<>();
    private final LongAdder lost = new LongAdder();
    private volatile CompletableFuture<Void> allGone = new CompletableFuture<>();

    Connections() {}

    /**
     * Counts one more of an address.
     *
     * @return false when there are too many already
     */
    boolean admit(InetAddress address, int limit) {
        int count = addresses.merge(address, 1, Integer::sum);
        if (limit > 0 && count > limit) {
            dismiss(address);
            return false;
        }
        return true;
    }

    void dismiss(InetAddress address) {
        addresses.computeIfPresent(address, (_, count) -> count == 1 ? null : count - 1);
    }

    /** The one that pins most; null when there is none that pins anything. */
    @Nullable Connection worst() {
        Connection worst = null;
        long most = 0;
        for (var each : open.values()) {
            long pinned = each.snapshot().pinnedBytes();
            if (pinned > most) {
                most = pinned;
                worst = each;
            }
        }
        return worst;
    }

    void add(long id, Connection connection) {
        open.put(id, connection);
    }

    void remove(long id) {
        open.remove(id);
        if (open.isEmpty()) {
            allGone.complete(null);
        }
    }

    void forEach(Consumer<Connection> action) {
        open.values().forEach(action);
    }

    /** Completes when no connection is left; none may be added any more. */
    CompletableFuture<Void> whenEmpty() {
        allGone = new CompletableFuture<>();
        if (open.isEmpty()) {
            allGone.complete(null);
        }
        return allGone;
    }

    /** Notes messages that ended with a connection. */
    public void countLost(long messages) {
        lost.add(messages);
    }

    /** Messages that ended with a connection. */
    public long lost() {
        return lost.sum();
    }

    /** How many there are. */
    public int size() {
        return open.size();
    }

    /** What each is doing, in no order. */
    public List<ConnectionSnapshot> snapshots() {
        return open.values().stream().map(Connection::snapshot).toList();
    }
}
