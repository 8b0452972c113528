package dev.automat.patron.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.patron.changefeed.Change;
import dev.automat.patron.changefeed.FeedAudit;
import dev.automat.patron.patron.Lookup;
import dev.automat.patron.patron.Patron;
import dev.automat.patron.patron.PatronDraft;
import dev.automat.patron.patron.PatronPatch;
import dev.automat.patron.patron.Precondition;
import dev.automat.patron.patron.WriteOutcome;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.JsonNodeFactory;

/** Each way a cache beside LISTEN and NOTIFY goes wrong, played against ours step by step. */
class CoherenceTest {

    private static final long ID = 37;
    private static final Patron V0 = new Patron(ID, "Carol", "SPAM Bruschetta");
    private static final Patron V1 = new Patron(ID, "Carol", "SPAM Wellington");
    private static final Patron V2 = new Patron(ID, "Carol", "SPAM Surprise");
    private static final Duration BOUND = Duration.ofSeconds(1);
    private static final FeedAudit WATCHED = new FeedAudit(true, "triggers", 0);
    private static final PatronPatch TO_V1 = new PatronPatch("Carol", V1.favDish());

    private final FakeDatabase database = new FakeDatabase();
    private final AtomicLong clock = new AtomicLong(1_000);
    private final CacheStatistics statistics = new CacheStatistics();
    private final CachedPatrons patrons =
            new CachedPatrons(
                    database,
                    new CoherentCache(BOUND, statistics, clock::get, 64, Set.of()),
                    statistics);

    @BeforeEach
    void listens() {
        patrons.audited(WATCHED);
        open(1);
        database.commit(V0);
    }

    private void open(long connection) {
        patrons.opened(connection);
        patrons.proven(connection, clock.get());
    }

    @Test
    @DisplayName("1 stale fill")
    void doesNotCacheAnAnswerThatTheRowsEventOvertook() {
        database.holdAnswers();
        var overtaken = startReading();
        database.commit(V1);
        patrons.changed(1, stored(V1, 1));
        database.answerNext();

        assertThat(overtaken).isCompletedWithValue(new Lookup(V0, Lookup.Source.MISS));
        assertThat(read()).isEqualTo(new Lookup(V1, Lookup.Source.HIT));
        assertThat(patrons.status().refusedFills()).isEqualTo(1);
    }

    @Test
    @DisplayName("1 stale fill, when the event says nothing of the row")
    void doesNotCacheAnAnswerOvertakenByAnEventWithoutTheRow() {
        database.holdAnswers();
        var overtaken = startReading();
        database.commit(V1);
        patrons.changed(1, new Change.Touched(ID));
        var second = startReading();
        database.answerNext();
        database.answerNext();

        assertThat(overtaken).isCompletedWithValue(new Lookup(V0, Lookup.Source.MISS));
        assertThat(second).isCompletedWithValue(new Lookup(V1, Lookup.Source.MISS));
        assertThat(read()).isEqualTo(new Lookup(V1, Lookup.Source.HIT));
    }

    @Test
    @DisplayName("2 negative fill")
    void doesNotCacheTheAbsenceOfARowInsertedSince() {
        database.commitDelete(ID);
        database.holdAnswers();
        var overtaken = startReading();
        database.commit(V1);
        patrons.changed(1, stored(V1, 1));
        database.answerNext();

        assertThat(overtaken).isCompletedWithValue(new Lookup(null, Lookup.Source.MISS));
        assertThat(read()).isEqualTo(new Lookup(V1, Lookup.Source.HIT));
    }

    @Test
    @DisplayName("2 negative fill, the entry itself")
    void cachesAbsenceLikeAnyRow() {
        database.commitDelete(ID);

        assertThat(read()).isEqualTo(new Lookup(null, Lookup.Source.MISS));
        assertThat(read()).isEqualTo(new Lookup(null, Lookup.Source.HIT));
    }

    @Test
    @DisplayName("3 there and back in one transaction")
    void endsWithTheLastOfSeveralEventsOfOneRow() {
        patrons.changed(1, stored(V1, 1));
        patrons.changed(1, stored(V0, 2));
        patrons.changed(1, stored(V1, 3));
        database.commit(V1);

        assertThat(read()).isEqualTo(new Lookup(V1, Lookup.Source.HIT));
    }

    @Test
    @DisplayName("3 delete, insert, delete in one transaction")
    void endsWithAbsenceWhenTheLastEventIsADelete() {
        patrons.changed(1, new Change.Deleted(ID));
        patrons.changed(1, stored(V1, 2));
        patrons.changed(1, new Change.Deleted(ID));
        database.commitDelete(ID);

        assertThat(read()).isEqualTo(new Lookup(null, Lookup.Source.HIT));
    }

