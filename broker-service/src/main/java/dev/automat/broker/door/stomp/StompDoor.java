package dev.automat.broker.door.stomp;

import dev.automat.broker.channel.PinnedMemory;
import dev.automat.broker.channel.Traffic;
import dev.automat.broker.engine.Engine;
import dev.automat.broker.server.Connection;
import dev.automat.broker.server.Connections;
import dev.automat.broker.server.DeferredWrites;
import dev.automat.broker.server.Door;
import dev.automat.broker.server.Refusals;
import dev.automat.web.listener.ListenerGuard;
import io.netty.channel.Channel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** STOMP over TCP. */
@Component
final class StompDoor implements Door {

    private final StompProperties properties;
    private final InetAddress address;
    private final Engine engine;
    private final PinnedMemory memory;
    private final Traffic traffic;
    private final Connections connections;
    private final Refusals refusals;
    private final Set<String> sessions = ConcurrentHashMap.newKeySet();

    StompDoor(
            StompProperties properties,
            ListenerGuard guard,
            Engine engine,
            PinnedMemory memory,
            Traffic traffic,
            Connections connections,
            Refusals refusals) {
        this.properties = properties;
        this.address = guard.permit("automat.broker.stomp.address", properties.address());
        this.engine = engine;
        this.memory = memory;
        this.traffic = traffic;
        this.connections = connections;
        this.refusals = refusals;
    }

    @Override
    public String name() {
        return "stomp";
    }

    @Override
    public InetSocketAddress address() {
        return new InetSocketAddress(address, properties.port());
    }

    @Override
    public String portProperty() {
        return "automat.broker.stomp.port";
    }

    @Override
    public Connection accept(Channel channel, long id, DeferredWrites writes) {
        var connection = new StompConnection(this, channel, id, writes);
        channel.pipeline().addLast(new StompHandler(connection));
        return connection;
    }

    /** The sessions that are there, by the secret part of their temporary names. */
    Set<String> sessions() {
        return sessions;
    }

    StompProperties properties() {
        return properties;
    }

    Engine engine() {
        return engine;
    }

    PinnedMemory memory() {
        return memory;
    }

    Traffic traffic() {
        return traffic;
    }

    Connections connections() {
        return connections;
    }

    Refusals refusals() {
        return refusals;
    }
}
