package dev.automat.cli.launch;

import dev.automat.cli.launch.port.Listener;
import dev.automat.cli.terminal.CommandFailedException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What belongs to the suite, in the order of its start. */
final class Suite {

    /** MiB of heap that unpacking PostgreSQL takes, once; a smaller heap is never filled again. */
    private static final int UNPACKING = 96;

    private static final int STORE = 0;
    private static final int BACKBONE = 1;
    private static final int SERVICE = 2;
    private static final int PAGE = 3;
    private static final int DEMO = 4;

    static final String POSTGRES = "postgres";
    private static final String BROKER = "broker-service";
    private static final String METRICS = "metrics-collector";
    private static final String PATRON = "patron-service";
    private static final String SECOND_PATRON = "patron-service-2";
    private static final String NEWS = "news-aggregator";
    private static final String DASHBOARD = "dashboard-ui";

    private final Home home;
    private final Ports ports;
    private final long launcherPid;
    private final boolean isDemo;

    Suite(Home home, Ports ports, long launcherPid, boolean isDemo) {
        this.home = home;
        this.ports = ports;
        this.launcherPid = launcherPid;
        this.isDemo = isDemo;
    }

    /**
     * The members that were asked for, and those they need.
     *
     * @param only names or their beginnings ({@code patron}); empty means all
     */
    List<Member> members(List<String> only) {
        var all = all();
        if (only.isEmpty()) {
            return all;
        }
        Set<String> names = new LinkedHashSet<>();
        only.forEach(wanted -> addWithNeeds(matching(all, wanted), all, names));
        return all.stream().filter(member -> names.contains(member.name())).toList();
    }

    private static List<Member> matching(List<Member> all, String wanted) {
        var exact = filter(all, member -> member.name().equals(wanted));
        var found =
                exact.isEmpty() ? filter(all, member -> member.name().startsWith(wanted)) : exact;
        if (found.isEmpty()) {
            throw new CommandFailedException(
                    "There is no part named '%s'; there are %s"
                            .formatted(
                                    wanted,
                                    all.stream()
                                            .map(Member::name)
                                            .collect(Collectors.joining(", "))));
        }
        return found;
    }

    private static void addWithNeeds(List<Member> wanted, List<Member> all, Set<String> names) {
        for (var member : wanted) {
            if (names.add(member.name())) {
                addWithNeeds(
                        filter(all, needed -> member.needs().contains(needed.name())), all, names);
            }
        }
    }

    private static List<Member> filter(List<Member> members, Predicate<Member> condition) {
        return members.stream().filter(condition).toList();
    }

    private List<Member> all() {
        var members =
                new ArrayList<>(
                        List.of(
                                postgres(),
                                broker(),
                                metrics(),
                                news(),
                                patron(PATRON, ports.patron()),
                                patron(SECOND_PATRON, ports.secondPatron()),
                                dashboard()));
        if (isDemo) {
            members.add(backend("red", 0));
            members.add(backend("blue", 10_000));
            members.add(backend("green", 100_000));
            members.add(demo());
        }
        return List.copyOf(members);
    }

    private Member postgres() {
        return new Member(
                POSTGRES,
                STORE,
                Set.of(),
                List.of(new Listener(POSTGRES, "SQL", ports.postgres(), "db serve --port")),
                "postgresql://automat:automat@127.0.0.1:%d/automat".formatted(ports.postgres()),
                jdbcUrl(),
                new Program.Command(
                        UNPACKING,
                        List.of(
                                "db",
                                "serve",
                                "--port=" + ports.postgres(),
                                "--data=" + home.postgres(),
                                "--launcher-pid=" + launcherPid)));
    }

