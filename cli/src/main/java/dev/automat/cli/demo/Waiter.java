package dev.automat.cli.demo;

import java.io.IOException;
import java.util.function.Consumer;

/** Carries the restaurant's decisions to the patron service. */
final class Waiter implements Runnable {

    private final Restaurant restaurant;
    private final PatronClient patrons;
    private final GuestBook book;
    private final Consumer<String> say;
    private boolean knowsGuests;
    private boolean isLost;

    Waiter(Restaurant restaurant, PatronClient patrons, GuestBook book, Consumer<String> say) {
        this.restaurant = restaurant;
        this.patrons = patrons;
        this.book = book;
        this.say = say;
    }

    /** Does one thing; a service that is away is said once, and tried again the next time. */
    @Override
    public void run() {
        try {
            if (!knowsGuests) {
                greetAgain();
                knowsGuests = true;
            }
            serve(restaurant.next());
            if (isLost) {
                isLost = false;
                say.accept("The patron service is back");
            }
        } catch (IOException cause) {
            if (!isLost) {
                isLost = true;
                say.accept("The patron service does not answer: " + cause);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void greetAgain() throws IOException, InterruptedException {
        for (long id : book.read()) {
            var name = patrons.name(id).filter(Restaurant::knows);
            name.ifPresent(known -> restaurant.seat(id, known));
        }
    }

    private void serve(Visit visit) throws IOException, InterruptedException {
        switch (visit) {
            case Visit.Arrives(var name, var dish) -> {
                restaurant.seat(patrons.create(name, dish), name);
                book.write(restaurant.guests());
            }
            case Visit.ChangesTaste(var id, var name, var dish) -> {
                if (!patrons.replace(id, name, dish)) {
                    restaurant.remove(id);
                }
            }
            case Visit.Leaves(var id) -> {
                patrons.delete(id);
                restaurant.remove(id);
                book.write(restaurant.guests());
            }
        }
    }
}
