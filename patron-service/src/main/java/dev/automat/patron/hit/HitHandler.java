package dev.automat.patron.hit;

import dev.automat.patron.patron.ElapsedLog;
import dev.automat.patron.patron.Lookup;
import dev.automat.patron.patron.PatronsAtHand;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

/**
 * Answers hits of one connection right behind the HTTP codec. What it answers nobody behind it
 * sees.
 *
 * <p>It answers only while nothing that it passed on waits for its own answer: answers must come in
 * the order of their requests. Reactor Netty reads a connection no further than its handlers ask
 * for; after an answer of its own this one has to ask.
 */
final class HitHandler extends ChannelDuplexHandler {

    /** WebFlux compresses from here on, for those who want it. */
    private static final int LARGEST_BODY = 2_047;

    private final PatronsAtHand patrons;
    private final HitMeters meters;
    private final ElapsedLog elapsed;

    /** Requests that were passed on and are not answered yet. */
    private int passedOn;

    /** Whether the end of a request that is answered already is still to come. */
    private boolean isSkipping;

    private boolean hasAnswered;

    HitHandler(PatronsAtHand patrons, HitMeters meters, ElapsedLog elapsed) {
        this.patrons = patrons;
        this.meters = meters;
        this.elapsed = elapsed;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest request) {
            if (passedOn == 0 && answers(context, request)) {
                isSkipping = !(message instanceof LastHttpContent);
                ReferenceCountUtil.release(message);
                return;
            }
            passedOn++;
        } else if (isSkipping) {
            isSkipping = !(message instanceof LastHttpContent);
            ReferenceCountUtil.release(message);
            return;
        }
        context.fireChannelRead(message);
    }

    private boolean answers(ChannelHandlerContext context, HttpRequest request) {
        var begin = System.nanoTime();
        var id = PlainRead.idOf(request);
        var lookup = id == PlainRead.NONE ? null : patrons.atHand(id);
        if (lookup == null || isLarge(lookup)) {
            return false;
        }
        var tags = request.headers().get(HttpHeaderNames.IF_NONE_MATCH);
        var response = HitResponse.of(lookup.patron(), tags);
        meters.hit(response.status().code(), System.nanoTime() - begin);
        elapsed.log(begin);
        var _ = context.write(response, context.voidPromise());
        hasAnswered = true;
        return true;
    }

    private static boolean isLarge(Lookup lookup) {
        var patron = lookup.patron();
        return patron != null && patron.representation().body().length > LARGEST_BODY;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (hasAnswered) {
            hasAnswered = false;
            context.flush();
            if (passedOn == 0) {
                context.read();
            }
        }
        context.fireChannelReadComplete();
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof LastHttpContent && !isInterim(message)) {
            passedOn--;
        }
        var _ = context.write(message, promise);
    }

    /** "100 Continue" is not the answer yet. */
    private static boolean isInterim(Object message) {
        return message instanceof HttpResponse response
                && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }
}
