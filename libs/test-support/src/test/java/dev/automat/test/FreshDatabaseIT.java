package dev.automat.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class FreshDatabaseIT {

    @Test
    void givesEachCallerAnEmptyDatabaseOfItsOwn() {
        var first = TestPostgres.newDatabase();
        var second = TestPostgres.newDatabase();

        first.execute("CREATE TABLE patron (id int)");

        assertThat(second.name()).isNotEqualTo(first.name());
        second.execute("CREATE TABLE patron (id int)");
    }

    @Test
    void runsPostgresql18InUtf8() throws SQLException {
        var database = TestPostgres.newDatabase();

        try (var connection = database.connect();
                var row =
                        connection
                                .createStatement()
                                .executeQuery(
                                        "SELECT current_setting('server_version_num')::int / 10000,"
                                                + " current_setting('server_encoding')")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getInt(1)).isEqualTo(18);
            assertThat(row.getString(2)).isEqualTo("UTF8");
        }
    }
}
