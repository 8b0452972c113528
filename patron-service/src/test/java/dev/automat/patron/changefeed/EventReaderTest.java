package dev.automat.patron.changefeed;

import static dev.automat.patron.changefeed.SignedEvents.CHANNEL;
import static dev.automat.patron.changefeed.SignedEvents.KEY;
import static dev.automat.patron.changefeed.SignedEvents.sealed;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class EventReaderTest {

    private static final String ROW = "{\"id\":37,\"name\":\"Carol\",\"fav_dish\":\"SPAM\"}";
    private static final String INSERT =
            "{\"table\":\"patron\",\"id\":37,\"type\":\"INSERT\",\"version\":11,\"data\":"
                    + ROW
                    + "}";

    private final EventReader reader = new EventReader("patron");
    private final EventOrigin origin = EventOrigin.withKey(KEY, 10);

    @Test
    void readsARowThatWasInserted() {
        var event = reader.read(sealed(7, INSERT), origin);

        assertThat(event.isProven()).isTrue();
        assertThat(event.version()).isEqualTo(11);
        assertThat(event.json()).isEqualTo(INSERT);
        assertThat(event.change())
                .isEqualTo(new Change.Stored(37, 11, JsonMapper.builder().build().readTree(ROW)));
    }

    @Test
    void readsTheNewRowOfAnUpdate() {
        var body =
                "{\"table\":\"patron\",\"id\":37,\"type\":\"UPDATE\",\"version\":12,\"data\":"
                        + "{\"old\":{},\"new\":"
                        + ROW
                        + ",\"diff\":{}}}";

        assertThat(reader.read(sealed(7, body), origin).change())
                .isEqualTo(new Change.Stored(37, 12, JsonMapper.builder().build().readTree(ROW)));
    }

    @Test
    void readsADelete() {
        var body =
                "{\"table\":\"patron\",\"id\":37,\"type\":\"DELETE\",\"version\":12,\"data\":"
                        + ROW
                        + "}";

        assertThat(reader.read(sealed(7, body), origin).change()).isEqualTo(new Change.Deleted(37));
    }

    @Test
    void takesAnEventWithoutTheRowForATouch() {
        var body = "{\"table\":\"patron\",\"id\":37,\"type\":\"UPDATE\",\"version\":12}";

        var event = reader.read(sealed(7, body), origin);

        assertThat(event.isProven()).isTrue();
        assertThat(event.change()).isEqualTo(new Change.Touched(37));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "[]",
                "null",
                "37",
                "{}",
                "{\"id\":\"37\"}",
                "{\"id\":3.7}",
                "{\"id\":99999999999999999999}",
                "{\"table\":\"patron\",\"id\":null,\"type\":\"TRUNCATE\",\"version\":12}"
            })
    void expectsAnythingOfAnEventThatNamesNoRow(String payload) {
        var event = reader.read(new Notification(CHANNEL, 7, payload), origin);

        assertThat(event.change()).isEqualTo(Change.Everything.INSTANCE);
        assertThat(event.isProven()).isFalse();
    }

    @Test
    void readsThatManyRowsWereInserted() {
        var body = "{\"table\":\"patron\",\"id\":null,\"type\":\"BULK_INSERT\",\"version\":12}";

        assertThat(reader.read(sealed(7, body), origin).change())
                .isEqualTo(Change.Insertions.INSTANCE);
        assertThat(reader.read(new Notification(CHANNEL, 7, body), origin).change())
                .isEqualTo(Change.Everything.INSTANCE);
    }

    @Test
    void believesNothingWithoutAMac() {
        assertUnproven(new Notification(CHANNEL, 7, INSERT));
    }

    @Test
    void believesNothingWithAWrongMac() {
        var payload = sealed(7, INSERT).payload();

        assertUnproven(new Notification(CHANNEL, 7, payload.replace("Carol", "Mallory")));
    }

    @Test
    void believesNothingOfAnotherSession() {
        assertUnproven(new Notification(CHANNEL, 8, sealed(7, INSERT).payload()));
    }

    @Test
    void believesNothingOfAnotherChannel() {
        assertUnproven(new Notification("chan_other", 7, sealed(7, INSERT).payload()));
    }

    @Test
    void believesNothingTwice() {
        reader.read(sealed(7, INSERT), origin);

        assertUnproven(sealed(7, INSERT));
    }

    @Test
    void believesNothingThatMayHaveBeenSentBeforeListening() {
        assertUnproven(sealed(7, INSERT.replace("\"version\":11", "\"version\":10")));
    }

    @Test
    void believesNothingOfAnotherTable() {
        assertUnproven(sealed(7, INSERT.replace("patron", "matron")));
    }

    @Test
    void believesNothingWithoutTheKey() {
        var event = reader.read(sealed(7, INSERT), EventOrigin.unknown());

        assertThat(event.isProven()).isFalse();
    }

    @Test
    void takesVersionsOfDifferentSessionsInAnyOrder() {
        reader.read(sealed(7, INSERT.replace("\"version\":11", "\"version\":13")), origin);

        assertThat(reader.read(sealed(8, INSERT), origin).isProven()).isTrue();
    }

    @Test
    void remembersALimitedNumberOfSessions() {
        for (int session = 0; session < 5_000; session++) {
            var body = INSERT.replace("\"version\":11", "\"version\":" + (session + 100));
            assertThat(reader.read(sealed(session, body), origin).isProven()).isTrue();
        }

        // Forgotten is no licence: what a forgotten session sent before counts as old.
        assertUnproven(sealed(0, INSERT.replace("\"version\":11", "\"version\":100")));
    }

    private void assertUnproven(Notification notification) {
        var event = reader.read(notification, origin);

        assertThat(event.isProven()).isFalse();
        assertThat(event.change()).isEqualTo(new Change.Touched(37));
    }
}
