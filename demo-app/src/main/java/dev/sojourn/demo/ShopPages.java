package dev.sojourn.demo;

import dev.sojourn.javalin.SojournPlugin;
import dev.sojourn.session.SessionAttribute;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The shelf, the cart, and the pages looked at. */
final class ShopPages {

    static final SessionAttribute<List<String>> CART = SessionAttribute.listOf("cart", String.class);
    static final SessionAttribute<List<String>> RECENT = SessionAttribute.listOf("recent", String.class);

    private static final int MOST_RECENT = 8;
    private static final int MOST_IN_CART = 1_000;

    private final SojournPlugin<User> sojourn;
    private final Frame frame;

    ShopPages(SojournPlugin<User> sojourn, Frame frame) {
        this.sojourn = sojourn;
        this.frame = frame;
    }

    void addTo(RoutesConfig routes) {
        routes.get("/", ctx -> frame.page(ctx, "home", Map.of("products", Product.SHELF)));
        routes.get("/product/{id}", this::product);
        routes.get("/cart", this::cart);
        routes.post("/cart", this::addToCart);
        routes.post("/cart/empty", this::emptyCart);
        routes.get("/recent", this::recent);
    }

    private void product(Context ctx) {
        Optional<Product> product = Product.of(ctx.pathParam("id"));
        if (product.isEmpty()) {
            ctx.status(404);
            return;
        }
        // The list belongs to the session: changing it in place is all it takes.
        List<String> recent = sojourn.session(ctx).get(RECENT, ArrayList::new);
        recent.remove(ctx.path());
        recent.add(0, ctx.path());
        if (recent.size() > MOST_RECENT) {
            recent.remove(MOST_RECENT);
        }
        frame.page(ctx, "product", Map.of("product", product.get()));
    }

    private void cart(Context ctx) {
        List<String> ids = sojourn.session(ctx).get(CART);
        List<Product> items = new ArrayList<>();
        for (String id : ids == null ? List.<String>of() : ids) {
            Product.of(id).ifPresent(items::add);
        }
        frame.page(ctx, "cart", Map.of("items", items));
    }

    private void addToCart(Context ctx) {
        Product product = Product.of(String.valueOf(ctx.formParam("item")))
                .orElseThrow(() -> new IllegalArgumentException("no such item"));
        // An update, so that a double click or a second tab loses nothing.
        sojourn.session(ctx).update(CART, items -> {
            List<String> all = items == null ? new ArrayList<>() : items;
            if (all.size() < MOST_IN_CART) {
                all.add(product.id());
            }
            return all;
        });
        frame.message(ctx, product.name() + " is in your cart.");
        Frame.goTo(ctx, "/cart");
    }

    private void emptyCart(Context ctx) {
        sojourn.session(ctx).remove(CART);
        frame.message(ctx, "Your cart is empty now.");
        Frame.goTo(ctx, "/cart");
    }

    private void recent(Context ctx) {
        List<String> paths = sojourn.session(ctx).get(RECENT);
        frame.page(ctx, "recent", Map.of("paths", paths == null ? List.of() : paths));
    }
}
