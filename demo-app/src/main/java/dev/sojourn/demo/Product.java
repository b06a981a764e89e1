package dev.sojourn.demo;

import java.util.List;
import java.util.Optional;

/** Something on the shelf. */
public record Product(String id, String name, String note, String price) {

    public static final List<Product> SHELF = List.of(
            new Product("tea", "Assam tea", "250 g, loose leaf", "8.40"),
            new Product("cup", "Porcelain cup", "holds 0.3 l", "14.00"),
            new Product("hat", "Felt hat", "size 10/6", "39.90"),
            new Product("watch", "Pocket watch", "runs two days behind", "120.00"),
            new Product("key", "Golden key", "for very small doors", "6.50"),
            new Product("book", "Picture book", "with conversations", "18.00"));

    /** The product of an id; empty where the shelf has none. */
    public static Optional<Product> of(String id) {
        return SHELF.stream().filter(product -> product.id().equals(id)).findFirst();
    }
}
