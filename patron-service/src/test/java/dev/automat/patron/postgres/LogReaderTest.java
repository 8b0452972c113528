package dev.automat.patron.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.automat.patron.changefeed.Change;
import dev.automat.patron.changefeed.FeedEvent;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

class LogReaderTest {

    private static final int PATRON = 16_400;
    private static final int OTHER = 16_500;
    private static final int INT8 = 20;
    private static final int TEXT = 25;
    private static final List<PgOutput.Column> COLUMNS =
            List.of(
                    new PgOutput.Column("id", true, INT8),
                    new PgOutput.Column("name", false, TEXT),
                    new PgOutput.Column("fav_dish", false, TEXT));

    private final List<FeedEvent> heard = new ArrayList<>();
    private final LogReader reader = new LogReader(connection(), Set.of("patron"));

    /** What it emits is heard. */
    private FeedConnection connection() {
        var silence =
                new FeedConnection.Silence("beats", Duration.ofSeconds(3), new ReconnectDelay());
        var made = new AtomicReference<@Nullable FeedConnection>();
        var _ =
                Flux.<FeedEvent>create(sink -> made.set(new FeedConnection(1, silence, sink)))
                        .subscribe(heard::add);
        return Objects.requireNonNull(made.get());
    }

    @BeforeEach
    void begins() {
        reader.read(new PgOutput.Relation(PATRON, "patron", COLUMNS));
        reader.read(new PgOutput.Relation(OTHER, "other", COLUMNS));
        reader.read(new PgOutput.Begin(1_000, 7));
    }

    @Test
    void tellsRowsInTheTriggersForm() {
        reader.read(new PgOutput.Insert(PATRON, row("37", "Carol", "Soup")));
        reader.read(new PgOutput.Update(PATRON, null, row("37", "Carol", "Stew")));
        reader.read(new PgOutput.Delete(PATRON, row("37", null, null)));

        assertThat(heard.stream().map(LogReaderTest::json))
                .containsExactly(
                        "{\"table\":\"patron\",\"id\":37,\"type\":\"INSERT\",\"version\":1000,"
                                + "\"data\":{\"id\":37,\"name\":\"Carol\",\"fav_dish\":\"Soup\"}}",
                        "{\"table\":\"patron\",\"id\":37,\"type\":\"UPDATE\",\"version\":1001,"
                                + "\"data\":{\"new\":{\"id\":37,\"name\":\"Carol\",\"fav_dish\":\"Stew\"}}}",
                        "{\"table\":\"patron\",\"id\":37,\"type\":\"DELETE\",\"version\":1002,"
                                + "\"data\":{\"id\":37}}");
        assertThat(heard).allMatch(event -> ((FeedEvent.Committed) event).transaction() == 7);
    }

    @Test
    void tellsAChangedKeyAsADeletionAndAnInsertion() {
        reader.read(new PgOutput.Update(PATRON, row("37", null, null), row("38", "Carol", "Soup")));

        assertThat(heard.stream().map(LogReaderTest::change))
                .satisfiesExactly(
                        gone -> assertThat(gone).isEqualTo(new Change.Deleted(37)),
                        born -> assertThat(((Change.Stored) born).id()).isEqualTo(38));
    }

    @Test
    void saysNothingOfARowThatIsNotToldWhole() {
        var partly = new ArrayList<>(row("37", "Carol", "Soup"));
        partly.set(2, new PgOutput.Value(null, false));

        reader.read(new PgOutput.Update(PATRON, null, partly));

        assertThat(change(heard.getFirst())).isEqualTo(new Change.Touched(37));
        assertThat(json(heard.getFirst())).doesNotContain("data");
    }

    @Test
    void showsNoLargeRowsToWatchers() {
        reader.read(new PgOutput.Insert(PATRON, row("37", "Carol", "SPAM ".repeat(2_000))));

        assertThat(change(heard.getFirst())).isInstanceOf(Change.Stored.class);
        assertThat(json(heard.getFirst())).doesNotContain("data");
    }

