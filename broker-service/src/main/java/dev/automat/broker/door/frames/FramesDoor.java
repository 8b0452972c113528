package dev.automat.broker.door.frames;

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
import org.springframework.stereotype.Component;

/** Length-prefixed frames: a subscription, then pairs of channel and data. */
@Component
final class FramesDoor implements Door {

    private final FramesProperties properties;
    private final InetAddress address;
    private final Engine engine;
    private final PinnedMemory memory;
    private final Traffic traffic;
    private final Connections connections;
    private final Refusals refusals;

    FramesDoor(
            FramesProperties properties,
            ListenerGuard guard,
            Engine engine,
            PinnedMemory memory,
            Traffic traffic,
            Connections connections,
            Refusals refusals) {
        this.properties = properties;
        this.address = guard.permit("automat.broker.frames.address", properties.address());
        this.engine = engine;
        this.memory = memory;
        this.traffic = traffic;
        this.connections = connections;
        this.refusals = refusals;
    }

    @Override
    public String name() {
        return "frames";
    }

    @Override
    public InetSocketAddress address() {
        return new InetSocketAddress(address, properties.port());
    }

    @Override
    public String portProperty() {
        return "automat.broker.frames.port";
    }

    @Override
    public Connection accept(Channel channel, long id, DeferredWrites writes) {
        var connection = new FramesConnection(this, channel, id, writes);
        channel.pipeline().addLast(connection.handler());
        return connection;
    }

    FramesProperties properties() {
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
