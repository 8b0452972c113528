package dev.automat.zmtp;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.HexFormat;
import java.util.Map;

/** A TCP peer that says exactly the bytes it is told to. */
final class RawPeer implements AutoCloseable {

    static final String GREETING_HEAD = "ff00000000000000017f";
    static final String GREETING =
            GREETING_HEAD + "0300" + "4e554c4c" + "00".repeat(16) + "00" + "00".repeat(31);
    static final String GREETING_3_1 = GREETING.replace("7f0300", "7f0301");
    static final String READY_PUB = ready("505542");
    static final String READY_SUB = ready("535542");
    static final String READY_PUSH = ready("50555348");
    static final String READY_PULL = ready("50554c4c");

    private static final Map<String, String> WORDS =
            Map.of(
                    "head", GREETING_HEAD,
                    "greeting", GREETING,
                    "sub", READY_SUB,
                    "push", READY_PUSH,
                    "pull", READY_PULL);

    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket;

    RawPeer(InetSocketAddress address) throws IOException {
        socket = new Socket();
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(address, PATIENCE_MILLIS);
    }

    private static String ready(String typeInHex) {
        int length = typeInHex.length() / 2;
        var property =
                "0b536f636b65742d54797065" + "000000" + HexFormat.of().toHexDigits((byte) length);
        var body = "055245414459" + property + typeInHex;
        return "04" + HexFormat.of().toHexDigits((byte) (body.length() / 2)) + body;
    }

    /** Says bytes in hexadecimal; a few words stand for longer pieces. */
    void say(String script) throws IOException {
        var hex = new StringBuilder();
        for (var word : script.split(" ", -1)) {
            hex.append(WORDS.getOrDefault(word, word));
        }
        say(HexFormat.of().parseHex(hex));
    }

    void say(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    String hear(int bytes) throws IOException {
        return HexFormat.of().formatHex(socket.getInputStream().readNBytes(bytes));
    }

    /** Reads until the other side closes. */
    boolean hearsTheEnd() throws IOException {
        try {
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
            return true;
        } catch (SocketException e) {
            return true; // Reset: the other side closed with bytes of ours unread.
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
