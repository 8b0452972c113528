package dev.automat.patron.cache;

import dev.automat.patron.changefeed.Change;
import dev.automat.patron.changefeed.FeedAudit;
import dev.automat.patron.patron.Lookup;
import dev.automat.patron.patron.Patron;
import dev.automat.patron.patron.PatronPatch;
import dev.automat.patron.patron.Precondition;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * One row in a database, one instance with the real cache, and the order in which things happen in
 * a test's hands. It knows what was committed when, and so which answers are legal.
 */
final class World {

    static final long ID = 37;

    private static final long BOUND = Duration.ofSeconds(1).toNanos();
    private static final int MOST_UNDER_WAY = 2;

    /** What travels through the feed; a commit's number, or that of the newest at a heartbeat. */
    private record Message(int commit, Consumer<CachedPatrons> delivery) {}

    private record Commit(@Nullable Patron state, long at) {}

    private final FakeDatabase database = new FakeDatabase();
    private final List<Commit> commits = new ArrayList<>();
    private final Deque<Message> queue = new ArrayDeque<>();
    private final CachedPatrons patrons;
    private long clock = 1;
    private long connection = 1;
    private long version = 100;
    private int underWay;
    private int transaction = 7;
    private @Nullable Patron toldEarly;
    private int triggerChanges;
    private int changesSeen;
    private boolean isSilent;
    private boolean hasTriggers = true;
    private boolean isKnownBare;
    private @Nullable Change heardBefore;

    /** The newest commit that every read from now on must show. */
    private int mustShow;

    private @Nullable String fault;

    World(Set<ProtocolLine> leftOut) {
        var statistics = new CacheStatistics();
        var cache = new CoherentCache(Duration.ofNanos(BOUND), statistics, () -> clock, 1, leftOut);
        patrons = new CachedPatrons(database, cache, statistics);
        database.holdAnswers();
        commit(patron());
        database.show(snapshot());
        patrons.audited(new FeedAudit(true, "0", 0));
        patrons.opened(connection);
        patrons.proven(connection, clock);
    }

    /** What went wrong so far; null when nothing did. */
    @Nullable String fault() {
        return fault;
    }

    /** Whether a step is possible now; an impossible one would change nothing. */
    boolean canDo(Step step) {
        return switch (step) {
            case UPDATE, GARBLED_UPDATE, RECONNECT, BEAT, WAIT -> true;
            case UPDATE_TOLD_EARLY -> toldEarly == null;
            case SHOW -> toldEarly != null;
            case DELETE -> isThere();
            case BULK_INSERT -> !isThere();
            case WRITE -> isThere() && underWay < MOST_UNDER_WAY;
            case READ -> underWay < MOST_UNDER_WAY;
            case OLDEST_ANSWER -> underWay > 0;
            case YOUNGEST_ANSWER -> underWay > 1;
            case HEAR -> !queue.isEmpty();
            case LATE_WORD -> heardBefore != null && connection > 1;
            case SILENCE -> !isSilent;
            case TRIGGERS_OFF -> hasTriggers;
            case TRIGGERS_ON -> !hasTriggers;
            case AUDIT -> true;
        };
    }

    void take(Step step) {
        switch (step) {
            case UPDATE -> update();
            case UPDATE_TOLD_EARLY -> tellEarly();
            case SHOW -> show();
            case DELETE -> {
                commit(null);
                send(new Change.Deleted(ID));
            }
            case GARBLED_UPDATE -> {
                commit(patron());
                send(Change.Everything.INSTANCE);
            }
            case BULK_INSERT -> {
                commit(patron());
                send(Change.Insertions.INSTANCE);
            }
            case WRITE -> write();
            case READ -> read();
            case OLDEST_ANSWER -> database.answerNext();
            case YOUNGEST_ANSWER -> database.answerLast();
            case HEAR -> hear();
            case RECONNECT -> reconnect();
            case LATE_WORD -> patrons.changed(connection - 1, changeOf(heardBefore));
            case SILENCE -> isSilent = true;
            case BEAT -> beat();
            case WAIT -> clock += BOUND * 6 / 10;
            case TRIGGERS_OFF -> hasTriggers = false;
            case TRIGGERS_ON -> hasTriggers = true;
            case AUDIT -> audit();
        }
        if (step == Step.TRIGGERS_OFF || step == Step.TRIGGERS_ON) {
            triggerChanges++;
        }
    }

    /** Lets all come to rest; a read must then show the row as it is. */
    void comeToRest() {
        show();
        read();
        while (underWay > 0) {
            database.answerNext();
        }
        while (!queue.isEmpty()) {
            hear();
        }
        hasTriggers = true;
        audit();
        clock += isSilent ? 2 * BOUND : 0;
        beat();
        while (!queue.isEmpty()) {
            hear();
        }
        mustShow = newest();
        read();
        while (underWay > 0) {
            database.answerNext();
        }
        read();
        while (underWay > 0) {
            database.answerNext();
        }
    }

