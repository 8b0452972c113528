// Waits until one of the selectors matches often enough and no more matches appear, or until the
// time is up, then returns the page as it stands, open shadow roots included. Runs in a world of its
// own, where the page's scripts cannot change what the names below mean.
async (selectors, minimum, patienceMillis, maxLength) => {
    const pause = () => new Promise((done) => setTimeout(done, 50));

    const shadowRoots = () => {
        const found = [];
        const search = (root) => {
            for (const element of root.querySelectorAll("*")) {
                if (element.shadowRoot) {
                    found.push(element.shadowRoot);
                    search(element.shadowRoot);
                }
            }
        };
        search(document);
        return found;
    };

    const matches = (root, selector) => {
        try {
            return root.querySelectorAll(selector).length;
        } catch {
            return 0; // A selector only the extraction understands.
        }
    };

    const count = () => {
        const roots = [document, ...shadowRoots()];
        const counts = selectors.map((selector) =>
            roots.reduce((sum, root) => sum + matches(root, selector), 0));
        return Math.max(0, ...counts);
    };

    const isLoaded = () => location.protocol.startsWith("http") && document.readyState !== "loading";
    const end = performance.now() + patienceMillis;
    let before = -1;
    while (performance.now() < end) {
        const now = isLoaded() ? count() : 0;
        if (now >= minimum && now === before) {
            break;
        }
        before = now;
        await pause();
    }

    const inner = document.documentElement.getHTML({ serializableShadowRoots: true, shadowRoots: shadowRoots() });
    const navigation = performance.getEntriesByType("navigation")[0];
    return {
        url: location.href,
        status: navigation ? navigation.responseStatus : 0,
        found: before,
        isTooLong: inner.length > maxLength,
        html: inner.length > maxLength ? "" : "<!doctype html><html>" + inner + "</html>",
    };
}