    private String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:%d/automat".formatted(ports.postgres());
    }

    private Member broker() {
        return service(
                BROKER,
                BACKBONE,
                Set.of(),
                List.of(
                        http(BROKER, ports.broker()),
                        new Listener(
                                BROKER, "frames", ports.frames(), "automat.broker.frames.port"),
                        new Listener(BROKER, "STOMP", ports.stomp(), "automat.broker.stomp.port")),
                new Program.Service(
                        BROKER,
                        128,
                        true,
                        List.of(
                                "--automat.broker.frames.port=" + ports.frames(),
                                "--automat.broker.stomp.port=" + ports.stomp())));
    }

    private Member metrics() {
        return service(
                METRICS,
                BACKBONE,
                Set.of(),
                List.of(
                        http(METRICS, ports.metrics()),
                        new Listener(
                                METRICS,
                                "ZeroMQ SUB",
                                ports.samplesBySubscription(),
                                "automat.metrics.sub.port"),
                        new Listener(
                                METRICS,
                                "ZeroMQ PULL",
                                ports.samplesByPush(),
                                "automat.metrics.pull.port")),
                new Program.Service(
                        METRICS,
                        128,
                        true,
                        List.of(
                                "--automat.metrics.sub.port=" + ports.samplesBySubscription(),
                                "--automat.metrics.pull.port=" + ports.samplesByPush(),
                                "--automat.metrics.archive.directory=" + home.metricsArchive())));
    }

    private Member news() {
        var arguments = new ArrayList<String>();
        if (isDemo) {
            arguments.add("--automat.news.sources-file=" + home.newsSources());
            arguments.add(
                    "--automat.news.allow-hosts=127.0.0.1:%d,127.0.0.1:%d"
                            .formatted(ports.firstNewsSite(), ports.secondNewsSite()));
        }
        return service(
                NEWS,
                SERVICE,
                Set.of(),
                List.of(http(NEWS, ports.news())),
                new Program.Service(NEWS, 128, false, arguments));
    }

    private Member patron(String name, int port) {
        return service(
                name,
                SERVICE,
                Set.of(POSTGRES),
                List.of(http(name, port)),
                new Program.Service(
                        PATRON,
                        128,
                        true,
                        List.of(
                                "--spring.r2dbc.url=r2dbc:postgresql://127.0.0.1:%d/automat"
                                        .formatted(ports.postgres()),
                                "--spring.flyway.url=" + jdbcUrl())));
    }

    private Member dashboard() {
        var arguments =
                new ArrayList<>(
                        List.of(
                                upstream("patron", ports.patron()),
                                upstream("news", ports.news()),
                                upstream("metrics", ports.metrics()),
                                upstream("broker", ports.broker())));
        arguments.addAll(instance(0, PATRON, ports.patron()));
        arguments.addAll(instance(1, SECOND_PATRON, ports.secondPatron()));
        arguments.addAll(instance(2, NEWS, ports.news()));
        arguments.addAll(instance(3, METRICS, ports.metrics()));
        arguments.addAll(instance(4, BROKER, ports.broker()));
        arguments.addAll(instance(5, DASHBOARD, ports.dashboard()));
        return service(
                DASHBOARD,
                PAGE,
                Set.of(),
                List.of(http(DASHBOARD, ports.dashboard())),
                new Program.Service(DASHBOARD, 128, false, arguments));
    }

    private static String upstream(String name, int port) {
        return "--automat.dashboard.upstreams.%s=%s".formatted(name, url(port));
    }

    private static List<String> instance(int index, String name, int port) {
        return List.of(
                "--automat.dashboard.instances[%d].name=%s".formatted(index, name),
                "--automat.dashboard.instances[%d].url=%s".formatted(index, url(port)));
    }

    private Member service(
            String name,
            int stage,
            Set<String> needs,
            List<Listener> listeners,
            Program.Service program) {
        int port = listeners.getFirst().port();
        var arguments = new ArrayList<>(program.arguments());
        arguments.add("--server.port=" + port);
        arguments.add("--automat.reporter.name=" + name);
        arguments.add("--automat.reporter.endpoint=" + reporterEndpoint());
        return new Member(
                name,
                stage,
                needs,
                listeners,
                url(port),
                url(port) + "/actuator/health/readiness",
                new Program.Service(
                        program.module(),
                        program.heapInMebibytes(),
                        program.isBusy(),
                        List.copyOf(arguments)));
    }

    private Member backend(String color, int leak) {
        var arguments = new ArrayList<>(List.of("backend", "--color=" + color));
        if (leak > 0) {
            arguments.add("--leak=" + leak);
        }
        arguments.add("--endpoint=" + reporterEndpoint());
        arguments.add("--launcher-pid=" + launcherPid);
        return new Member(
                color,
                DEMO,
                Set.of(METRICS),
                List.of(),
                "",
                "",
                new Program.Command(leak > 10_000 ? 64 : 24, List.copyOf(arguments)));
    }

    private Member demo() {
        return new Member(
                "demo",
                DEMO,
                Set.of(PATRON, BROKER),
                List.of(
                        new Listener("demo", "HTTP", ports.firstNewsSite(), "demo --offset"),
                        new Listener("demo", "HTTP", ports.secondNewsSite(), "demo --offset")),
                url(ports.firstNewsSite()) + " " + url(ports.secondNewsSite()),
                url(ports.firstNewsSite()) + "/",
                new Program.Command(
                        32,
                        List.of(
                                "demo",
                                "--offset=" + ports.offset(),
                                "--guest-book=" + home.guestBook(),
                                "--launcher-pid=" + launcherPid)));
    }

    private String reporterEndpoint() {
        return "tcp://127.0.0.1:" + ports.samplesBySubscription();
    }

    private static Listener http(String part, int port) {
        return new Listener(part, "HTTP", port, "server.port");
    }

    private static String url(int port) {
        return "http://127.0.0.1:" + port;
    }
}
