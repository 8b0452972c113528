package dev.automat.cli.demo;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.LongStream;

/**
 * Makes up news: a headline a minute, for ever, none of them stored.
 *
 * <p>A headline follows from its minute, so an article is still there when a reader follows an old
 * link.
 */
final class Headlines {

    private static final int ON_THE_PAGE = 12;
    private static final long MILLIS_PER_MINUTE = 60_000;

    private static final List<String> WHO =
            List.of(
                    "Robot waiter",
                    "Night-shift dishwasher",
                    "Head chef unit 9",
                    "Espresso machine",
                    "Conveyor belt",
                    "Copper kettle",
                    "Trainee toaster",
                    "Cutlery drone",
                    "Pastry arm",
                    "Vending wall",
                    "Soup dispenser",
                    "Coin slot");
    private static final List<String> DID =
            List.of(
                    "learns to juggle",
                    "quietly improves",
                    "apologises for",
                    "wins prize for",
                    "refuses to reheat",
                    "invents a shorter queue for",
                    "sings about",
                    "publishes a study of",
                    "loses patience with",
                    "doubles the output of",
                    "names its favourite:");
    private static final List<String> WHAT =
            List.of(
                    "the lemon meringue pie",
                    "SPAM Bruschetta",
                    "Tuesday's tomato soup",
                    "nickel coffee",
                    "baked beans behind glass",
                    "the creamed spinach",
                    "a very large omelette",
                    "table seven",
                    "macaroni in small compartments",
                    "the pumpkin tart",
                    "self-buttering toast");

    private final long seed;
    private final DateTimeFormatter time;
    private final Clock clock;

    /**
     * Opens a newsroom.
     *
     * @param seed two sites with different seeds have different news
     * @param clock says which minute it is
     * @param zone the zone of the times in headlines
     */
    Headlines(long seed, Clock clock, ZoneId zone) {
        this.seed = seed;
        this.clock = clock;
        this.time = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withZone(zone);
    }

    /** What is on the front page now, the newest first. */
    List<Headline> latest() {
        long now = clock.millis() / MILLIS_PER_MINUTE;
        return LongStream.range(0, ON_THE_PAGE).mapToObj(age -> of(now - age)).toList();
    }

    /** The headline of one minute since 1970. */
    Headline of(long minute) {
        // Scrambled, because neighbouring seeds make neighbouring first numbers.
        var random = new Random((minute ^ seed) * 0x9E37_79B9_7F4A_7C15L);
        var title =
                "%s: %s %s %s"
                        .formatted(
                                time.format(Instant.ofEpochMilli(minute * MILLIS_PER_MINUTE)),
                                pick(random, WHO),
                                pick(random, DID),
                                pick(random, WHAT));
        return new Headline(title, "/story/" + minute);
    }

    private static String pick(Random random, List<String> words) {
        return words.get(random.nextInt(words.size()));
    }
}