    @Test
    @DisplayName("4 connection lost")
    void bypassesWhileNobodyListensAndForgetsWhatItMissed() {
        read();
        patrons.lost(1);
        database.commit(V1);

        assertThat(patrons.status().state()).isEqualTo("detached");
        assertThat(read()).isEqualTo(new Lookup(V1, Lookup.Source.BYPASS));
        database.commit(V2);
        open(2);
        assertThat(read()).isEqualTo(new Lookup(V2, Lookup.Source.MISS));
        assertThat(read()).isEqualTo(new Lookup(V2, Lookup.Source.HIT));
        assertThat(patrons.status().reconnects()).isEqualTo(1);
    }

    @Test
    @DisplayName("4 connection lost and another up during a SELECT")
    void doesNotCacheAnAnswerFromBeforeTheReconnect() {
        database.holdAnswers();
        var old = startReading();
        patrons.lost(1);
        database.commit(V1);
        open(2);
        database.answerNext();
        var fresh = startReading();
        database.answerNext();

        assertThat(old).isCompletedWithValue(new Lookup(V0, Lookup.Source.MISS));
        assertThat(fresh).isCompletedWithValue(new Lookup(V1, Lookup.Source.MISS));
    }

    @Test
    @DisplayName("8 LISTEN and read order")
    void cachesNothingThatWasReadBeforeListening() {
        patrons.lost(1);
        database.holdAnswers();
        var before = startReading();
        open(2);
        database.commit(V1);
        database.answerNext();
        var after = startReading();
        database.answerNext();

        assertThat(before).isCompletedWithValue(new Lookup(V0, Lookup.Source.BYPASS));
        assertThat(after).isCompletedWithValue(new Lookup(V1, Lookup.Source.MISS));
    }

    @Test
    @DisplayName("13 delete, then insert with a lower version")
    void takesARowThatComesBackWithALowerVersion() {
        patrons.changed(1, new Change.Deleted(ID));
        patrons.changed(1, stored(V1, 5));
        patrons.changed(1, new Change.Deleted(ID));
        patrons.changed(1, stored(V2, 4));

        assertThat(read()).isEqualTo(new Lookup(V2, Lookup.Source.HIT));
    }

    @Test
    @DisplayName("13 versions of live rows")
    void readsAgainWhenALiveRowHearsOfALowerVersion() {
        database.commit(V2);
        patrons.changed(1, stored(V2, 5));
        patrons.changed(1, stored(V1, 4));

        assertThat(read()).isEqualTo(new Lookup(V2, Lookup.Source.MISS));
    }

    @Test
    @DisplayName("14 the key changes")
    void forgetsTheOldIdAndKnowsTheNewOne() {
        read();
        patrons.changed(1, new Change.Deleted(ID));
        patrons.changed(1, stored(new Patron(50_007, "Carol", "SPAM"), 2));

        assertThat(read()).isEqualTo(new Lookup(null, Lookup.Source.HIT));
        assertThat(await(patrons.find(50_007)))
                .isEqualTo(new Lookup(new Patron(50_007, "Carol", "SPAM"), Lookup.Source.HIT));
    }

    @Test
    @DisplayName("15 TRUNCATE, 19 malformed event")
    void forgetsEverythingWhenAnythingMayHaveHappened() {
        read();
        database.commitDelete(ID);
        patrons.changed(1, Change.Everything.INSTANCE);

        assertThat(read()).isEqualTo(new Lookup(null, Lookup.Source.MISS));
    }

    @Test
    @DisplayName("15 TRUNCATE during a SELECT")
    void doesNotCacheAnAnswerFromBeforeEverythingChanged() {
        database.holdAnswers();
        var first = startReading();
        database.commitDelete(ID);
        patrons.changed(1, Change.Everything.INSTANCE);
        database.answerNext();
        var second = startReading();
        database.answerNext();

        assertThat(first).isCompletedWithValue(new Lookup(V0, Lookup.Source.MISS));
        assertThat(second).isCompletedWithValue(new Lookup(null, Lookup.Source.MISS));
    }

    @Test
    @DisplayName("18 forged event")
    void asksTheDatabaseAfterAnEventThatIsNotProven() {
        read();
        patrons.changed(1, new Change.Touched(ID));

        assertThat(read()).isEqualTo(new Lookup(V0, Lookup.Source.MISS));
    }