    private void update() {
        boolean isInsert = !isThere();
        var patron = patron();
        commit(patron);
        // An INSERT that waited for a DELETE drew its version before it (fault 13).
        send(stored(patron, isInsert ? 1 : ++version));
    }

    /** A row that is too large for the event; committed in the log, and nobody was told so. */
    private void tellEarly() {
        var patron = patron();
        toldEarly = patron;
        transaction++;
        commits.add(new Commit(patron, Long.MAX_VALUE));
        database.show(snapshot());
        long from = connection;
        int number = transaction;
        queue.add(new Message(0, it -> it.told(from, new Change.Touched(ID), number)));
    }

    private void show() {
        if (toldEarly != null) {
            database.commit(toldEarly);
            toldEarly = null;
            commits.set(newest(), new Commit(commits.getLast().state(), clock));
            database.show(snapshot());
        }
    }

    private String snapshot() {
        return toldEarly == null
                ? "%1$d:%1$d:".formatted(transaction + 1)
                : "%d:%d:%1$d".formatted(transaction, transaction + 1);
    }

    private void write() {
        var patron = patron();
        underWay++;
        var answer =
                patrons.update(
                        ID, new PatronPatch(patron.name(), patron.favDish()), Precondition.NONE);
        var future = answer.toFuture();
        commit(patron);
        send(stored(patron, ++version));
        int number = newest();
        var _ =
                future.thenAccept(_ -> {
                    underWay--;
                    mustShow = Math.max(mustShow, number);
                });
    }

    private void read() {
        int least = isKnownBare ? newest() : Math.max(mustShow, newestBefore(clock - BOUND));
        underWay++;
        var _ =
                patrons.find(ID)
                        .toFuture()
                        .thenAccept(lookup -> {
                            underWay--;
                            judge(lookup, least);
                        });
    }

    private void judge(Lookup lookup, int least) {
        for (int i = newest(); i >= least; i--) {
            if (Objects.equals(commits.get(i).state(), lookup.patron())) {
                return;
            }
        }
        fault = "read " + describe(lookup.patron()) + " by " + lookup.source();
        fault += ", which must show commit " + least + " of " + newest();
    }

    private static String describe(@Nullable Patron patron) {
        return patron == null ? "nothing" : patron.name();
    }

    private void hear() {
        var message = queue.remove();
        message.delivery().accept(patrons);
        mustShow = Math.max(mustShow, message.commit());
    }

    private void send(Change change) {
        if (!isSilent && hasTriggers) {
            long from = connection;
            queue.add(
                    new Message(
                            newest(),
                            it -> {
                                heardBefore = change;
                                it.changed(from, change);
                            }));
        }
    }

    private void beat() {
        if (!isSilent) {
            long from = connection;
            long sentAt = clock;
            queue.add(new Message(0, it -> it.proven(from, sentAt)));
        }
    }

    private void reconnect() {
        patrons.lost(connection);
        queue.clear();
        isSilent = false;
        connection++;
        patrons.opened(connection);
        patrons.proven(connection, clock);
        mustShow = newest();
    }

    private void audit() {
        // Time goes on: a heartbeat sent before is older than what is seen now.
        clock++;
        patrons.audited(
                new FeedAudit(hasTriggers, Integer.toString(triggerChanges), 0, snapshot()));
        mustShow = triggerChanges > changesSeen ? newest() : mustShow;
        changesSeen = triggerChanges;
        isKnownBare = !hasTriggers;
        if (queue.isEmpty() && !isSilent) {
            patrons.proven(connection, clock);
        }
    }

    private boolean isThere() {
        return commits.getLast().state() != null;
    }

    private int newest() {
        return commits.size() - 1;
    }

    /** What is written while triggers are off is nobody's promise before somebody looks. */
    private int newestBefore(long moment) {
        if (triggerChanges > 0) {
            return 0;
        }
        int newest = newest();
        while (newest > 0 && commits.get(newest).at() >= moment) {
            newest--;
        }
        return newest;
    }

    private Patron patron() {
        return new Patron(ID, "v" + commits.size(), "SPAM");
    }

    private void commit(@Nullable Patron state) {
        commits.add(new Commit(state, clock));
        if (state == null) {
            database.commitDelete(ID);
        } else {
            database.commit(state);
        }
    }

    private static Change changeOf(@Nullable Change change) {
        return change == null ? Change.Everything.INSTANCE : change;
    }

    private static Change stored(Patron patron, long version) {
        var row =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("id", patron.id())
                        .put("name", patron.name())
                        .put("fav_dish", patron.favDish());
        return new Change.Stored(patron.id(), version, row);
    }
}
