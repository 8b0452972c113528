package dev.automat.cli.launch;

import dev.automat.cli.launch.app.AppStore;
import dev.automat.cli.launch.app.BootApp;
import dev.automat.cli.launch.app.Jvm;
import dev.automat.cli.launch.app.OwnCache;
import dev.automat.cli.terminal.CommandFailedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/** Turns what members run into command lines, preparing the applications among them. */
final class Commands {

    private static final int PREPARED_AT_ONCE = 2;

    /** MiB of heap that a rehearsal of this command line may take. */
    private static final int REHEARSAL = 64;

    private static final String REPORTS_TO = "--automat.reporter.endpoint=";

    /** What a rehearsal reports must not become part of anybody's charts. */
    private static final String NOBODY = "tcp://127.0.0.1:1";

    private static final List<String> QUIET_SERVICE =
            List.of(
                    "--spring.main.banner-mode=off",
                    "--logging.pattern.console=%d{HH:mm:ss.SSS} %-5level %logger{0}: %msg%n%ex");

    private final Home home;
    private final AppStore store;
    private final Ports ports;
    private final long launcherPid;
    private final boolean optimizes;

    /**
     * Prepares nothing yet.
     *
     * @param optimizes whether busy services get the optimizing compiler
     */
    Commands(Home home, AppStore store, Ports ports, long launcherPid, boolean optimizes) {
        this.home = home;
        this.store = store;
        this.ports = ports;
        this.launcherPid = launcherPid;
        this.optimizes = optimizes;
    }

    /** The command line of each member, by its name; takes long after a build. */
    Map<String, List<String>> of(List<Member> members) {
        try (var _ = Supports.start(supports(members), home.logs())) {
            return prepare(members);
        }
    }

    /** Members that must be up while those that are not prepared yet are. */
    private Map<Member, List<String>> supports(List<Member> members) {
        var needed =
                members.stream()
                        .filter(member -> !member.needs().isEmpty())
                        .filter(this::isUnprepared)
                        .flatMap(member -> member.needs().stream())
                        .collect(Collectors.toSet());
        Map<Member, List<String>> supports = new HashMap<>();
        for (var member : members) {
            if (needed.contains(member.name())
                    && member.program() instanceof Program.Command command) {
                supports.put(member, own(command));
            }
        }
        return supports;
    }

    private boolean isUnprepared(Member member) {
        try {
            return member.program() instanceof Program.Service service
                    && !store.isPrepared(app(member, service));
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    private Map<String, List<String>> prepare(List<Member> members) {
        Map<String, Future<List<String>>> services = new HashMap<>();
        try (ExecutorService preparing = Executors.newFixedThreadPool(PREPARED_AT_ONCE)) {
            Jvm.ownCache().ifPresent(cache -> preparing.execute(() -> prepareOwn(cache)));
            for (var member : members) {
                if (member.program() instanceof Program.Service service) {
                    var _ =
                            services.computeIfAbsent(
                                    service.module(),
                                    _ ->
                                            preparing.submit(
                                                    () -> store.prepare(app(member, service))));
                }
            }
        }
        return members.stream()
                .collect(
                        Collectors.toUnmodifiableMap(
                                Member::name,
                                member ->
                                        switch (member.program()) {
                                            case Program.Command command -> own(command);
                                            case Program.Service service ->
                                                    service(service, services);
                                        }));
    }

    private void prepareOwn(Path cache) {
        var rehearsal = new ArrayList<>(Jvm.self(REHEARSAL));
        rehearsal.addAll(
                List.of(
                        "rehearse",
                        "--offset=" + ports.offset(),
                        "--guest-book=" + home.logs().resolve("rehearsed-guests.txt")));
        new OwnCache(cache, home.logs().resolve("prepare-automat.log"), System.out::println)
                .prepare(rehearsal);
    }

    private static List<String> own(Program.Command command) {
        var line = new ArrayList<>(Jvm.self(command.heapInMebibytes()));
        line.addAll(command.arguments());
        return line;
    }

    private BootApp app(Member member, Program.Service service) {
        return new BootApp(
                service.module(),
                home.jar(service.module()),
                Jvm.serviceFlags(service.heapInMebibytes(), optimizes && service.isBusy()),
                rehearsed(arguments(service)),
                Probes.of(member.health()));
    }

    private static List<String> rehearsed(List<String> arguments) {
        return arguments.stream()
                .map(argument -> argument.startsWith(REPORTS_TO) ? REPORTS_TO + NOBODY : argument)
                .toList();
    }

    private List<String> arguments(Program.Service service) {
        var arguments = new ArrayList<>(service.arguments());
        arguments.addAll(QUIET_SERVICE);
        arguments.add("--automat.launcher.pid=" + launcherPid);
        return arguments;
    }

    private List<String> service(
            Program.Service service, Map<String, Future<List<String>>> services) {
        var line = new ArrayList<>(prepared(services, service));
        line.addAll(arguments(service));
        return line;
    }

    private static List<String> prepared(
            Map<String, Future<List<String>>> services, Program.Service service) {
        var prepared = services.get(service.module());
        try {
            return prepared == null ? List.of() : prepared.get();
        } catch (ExecutionException failed) {
            throw new CommandFailedException(
                    "%s cannot be prepared: %s".formatted(service.module(), messageOf(failed)),
                    failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException("Interrupted", interrupted);
        }
    }

    private static String messageOf(ExecutionException failed) {
        return failed.getCause() instanceof Exception cause
                ? String.valueOf(cause.getMessage())
                : failed.toString();
    }
}
