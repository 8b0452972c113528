package dev.automat.news.render.http;

import dev.automat.news.render.RenderFailedException;
import dev.automat.news.render.RenderFailure;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** The bytes of a page as they arrive, up to a limit, and the text they mean. */
final class PageBytes {

    /** As many bytes as the HTML standard searches for a declaration of the encoding. */
    private static final int PRESCAN_BYTES = 1024;

    private static final Pattern META_CHARSET =
            Pattern.compile(
                    "<meta[^>]{0,200}charset\\s*=\\s*[\"']?\\s*([a-z0-9_:.-]{2,40})",
                    Pattern.CASE_INSENSITIVE);
    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataSize limit;

    PageBytes(DataSize limit) {
        this.limit = limit;
    }

    PageBytes add(ByteBuf part) {
        if (bytes.size() + (long) part.readableBytes() > limit.toBytes()) {
            throw new RenderFailedException(
                    RenderFailure.TOO_LARGE,
                    "The page is longer than " + limit.toKilobytes() + " KiB");
        }
        var copy = new byte[part.readableBytes()];
        part.readBytes(copy);
        bytes.writeBytes(copy);
        return this;
    }

    /**
     * The text: by byte order mark, by the answer's header, by the page's own declaration, and when
     * nobody says, UTF-8, or windows-1252 if it is not valid UTF-8.
     *
     * @param declared the header's charset; one that does not exist counts as none
     */
    String text(@Nullable String declared) {
        var content = bytes.toByteArray();
        var marked = marked(content);
        if (marked != null) {
            return new String(content, marked).substring(1);
        }
        var stated = charset(declared);
        if (stated == null) {
            stated = metaCharset(content);
        }
        return stated != null ? new String(content, stated) : guessed(content);
    }

    private static @Nullable Charset marked(byte[] content) {
        if (startsWith(content, 0xEF, 0xBB, 0xBF)) {
            return StandardCharsets.UTF_8;
        }
        if (startsWith(content, 0xFE, 0xFF)) {
            return StandardCharsets.UTF_16BE;
        }
        return startsWith(content, 0xFF, 0xFE) ? StandardCharsets.UTF_16LE : null;
    }

    private static boolean startsWith(byte[] content, int... mark) {
        if (content.length < mark.length) {
            return false;
        }
        for (int i = 0; i < mark.length; i++) {
            if ((content[i] & 0xff) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable Charset metaCharset(byte[] content) {
        int length = Math.min(content.length, PRESCAN_BYTES);
        var head = new String(content, 0, length, StandardCharsets.ISO_8859_1);
        var found = META_CHARSET.matcher(head);
        return found.find() ? charset(found.group(1)) : null;
    }

    private static @Nullable Charset charset(@Nullable String name) {
        if (name == null) {
            return null;
        }
        try {
            var charset = Charset.forName(name.replace("\"", "").strip());
            // Browsers read this label as its superset, and pages rely on that.
            return charset.equals(StandardCharsets.ISO_8859_1) ? WINDOWS_1252 : charset;
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    private static String guessed(byte[] content) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
        } catch (CharacterCodingException _) {
            return new String(content, WINDOWS_1252);
        }
    }
}
