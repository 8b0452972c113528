package dev.automat.patron.postgres;

import dev.automat.patron.changefeed.Change;
import dev.automat.patron.changefeed.FeedEvent;
import dev.automat.patron.changefeed.TableEvent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes events of what the write-ahead log says. It knows the tables and the transaction that the
 * next change belongs to, so that there is one for each connection; it is not thread-safe.
 */
final class LogReader {

    /** As many as triggers tell one by one. */
    private static final int MOST_ROWS_OF_A_TRANSACTION = 1_000;

    private final FeedConnection feed;
    private final Set<String> tables;
    private final Map<Integer, LoggedTable> known = new HashMap<>();
    private final Map<String, Integer> rows = new HashMap<>();
    private final Set<String> announced = new HashSet<>();
    private PgOutput.Begin transaction = new PgOutput.Begin(0, 0);
    private long version;

    LogReader(FeedConnection feed, Set<String> tables) {
        this.feed = feed;
        this.tables = tables;
    }

    void read(PgOutput message) {
        switch (message) {
            case PgOutput.Begin begin -> {
                transaction = begin;
                rows.clear();
                announced.clear();
            }
            case PgOutput.Message(var prefix, var text) -> {
                if (feed.isHeartbeat(prefix)) {
                    feed.echoed(text);
                }
            }
            case PgOutput.Relation relation -> know(relation);
            case PgOutput.Insert(var relation, var row) -> insert(known.get(relation), row);
            case PgOutput.Update(var relation, var before, var after) ->
                    update(known.get(relation), before, after);
            case PgOutput.Delete(var relation, var before) -> delete(known.get(relation), before);
            case PgOutput.Truncate(var relations) ->
                    relations.forEach(relation -> truncate(known.get(relation)));
            case PgOutput.Commit _, PgOutput.Other _ -> {}
        }
    }

    private void know(PgOutput.Relation relation) {
        if (tables.contains(relation.name())) {
            known.put(relation.oid(), new LoggedTable(relation));
        }
    }

    private void insert(@Nullable LoggedTable table, List<PgOutput.Value> row) {
        if (table != null && isToldAlone(table, "BULK_INSERT", Change.Insertions.INSTANCE)) {
            tell(table, table.stored("INSERT", row, nextVersion()));
        }
    }

    private void update(
            @Nullable LoggedTable table,
            @Nullable List<PgOutput.Value> before,
            List<PgOutput.Value> after) {
        if (table == null || !isToldAlone(table, "BULK", Change.Everything.INSTANCE)) {
            return;
        }
        if (before != null && !table.hasSameKey(before, after)) {
            tell(table, table.deleted(before, nextVersion()));
            tell(table, table.stored("INSERT", after, nextVersion()));
        } else {
            tell(table, table.stored("UPDATE", after, nextVersion()));
        }
    }

    private void delete(@Nullable LoggedTable table, List<PgOutput.Value> before) {
        if (table != null && isToldAlone(table, "BULK", Change.Everything.INSTANCE)) {
            tell(table, table.deleted(before, nextVersion()));
        }
    }

    private void truncate(@Nullable LoggedTable table) {
        if (table != null) {
            tell(table, table.all("TRUNCATE", Change.Everything.INSTANCE, nextVersion()));
        }
    }

    /** After many rows of a transaction one event stands for all that follow. */
    private boolean isToldAlone(LoggedTable table, String type, Change all) {
        if (rows.merge(table.name(), 1, Integer::sum) <= MOST_ROWS_OF_A_TRANSACTION) {
            return true;
        }
        boolean isCovered = announced.contains("BULK " + table.name());
        if (!isCovered && announced.add(type + " " + table.name())) {
            tell(table, table.all(type, all, nextVersion()));
        }
        return false;
    }

    private void tell(LoggedTable table, TableEvent event) {
        feed.emit(
                new FeedEvent.Committed(
                        feed.number(), table.name(), transaction.transaction(), event));
    }

    /** Grows with each event; the position of a commit, where that is more. */
    private long nextVersion() {
        version = Math.max(version + 1, transaction.commitPosition());
        return version;
    }
}