    @Test
    @DisplayName("19 a proven event of a row that is no patron")
    void asksTheDatabaseWhenTheRowIsNotAPatron() {
        var row = JsonNodeFactory.instance.objectNode().put("id", ID).put("name", 7);
        patrons.changed(1, new Change.Stored(ID, 1, row));

        assertThat(read()).isEqualTo(new Lookup(V0, Lookup.Source.MISS));
    }

    @Test
    @DisplayName("20 own write after another's event")
    void neverPutsWhatItWrote() {
        database.holdAnswers();
        var write = patrons.update(ID, TO_V1, Precondition.NONE).toFuture();
        database.commit(V2);
        patrons.changed(1, stored(V1, 1));
        patrons.changed(1, stored(V2, 2));
        database.answerNext();
        var after = startReading();
        database.answerNext();

        assertThat(write).isCompletedWithValue(WriteOutcome.WRITTEN);
        assertThat(after).isCompletedWithValue(new Lookup(V2, Lookup.Source.MISS));
    }

    @Test
    @DisplayName("20 own write, read back")
    void readsItsOwnWritesBeforeTheirEventsCome() {
        read();
        await(patrons.update(ID, TO_V1, Precondition.NONE));
        assertThat(read()).isEqualTo(new Lookup(V1, Lookup.Source.MISS));

        await(patrons.delete(ID, Precondition.NONE));
        assertThat(read()).isEqualTo(new Lookup(null, Lookup.Source.MISS));

        var id = await(patrons.create(new PatronDraft("Dave", "")));
        assertThat(await(patrons.find(id)).patron()).isEqualTo(new Patron(id, "Dave", ""));
    }

    @Test
    @DisplayName("21 joined fill")
    void doesNotJoinASelectSentBeforeItsOwnWrite() {
        database.holdAnswers();
        var before = startReading();
        var write = patrons.update(ID, TO_V1, Precondition.NONE).toFuture();
        database.answerLast();
        var after = startReading();
        database.answerNext();
        database.answerNext();

        assertThat(write).isCompletedWithValue(WriteOutcome.WRITTEN);
        assertThat(before).isCompletedWithValue(new Lookup(V0, Lookup.Source.MISS));
        assertThat(after).isCompletedWithValue(new Lookup(V1, Lookup.Source.MISS));
        assertThat(read()).isEqualTo(new Lookup(V1, Lookup.Source.HIT));
    }

    @Test
    @DisplayName("21 joined fill, when nothing changed")
    void sendsOneSelectForAllWhoMissAtOnce() {
        database.holdAnswers();
        var first = startReading();
        var second = startReading();
        database.answerNext();

        assertThat(first).isCompletedWithValue(new Lookup(V0, Lookup.Source.MISS));
        assertThat(second).isCompletedWithValue(new Lookup(V0, Lookup.Source.MISS));
        assertThat(database.selects()).isEqualTo(1);
    }

    @Test
    @DisplayName("21 joined fill, when the first one leaves")
    void answersTheSecondReaderWhenTheFirstIsGone() {
        database.holdAnswers();
        startReading().cancel(true);
        var second = startReading();
        database.answerNext();

        assertThat(second).isCompletedWithValue(new Lookup(V0, Lookup.Source.MISS));
        assertThat(database.selects()).isEqualTo(1);
    }

    @Test
    @DisplayName("26 late word of a dead connection")
    void ignoresWhatADeadConnectionSays() {
        patrons.lost(1);
        open(2);
        read();

        patrons.changed(1, stored(V1, 9));
        patrons.changed(1, Change.Everything.INSTANCE);
        patrons.lost(1);
        open(1);

        assertThat(read()).isEqualTo(new Lookup(V0, Lookup.Source.HIT));
        assertThat(patrons.status().state()).isEqualTo("live");
    }

    @Test
    @DisplayName("5 half-open link, 25 process stopped")
    void servesNothingOnceTheLastHeartbeatHeardIsTooOld() {
        read();
        clock.addAndGet(BOUND.toNanos());
        assertThat(read()).isEqualTo(new Lookup(V0, Lookup.Source.HIT));

        clock.addAndGet(1);
        database.commit(V1);
        assertThat(read()).isEqualTo(new Lookup(V1, Lookup.Source.BYPASS));

        patrons.changed(1, stored(V1, 1));
        patrons.proven(1, clock.get());
        assertThat(read()).isEqualTo(new Lookup(V1, Lookup.Source.HIT));
    }

