package dev.automat.patron.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnapshotTest {

    @ParameterizedTest
    @CsvSource({
        "9, true",
        "10, false",
        "11, true",
        "14, false",
        "19, true",
        "20, false",
        "21, false"
    })
    void showsWhatHadEndedWhenItWasTaken(int transaction, boolean isShown) {
        assertThat(Snapshot.parse("10:20:10,14,15").shows(transaction)).isEqualTo(isShown);
        assertThat(Snapshot.parse("20:20:").shows(transaction)).isEqualTo(transaction < 20);
    }

    @Test
    void knowsTransactionsWhoseLowerBitsBeganAnew() {
        long turn = 1L << 32;
        var snapshot = Snapshot.parse("%d:%d:".formatted(turn + 5, turn + 5));

        assertThat(snapshot.shows(-1)).isTrue();
        assertThat(snapshot.shows(4)).isTrue();
        assertThat(snapshot.shows(6)).isFalse();
    }

    @Test
    void refusesWhatIsNone() {
        assertThatThrownBy(() -> Snapshot.parse("10:20")).hasMessageContaining("10:20");
    }

    @Test
    void aRowIsShownWhenAllThatWasToldOfItIs() {
        var told = new Told();
        assertThat(told.isShown(1, null)).isTrue();

        told.of(1, 14);
        told.ofAll(15);

        assertThat(told.isShown(1, null)).isFalse();
        assertThat(told.isShown(1, "15:20:15")).isFalse();
        assertThat(told.isShown(2, "14:20:14")).isTrue();
        assertThat(told.isShown(1, "14:20:14")).isFalse();
        assertThat(told.isShown(1, "20:20:")).isTrue();
        assertThat(told.rowsShown("15:20:15")).containsEntry(1L, 14);
        assertThat(told.isAnyOfAllShown("15:20:15")).isFalse();
        told.forgetOfAll("20:20:");
        told.forget(1, 13);
        assertThat(told.isShown(1, null)).isFalse();
        told.forget(1, 14);
        assertThat(told.isShown(1, null)).isTrue();
    }
}
