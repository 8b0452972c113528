package dev.automat.cli.launch.child;

/** Takes what the children and their supervisor have to say; called from many threads. */
public interface Output {

    /** Takes one line that a part wrote. */
    void line(String part, String line);

    /** Takes one line that the supervisor has to say. */
    void say(String line);
}