    @Test
    void tellsManyRowsOfATransactionAtOnce() {
        for (int i = 0; i < 1_200; i++) {
            reader.read(new PgOutput.Insert(PATRON, row(Integer.toString(i), "Carol", "Soup")));
        }
        for (int i = 0; i < 100; i++) {
            reader.read(new PgOutput.Delete(PATRON, row(Integer.toString(i), null, null)));
            reader.read(new PgOutput.Insert(PATRON, row(Integer.toString(i), "Carol", "Soup")));
        }
        assertThat(heard.stream().skip(1_000).map(LogReaderTest::change))
                .containsExactly(Change.Insertions.INSTANCE, Change.Everything.INSTANCE);

        reader.read(new PgOutput.Begin(5_000, 8));
        reader.read(new PgOutput.Truncate(List.of(OTHER, PATRON)));
        reader.read(new PgOutput.Delete(PATRON, row("1", null, null)));

        assertThat(heard.stream().skip(1_002).map(LogReaderTest::change))
                .containsExactly(Change.Everything.INSTANCE, new Change.Deleted(1));
    }

    @Test
    void expectsAnythingOfATableWithoutAKeyThatItKnows() {
        var text = List.of(new PgOutput.Column("id", true, TEXT));
        reader.read(new PgOutput.Relation(PATRON, "patron", text));

        reader.read(new PgOutput.Insert(PATRON, List.of(new PgOutput.Value("a", true))));
        reader.read(new PgOutput.Delete(PATRON, List.of(new PgOutput.Value("a", true))));

        assertThat(heard.stream().map(LogReaderTest::change))
                .containsExactly(Change.Everything.INSTANCE, Change.Everything.INSTANCE);
    }

    @Test
    void hearsNothingOfOtherTablesAndOtherWords() {
        reader.read(new PgOutput.Insert(OTHER, row("37", "Carol", "Soup")));
        reader.read(new PgOutput.Delete(4_711, row("37", null, null)));
        reader.read(new PgOutput.Message("of others", "boo"));
        reader.read(new PgOutput.Message("beats", "ours"));

        assertThat(heard).containsExactly(new FeedEvent.Echoed(1, "ours"));
    }

    @Test
    void readsWhatThePluginWrites() {
        assertThat(PgOutputReader.read(bytes('B').writeLong(99).writeLong(0).writeInt(7)))
                .isEqualTo(new PgOutput.Begin(99, 7));
        var message = bytes('M').writeByte(1).writeLong(99);
        text(message, "beats").writeByte(0).writeInt(2);
        assertThat(PgOutputReader.read(text(message, "hi")))
                .isEqualTo(new PgOutput.Message("beats", "hi"));
        var update = bytes('U').writeInt(PATRON).writeByte('K');
        text(update.writeShort(1).writeByte('t').writeInt(2), "37");
        update.writeByte('N').writeShort(2).writeByte('n').writeByte('u');
        assertThat(PgOutputReader.read(update))
                .isEqualTo(
                        new PgOutput.Update(
                                PATRON,
                                List.of(new PgOutput.Value("37", true)),
                                List.of(
                                        new PgOutput.Value(null, true),
                                        new PgOutput.Value(null, false))));
        assertThat(PgOutputReader.read(bytes('Y'))).isEqualTo(PgOutput.Other.INSTANCE);
    }

    @Test
    void refusesWhatIsCutOffOrUnknown() {
        assertThatThrownBy(() -> PgOutputReader.read(bytes('B').writeInt(1)))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() ->
                        PgOutputReader.read(
                                bytes('I').writeInt(1).writeByte('N').writeShort(1).writeByte('b')))
                .hasMessageContaining("kind b");
    }

    private static ByteBuf bytes(char kind) {
        return Unpooled.buffer().writeByte(kind);
    }

    private static ByteBuf text(ByteBuf out, String text) {
        return out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<PgOutput.Value> row(@Nullable String... values) {
        return Stream.of(values).map(value -> new PgOutput.Value(value, true)).toList();
    }

    private static Change change(FeedEvent event) {
        return ((FeedEvent.Committed) event).event().change();
    }

    private static String json(FeedEvent event) {
        return ((FeedEvent.Committed) event).event().json();
    }
}
