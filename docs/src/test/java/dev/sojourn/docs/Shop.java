package dev.sojourn.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The application that the documents' snippets belong to. */
final class Shop {

    private Shop() {}

    record User(String id, String name, String passwordHash) {}

    public record Address(String street, String town) {}

    /** A bean that an application registers. */
    public static final class Cart {
        private List<String> items = new ArrayList<>();

        public List<String> getItems() {
            return items;
        }

        public void setItems(List<String> items) {
            this.items = items;
        }
    }

    static final class Users {
        private final Map<String, User> all = new ConcurrentHashMap<>();

        void add(User user) {
            all.put(user.id(), user);
        }

        Optional<User> byId(String id) {
            return Optional.ofNullable(all.get(id));
        }

        User check(String name, String password) {
            return all.values().stream()
                    .filter(user ->
                            user.name().equals(name) && user.passwordHash().equals("hash of " + password))
                    .findFirst()
                    .orElseThrow();
        }
    }

    static String greeting(Optional<User> user) {
        return user.map(known -> "Logged in as " + known.name()).orElse("You are not logged in");
    }
}