    @Test
    @DisplayName("5 half-open link during a SELECT")
    void doesNotCacheAnAnswerThatComesWhenNothingIsProven() {
        database.holdAnswers();
        var reading = startReading();
        clock.addAndGet(BOUND.toNanos() + 1);
        database.answerNext();
        patrons.proven(1, clock.get());
        var second = startReading();
        database.answerNext();

        assertThat(reading).isCompletedWithValue(new Lookup(V0, Lookup.Source.MISS));
        assertThat(second).isCompletedWithValue(new Lookup(V0, Lookup.Source.MISS));
    }

    @Test
    @DisplayName("5 an echo that comes late")
    void countsAHeartbeatFromWhenItWasSent() {
        patrons.proven(1, clock.get() - BOUND.toNanos());

        clock.addAndGet(BOUND.toNanos() + 1);

        assertThat(patrons.status().state()).isEqualTo("detached");
    }

    @Test
    @DisplayName("8 LISTEN without proof")
    void servesNothingBeforeTheFirstHeartbeatOfAConnection() {
        patrons.lost(1);
        patrons.opened(2);
        assertThat(read()).isEqualTo(new Lookup(V0, Lookup.Source.BYPASS));

        patrons.proven(1, clock.get());
        assertThat(read()).isEqualTo(new Lookup(V0, Lookup.Source.BYPASS));

        patrons.proven(2, clock.get());
        assertThat(read()).isEqualTo(new Lookup(V0, Lookup.Source.MISS));
    }

    @Test
    @DisplayName("17 triggers gone")
    void servesNothingWhileTriggersAreMissing() {
        read();
        patrons.audited(new FeedAudit(false, "no triggers", 0));
        patrons.proven(1, clock.get());
        database.commit(V1);

        assertThat(read()).isEqualTo(new Lookup(V1, Lookup.Source.BYPASS));
        patrons.audited(new FeedAudit(true, "other triggers", 0));
        patrons.proven(1, clock.get());
        assertThat(read()).isEqualTo(new Lookup(V1, Lookup.Source.MISS));
    }

    @Test
    @DisplayName("17 triggers off and on again between two looks")
    void servesNothingThatWasQueuedBeforeTheTriggersChanged() {
        read();
        database.commit(V2);
        clock.incrementAndGet();
        patrons.audited(new FeedAudit(true, "other triggers", 0));

        patrons.proven(1, clock.get() - 1);
        assertThat(read()).isEqualTo(new Lookup(V2, Lookup.Source.BYPASS));
        patrons.changed(1, stored(V1, 1));
        patrons.proven(1, clock.get());
        assertThat(read()).isEqualTo(new Lookup(V2, Lookup.Source.MISS));
    }

    @Test
    @DisplayName("17 the audit fails")
    void keepsWhatItKnowsWhenNobodyCouldLook() {
        read();
        patrons.audited(new FeedAudit(false, "", 0));
        assertThat(read()).isEqualTo(new Lookup(V0, Lookup.Source.BYPASS));

        patrons.audited(WATCHED);
        assertThat(read()).isEqualTo(new Lookup(V0, Lookup.Source.HIT));
    }

    @Test
    @DisplayName("28 cache pollution")
    void forgetsOnlyWhichRowsWereMissingWhenManyAreInserted() {
        read();
        await(patrons.find(38));
        var born = new Patron(38, "Dave", "Noodles");
        database.commit(born);
        patrons.changed(1, Change.Insertions.INSTANCE);

        assertThat(read()).isEqualTo(new Lookup(V0, Lookup.Source.HIT));
        assertThat(await(patrons.find(38))).isEqualTo(new Lookup(born, Lookup.Source.MISS));
    }

    @Test
    void readsTheDatabaseWhenAskedToAndCachesNothingOfIt() {
        assertThat(await(patrons.findInDatabase(ID)))
                .isEqualTo(new Lookup(V0, Lookup.Source.BYPASS));
        assertThat(read()).isEqualTo(new Lookup(V0, Lookup.Source.MISS));
    }

    @Test
    void countsWhatItDoes() {
        read();
        read();
        patrons.changed(1, stored(V1, 1));
        await(patrons.findInDatabase(ID));

        assertThat(patrons.status())
                .usingRecursiveComparison()
                .ignoringFields("lastEvent")
                .isEqualTo(new CacheResponse("live", 1, 1, 1, 1, 0, 1, 0, 0, 0L, null));
        assertThat(patrons.status().lastEvent()).isNotNull();
    }

    private Lookup read() {
        return await(patrons.find(ID));
    }

    private static <T> T await(Mono<T> answer) {
        return answer.toFuture().orTimeout(5, TimeUnit.SECONDS).join();
    }

    private CompletableFuture<Lookup> startReading() {
        return patrons.find(ID).toFuture();
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
