package dev.automat.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RestaurantTest {

    private final Restaurant restaurant = new Restaurant(new Random(7));
    private long lastId;

    @Test
    void carolIsTheFirstAndLikesSpamBruschetta() {
        assertThat(restaurant.next()).isEqualTo(new Visit.Arrives("Carol", "SPAM Bruschetta"));
    }

    @Test
    void neverHasTooManyGuestsAndNeverTooFewAfterTheFirst() {
        for (int visit = 0; visit < 5000; visit++) {
            happens(restaurant.next());

            assertThat(restaurant.guests()).hasSizeLessThanOrEqualTo(Restaurant.MOST);
            if (visit > Restaurant.FEWEST) {
                assertThat(restaurant.guests()).hasSizeGreaterThanOrEqualTo(Restaurant.FEWEST);
            }
        }
        assertThat(lastId).isGreaterThan(Restaurant.MOST);
    }

    private void happens(Visit visit) {
        switch (visit) {
            case Visit.Arrives(var name, _) -> restaurant.seat(++lastId, name);
            case Visit.ChangesTaste(var id, _, _) -> assertThat(restaurant.guests()).contains(id);
            case Visit.Leaves(var id) -> restaurant.remove(id);
        }
    }
}
