package dev.automat.patron.cache;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Of which rows the feed has told, and which transaction changed them, until new snapshots are
 * known to show it: the write-ahead log has a commit before snapshots do.
 *
 * <p>The last transaction of a row is enough, since it could change the row only when the one
 * before had ended. The other way round, a transaction is remembered for all rows when it changed
 * many, or when there are too many rows to remember. Numbers of transactions have 32 bits and run
 * in circles.
 */
final class Told {

    private static final int MOST_ROWS = 65_536;

    private final ConcurrentMap<Long, Integer> rows = new ConcurrentHashMap<>();
    private final Set<Integer> all = ConcurrentHashMap.newKeySet();

    void of(long id, int transaction) {
        if (rows.size() < MOST_ROWS || rows.containsKey(id)) {
            rows.put(id, transaction);
        } else {
            ofAll(transaction);
        }
    }

    void ofAll(int transaction) {
        all.add(transaction);
    }

    /** Whether a snapshot shows all that was told of a row. */
    boolean isShown(long id, @Nullable String text) {
        var ofRow = rows.get(id);
        if (ofRow == null && all.isEmpty()) {
            return true;
        }
        if (text == null) {
            return false;
        }
        var snapshot = Snapshot.parse(text);
        return (ofRow == null || snapshot.shows(ofRow)) && all.stream().allMatch(snapshot::shows);
    }

    /** The rows whose transaction a snapshot shows, with that transaction. */
    Map<Long, Integer> rowsShown(String text) {
        if (text.isEmpty() || rows.isEmpty()) {
            return Map.of();
        }
        var snapshot = Snapshot.parse(text);
        return rows.entrySet().stream()
                .filter(row -> snapshot.shows(row.getValue()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Forgets a row, unless something else was told of it since. */
    void forget(long id, int transaction) {
        rows.remove(id, transaction);
    }

    void forgetAll() {
        rows.clear();
        all.clear();
    }

    /** Whether a snapshot shows any of the transactions that are remembered for all rows. */
    boolean isAnyOfAllShown(String text) {
        return !text.isEmpty()
                && !all.isEmpty()
                && all.stream().anyMatch(Snapshot.parse(text)::shows);
    }

    void forgetOfAll(String text) {
        all.removeIf(Snapshot.parse(text)::shows);
    }
}
