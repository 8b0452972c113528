package dev.automat.cli.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.test.TestPostgres;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class TriggersIT {

    private static final Path MIGRATIONS =
            Path.of("../patron-service/src/main/resources/db/migration");

    private final TestPostgres.Database database = TestPostgres.newDatabase();
    private final StringWriter out = new StringWriter();

    @BeforeEach
    void hasAChangeFeedAndATable() throws IOException {
        database.execute(
                Files.readString(MIGRATIONS.resolve("V1__changefeed.sql")),
                Files.readString(MIGRATIONS.resolve("V4__bulk_changes.sql")),
                "CREATE TABLE orders (id bigint PRIMARY KEY, dish text)",
                "CREATE TABLE keyless (dish text)");
    }

    @Test
    void installsChecksAndRemoves() {
        assertThat(run("triggers", "check", "orders")).isEqualTo(1);
        assertThat(run("triggers", "install", "orders")).isZero();
        assertThat(run("triggers", "check", "orders")).isZero();
        database.execute("ALTER TABLE orders DISABLE TRIGGER changefeed_truncate");
        assertThat(run("triggers", "check", "orders")).isEqualTo(1);
        assertThat(run("triggers", "remove", "orders")).isZero();
        assertThat(run("triggers", "check", "orders")).isEqualTo(1);

        assertThat(out.toString().lines())
                .containsExactly(
                        "orders: trigger changefeed_row is missing",
                        "orders: trigger changefeed_truncate is missing",
                        "orders reports its changes",
                        "orders reports its changes",
                        "orders: trigger changefeed_truncate is disabled",
                        "orders does not report its changes any more",
                        "orders: trigger changefeed_row is missing",
                        "orders: trigger changefeed_truncate is missing");
    }

    @Test
    void saysWhatIsWrongWithATable() {
        run("triggers", "install", "nothing");
        run("triggers", "install", "keyless");

        assertThat(out.toString())
                .contains("Table 'nothing' does not exist")
                .contains("Table keyless needs a primary key of one column to be watched");
    }

    @Test
    void saysThatADatabaseHasNoChangeFeed() {
        database.execute("DROP SCHEMA changefeed CASCADE");

        run("triggers", "check", "orders");

        assertThat(out.toString()).contains("has no change feed yet");
    }

    @Test
    void printsChangesWithoutTheirProof() throws Exception {
        run("triggers", "install", "orders");
        var watching = CompletableFuture.supplyAsync(() -> run("watch", "orders", "--count", "1"));
        for (int id = 1; !watching.isDone(); id++) {
            database.execute("INSERT INTO orders VALUES (" + id + ", 'Noodles')");
        }

        assertThat(watching.get(20, TimeUnit.SECONDS)).isZero();
        assertThat(out.toString().lines().toList().getLast())
                .startsWith("{\"table\":\"orders\",\"id\":")
                .endsWith("\"dish\":\"Noodles\"}}");
    }

    private int run(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(
                1,
                List.of(
                        "--url",
                        "postgresql://automat:automat@127.0.0.1:%d/%s"
                                .formatted(database.port(), database.name())));
        var writer = new PrintWriter(out, true);
        return new CommandLine(new DbCommand())
                .setOut(writer)
                .setErr(writer)
                .setExecutionExceptionHandler((failure, _, _) -> {
                    writer.println(failure.getMessage());
                    return 1;
                })
                .execute(all.toArray(String[]::new));
    }
}
