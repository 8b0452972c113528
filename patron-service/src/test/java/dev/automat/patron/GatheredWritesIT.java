package dev.automat.patron;

import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.patron.PatronInstance.Reply;
import dev.automat.patron.patron.PatronDraft;
import dev.automat.patron.patron.PatronPatch;
import dev.automat.patron.patron.PatronRepository;
import dev.automat.patron.patron.Precondition;
import dev.automat.patron.patron.WriteOutcome;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Writes that come at once share a statement, and nothing else. */
class GatheredWritesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int MANY = 500;

    private final PatronInstance service = SharedInstances.first();
    private final PatronRepository patrons = service.part("database", PatronRepository.class);

    @Test
    void eachCreatorIsToldTheIdOfItsOwnRow() {
        long before = statements("insert.rows");

        var ids = created(MANY);

        assertThat(new HashSet<>(ids)).hasSize(MANY);
        for (int number = 0; number < MANY; number++) {
            assertThat(
                            service.get("/patron/" + ids.get(number), "Cache-Control", "no-cache")
                                    .body())
                    .contains("\"created " + number + "\"");
        }
        assertThat(statements("insert.rows") - before).isBetween(1L, MANY / 2L);
    }

    @Test
    void eachRowGetsItsOwnChange() {
        var ids = created(MANY);
        long before = statements("update.ids");

        var outcomes = atOnce(number -> update(ids.get(number), "changed " + number));

        assertThat(outcomes).hasSize(MANY).containsOnly(WriteOutcome.WRITTEN);
        for (int number = 0; number < MANY; number += 50) {
            assertThat(read(ids.get(number)).body())
                    .contains("\"changed " + number + "\"", "\"created " + number + "\"");
        }
        assertThat(statements("update.ids") - before).isBetween(1L, MANY / 2L);
    }

    @Test
    void ofOneRowChangedByAllTheLastOneStays() {
        long id = created(1).getFirst();

        var outcomes = atOnce(number -> update(id, "all " + number % 100));

        assertThat(outcomes).hasSize(MANY).containsOnly(WriteOutcome.WRITTEN);
        assertThat(read(id).body()).containsPattern("\"all \\d+\"");
    }

    @Test
    void rowsThatAreNotThereAreSaidToBeMissing() {
        long id = created(1).getFirst();

        var outcomes = atOnce(number -> update(number == 7 ? id : -1 - number, "Soup"));

        assertThat(outcomes.get(7)).isEqualTo(WriteOutcome.WRITTEN);
        assertThat(outcomes.stream().filter(WriteOutcome.MISSING::equals)).hasSize(MANY - 1);
    }

    @Test
    void nobodyWaitsForARowThatSomebodyElseHasLocked() throws SQLException {
        var ids = created(4);
        try (var connection = connect();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.executeUpdate("UPDATE patron SET name = 'locked' WHERE id = " + ids.get(3));

            var waiting = update(ids.get(3), "waited").toFuture();
            var outcomes = atOnce(3, number -> update(ids.get(number), "free"));

            assertThat(outcomes).containsOnly(WriteOutcome.WRITTEN);
            assertThat(waiting).isNotDone();
            connection.commit();
            assertThat(waiting).succeedsWithin(PATIENCE).isEqualTo(WriteOutcome.WRITTEN);
        }
        assertThat(read(ids.get(3)).body()).contains("\"locked\"", "\"waited\"");
    }

    @Test
    void whatTheDatabaseRefusesOfOneIsRefusedOnlyOfThatOne() throws SQLException {
        var ids = created(MANY);
        SharedInstances.database()
                .execute(
                        "ALTER TABLE patron ADD CONSTRAINT no_gravel CHECK (fav_dish <> 'Gravel')");
        try {
            var updates =
                    attempts(number -> update(ids.get(number), number == 9 ? "Gravel" : "Soup"));
            var inserts = attempts(number -> create(number == 9 ? "Gravel" : "Soup " + number));

            assertThat(updates).isEqualTo(allBut(9));
            assertThat(inserts).isEqualTo(allBut(9));
        } finally {
            SharedInstances.database().execute("ALTER TABLE patron DROP CONSTRAINT no_gravel");
        }
    }

    private static List<Boolean> allBut(int refused) {
        return IntStream.range(0, MANY).mapToObj(number -> number != refused).toList();
    }

    @Test
    void textsAreKeptWhateverIsInThem() {
        var odd = List.of("NULL", "", " ", "{}", "\"", "\\", "a,b", "é\n\t", "'", "{\"a\":1}");

        var ids =
                atOnce(odd.size(), number -> patrons.create(new PatronDraft("x", odd.get(number))));
        var outcomes =
                atOnce(
                        odd.size(),
                        number ->
                                patrons.update(
                                        ids.get(number),
                                        new PatronPatch(odd.get(number), null),
                                        Precondition.NONE));

        assertThat(outcomes).containsOnly(WriteOutcome.WRITTEN);
        for (int number = 0; number < odd.size(); number++) {
            var json = JsonBodies.read(read(ids.get(number)).body());
            assertThat(json.path("fav_dish").stringValue()).isEqualTo(odd.get(number));
            assertThat(json.path("name").stringValue()).isEqualTo(odd.get(number));
        }
    }

    private List<Long> created(int count) {
        return atOnce(
                count, number -> patrons.create(new PatronDraft("created " + number, "Soup")));
    }

    private Mono<Long> create(String dish) {
        return patrons.create(new PatronDraft("Carol", dish));
    }

    private Mono<WriteOutcome> update(long id, String dish) {
        return patrons.update(id, new PatronPatch(null, dish), Precondition.NONE);
    }

    private static <T> List<T> atOnce(IntFunction<Mono<T>> call) {
        return atOnce(MANY, call);
    }

    /** The answers of so many calls made at once, in the order of the calls. */
    private static <T> List<T> atOnce(int count, IntFunction<Mono<T>> call) {
        return Objects.requireNonNull(
                Flux.range(0, count)
                        .flatMapSequential(call::apply, count)
                        .collectList()
                        .block(PATIENCE));
    }

    /** Which calls of those made at once did not fail. */
    private static List<Boolean> attempts(IntFunction<Mono<?>> call) {
        return atOnce(number -> call.apply(number).thenReturn(true).onErrorReturn(false));
    }

    private Reply read(long id) {
        return service.get("/patron/" + id, "Cache-Control", "no-cache");
    }

    private long statements(String name) {
        return service.part(MeterRegistry.class).get("patron.database." + name).summary().count();
    }

    private static Connection connect() throws SQLException {
        var database = SharedInstances.database().location();
        return DriverManager.getConnection(
                database.jdbcUrl(), database.user(), database.password());
    }
}
