package dev.automat.cli.demo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Decides who comes, changes their mind, and goes, so that there are never too many. */
final class Restaurant {

    static final int FEWEST = 12;
    static final int MOST = 40;

    private static final List<String> NAMES =
            List.of(
                    "Carol", "Alice", "Bob", "Dave", "Erin", "Frank", "Grace", "Heidi", "Ivan",
                    "Judy", "Mallory", "Niaj", "Olivia", "Peggy", "Rupert", "Sybil", "Trent",
                    "Victor", "Walter", "Zoe");
    private static final List<String> DISHES =
            List.of(
                    "SPAM Bruschetta",
                    "SPAM Fritters",
                    "Lemon Meringue Pie",
                    "Baked Beans",
                    "Macaroni and Cheese",
                    "Creamed Spinach",
                    "Nickel Coffee",
                    "Pumpkin Tart",
                    "Tomato Soup",
                    "Salisbury Steak");

    private final RandomGenerator random;
    private final Map<Long, String> guests = new LinkedHashMap<>();

    Restaurant(RandomGenerator random) {
        this.random = random;
    }

    /** Whether somebody of this name may have been seated by an earlier demo. */
    static boolean knows(String name) {
        return NAMES.contains(name);
    }

    /** Decides what happens next; nothing has happened until {@link #seat} or {@link #remove}. */
    Visit next() {
        if (guests.isEmpty()) {
            return new Visit.Arrives(NAMES.getFirst(), DISHES.getFirst());
        }
        int chance = random.nextInt(10);
        if (guests.size() < FEWEST || (chance == 0 && guests.size() < MOST)) {
            return new Visit.Arrives(pick(NAMES), pick(DISHES));
        }
        long guest = pick(List.copyOf(guests.keySet()));
        return chance == 1 && guests.size() > FEWEST
                ? new Visit.Leaves(guest)
                : new Visit.ChangesTaste(
                        guest, guests.getOrDefault(guest, NAMES.getFirst()), pick(DISHES));
    }

    void seat(long id, String name) {
        guests.put(id, name);
    }

    void remove(long id) {
        guests.remove(id);
    }

    List<Long> guests() {
        return List.copyOf(guests.keySet());
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
