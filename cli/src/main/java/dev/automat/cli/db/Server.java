package dev.automat.cli.db;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Where a PostgreSQL server is and who speaks to it.
 *
 * @param host name or address, brackets around an IPv6 address
 * @param port TCP port
 * @param database database to connect to
 * @param user role
 * @param password the role's password; empty for none
 */
record Server(String host, int port, String database, String user, String password) {

    static final String DEFAULT_URL = "postgresql://automat:automat@127.0.0.1:55432/automat";

    private static final int DEFAULT_PORT = 5432;
    private static final String TIMEOUT_IN_SECONDS = "5";

    /**
     * Opens a connection, giving up after five seconds.
     *
     * @throws SQLException with the state of the server's answer, or 08001 when there is none
     */
    Connection connect() throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("loginTimeout", TIMEOUT_IN_SECONDS);
        properties.setProperty("connectTimeout", TIMEOUT_IN_SECONDS);
        properties.setProperty("ApplicationName", "automat");
        var url = "jdbc:postgresql://%s:%d/%s".formatted(host, port, database);
        return DriverManager.getConnection(url, properties);
    }

    Server withDatabase(String other) {
        return new Server(host, port, other, user, password);
    }

    /** The URL for people and other programs, with the password. */
    String url() {
        return "postgresql://%s:%s@%s:%d/%s".formatted(user, password, host, port, database);
    }

    @Override
    public String toString() {
        return "postgresql://%s@%s:%d/%s".formatted(user, host, port, database);
    }

    /** Reads {@code postgresql://user:password@host:port/database}, also with {@code jdbc:}. */
    static final class Converter implements ITypeConverter<Server> {

        @Override
        public Server convert(String text) {
            try {
                return server(new URI(text.startsWith("jdbc:") ? text.substring(5) : text));
            } catch (URISyntaxException | IllegalArgumentException malformed) {
                throw new TypeConversionException(
                        "'%s' is not like postgresql://user:password@host:port/database"
                                .formatted(text));
            }
        }

        private static Server server(URI uri) {
            var scheme = uri.getScheme();
            boolean isPostgres = "postgresql".equals(scheme) || "postgres".equals(scheme);
            if (!isPostgres || uri.getHost() == null) {
                throw new IllegalArgumentException("Not a URL of PostgreSQL");
            }
            var login = login(uri.getRawUserInfo());
            var path = uri.getPath().length() > 1 ? uri.getPath().substring(1) : login[0];
            int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
            return new Server(uri.getHost(), port, path, login[0], login[1]);
        }

        private static String[] login(@Nullable String userInfo) {
            if (userInfo == null) {
                return new String[] {"automat", "automat"};
            }
            var parts = userInfo.split(":", 2);
            return new String[] {decoded(parts[0]), parts.length > 1 ? decoded(parts[1]) : ""};
        }

        private static String decoded(String part) {
            return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
        }
    }
}
