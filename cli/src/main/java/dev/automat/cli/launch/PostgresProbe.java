package dev.automat.cli.launch;

import dev.automat.cli.launch.child.Health;
import dev.automat.cli.launch.child.Probe;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** Logs in to a database, as the services will: role, password and database must be there. */
record PostgresProbe(String url) implements Probe {

    @Override
    public Health check() {
        var login = new Properties();
        login.setProperty("user", "automat");
        login.setProperty("password", "automat");
        login.setProperty("connectTimeout", "2");
        login.setProperty("socketTimeout", "2");
        login.setProperty("loginTimeout", "2");
        try (var _ = DriverManager.getConnection(url, login)) {
            return Health.up();
        } catch (SQLException cause) {
            return Health.down(String.valueOf(cause.getMessage()));
        }
    }
}
