package dev.sojourn.session.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records and beans of the application, and their life over several releases. */
class RegisteredTypesTest {

    record Item(String name, int count, DayOfWeek day) {}

    record Nested(
            Item item,
            List<Item> more,
            Map<String, Set<Item>> byName,
            @Nullable Object any) {}

    static class Base {
        private long id;
        protected @Nullable Instant at;
    }

    static final class Cart extends Base {
        private final List<Item> items = new ArrayList<>();
        private final Map<String, Integer> counts = new LinkedHashMap<>(Map.of("default", 1));
        private String currency = "EUR";
        private int limit = 10;
        private transient @Nullable Object cache = "made by the constructor";

        private Cart() {}
    }

    private static final SessionCodec CODEC = SessionCodec.builder()
            .register(Nested.class, "nested")
            .register(Item.class, "item")
            .register(Cart.class, "cart")
            .build();

    private static <T> T through(SessionCodec writer, Object value, SessionCodec reader, Class<T> type)
            throws Exception {
        return type.cast(Objects.requireNonNull(reader.decode(writer.encode("it", value), type)));
    }

    @Test
    void recordsNestInRecordsAndCollections() throws Exception {
        Item item = new Item("tea", 2, DayOfWeek.MONDAY);
        Nested nested =
                new Nested(item, List.of(item), Map.of("tea", Set.of(item)), new Nested(item, List.of(), Map.of(), 5L));

        assertThat(through(CODEC, nested, CODEC, Nested.class)).isEqualTo(nested);
        assertThat((Object) through(CODEC, List.of(nested), CODEC, List.class)).isEqualTo(List.of(nested));
    }

    @Test
    void aBeanKeepsItsFieldsInheritedAndPrivateOnesIncluded() throws Exception {
        Cart cart = new Cart();
        cart.items.add(new Item("tea", 2, DayOfWeek.FRIDAY));
        cart.counts.clear();
        cart.counts.put("tea", 2);
        ((Base) cart).id = 7;
        cart.at = Instant.EPOCH;
        cart.currency = "CHF";
        cart.cache = "not stored";

        Cart back = through(CODEC, cart, CODEC, Cart.class);

        assertThat(back.items).isEqualTo(cart.items);
        assertThat(back.counts).containsExactly(entry("tea", 2));
        assertThat(((Base) back).id).isEqualTo(7);
        assertThat(back.at).isEqualTo(Instant.EPOCH);
        assertThat(back.currency).isEqualTo("CHF");
        assertThat(back.limit).isEqualTo(10);
        assertThat(back.cache).isEqualTo("made by the constructor");
    }

    record One(@Nullable String kept, int dropped) {}

    record Other(@Nullable String kept, int added, @Nullable List<String> alsoAdded, boolean flag) {}

    static final class Late {
        private @Nullable String kept = "never seen";
        private int added = 42;
        private List<String> more = List.of("default");
    }

    @Test
    void unknownFieldsAreIgnoredAndMissingOnesAreTheDefault() throws Exception {
        SessionCodec old = SessionCodec.builder().register(One.class, "it").build();
        SessionCodec asRecord =
                SessionCodec.builder().register(Other.class, "it").build();
        SessionCodec asBean = SessionCodec.builder().register(Late.class, "it").build();

        assertThat(through(old, new One("a", 1), asRecord, Other.class)).isEqualTo(new Other("a", 0, null, false));
        Late late = through(old, new One(null, 1), asBean, Late.class);
        assertThat(late.kept).isNull();
        assertThat(late.added).isEqualTo(42);
        assertThat(late.more).containsExactly("default");
    }

    record Wide(@Nullable Integer kept) {}

    record Narrow(int kept) {}

    @Test
    void aFieldMayBecomePrimitive() throws Exception {
        SessionCodec old = SessionCodec.builder().register(Wide.class, "it").build();
        SessionCodec young = SessionCodec.builder().register(Narrow.class, "it").build();

        assertThat(through(old, new Wide(null), young, Narrow.class)).isEqualTo(new Narrow(0));
        assertThat(through(old, new Wide(3), young, Narrow.class)).isEqualTo(new Narrow(3));
    }

    record Before(String gone, Item item) {}

    record After(@Nullable String stays) {}

    @Test
    void aFieldMayGoTogetherWithItsRegisteredType() throws Exception {
        SessionCodec old = SessionCodec.builder()
                .register(Before.class, "it")
                .register(Item.class, "item")
                .build();
        SessionCodec young = SessionCodec.builder().register(After.class, "it").build();
        Before before = new Before("a", new Item("b", 1, DayOfWeek.MONDAY));

        assertThat(through(old, before, young, After.class)).isEqualTo(new After(null));
        assertThatExceptionOfType(UndecodableValueException.class)
                .isThrownBy(() -> through(old, List.of(before.item()), young, List.class))
                .withMessage("undecodable at [0]: a \"item\", which is no registered type");
    }

    record V1(String name) {}

    record V3(String first, String last, @Nullable DayOfWeek day) {}

    private static Map<String, @Nullable Object> split(Map<String, @Nullable Object> fields) {
        String[] names = String.valueOf(fields.remove("name")).split(" ", 2);
        fields.put("first", names[0]);
        fields.put("last", names[1]);
        return fields;
    }

    private static Map<String, @Nullable Object> addDay(Map<String, @Nullable Object> fields) {
        fields.put("day", fields.get("last") + "DAY");
        return fields;
    }

    @Test
    void olderVersionsAreLiftedStepByStepInOrder() throws Exception {
        SessionCodec first = SessionCodec.builder().register(V1.class, "person").build();
        SessionCodec third = SessionCodec.builder()
                .register(V3.class, "person", 3, RegisteredTypesTest::split, RegisteredTypesTest::addDay)
                .build();

        assertThat(through(first, new V1("Joan SUN"), third, V3.class))
                .isEqualTo(new V3("Joan", "SUN", DayOfWeek.SUNDAY));
        assertThat(through(third, new V3("a", "b", null), third, V3.class)).isEqualTo(new V3("a", "b", null));
    }

    @Test
    void aNewerVersionIsNotTouched() {
        SessionCodec first = SessionCodec.builder().register(V1.class, "person").build();
        SessionCodec second =
                SessionCodec.builder().register(V1.class, "person", 2, f -> f).build();

        assertThatExceptionOfType(UndecodableValueException.class)
                .isThrownBy(() -> through(second, new V1("a"), first, V1.class))
                .withMessageContaining("version 2, written by a newer release; known is 1");
    }

    @Test
    void anUpcastThatThrowsMakesTheValueUndecodable() {
        SessionCodec first = SessionCodec.builder().register(V1.class, "person").build();
        SessionCodec second = SessionCodec.builder()
                .register(V1.class, "person", 2, fields -> {
                    throw new IllegalStateException("no way");
                })
                .build();

        assertThatExceptionOfType(UndecodableValueException.class)
                .isThrownBy(() -> through(first, new V1("a"), second, V1.class))
                .withRootCauseInstanceOf(IllegalStateException.class);
    }

    record Positive(int number) {
        Positive {
            if (number == 0) {
                throw new IllegalArgumentException("must not be zero");
            }
        }

        @Override
        public int number() {
            if (number == 13) {
                throw new IllegalStateException("will not say");
            }
            return number;
        }
    }

    @Test
    void aConstructorThatRefusesMakesTheValueUndecodable() {
        SessionCodec lax = SessionCodec.builder().register(Narrow.class, "it").build();
        SessionCodec strict =
                SessionCodec.builder().register(Positive.class, "it").build();

        assertThatExceptionOfType(UndecodableValueException.class)
                .isThrownBy(() -> through(lax, new Narrow(5), strict, Positive.class))
                .withCauseInstanceOf(IllegalArgumentException.class);
        assertThatExceptionOfType(UnsupportedValueException.class)
                .isThrownBy(() -> strict.encode("it", new Positive(13)))
                .withMessageContaining("at .number")
                .withCauseInstanceOf(IllegalStateException.class);
    }

    record Sub(Narrow held) {}

    static class Parent {
        int a;
    }

    static final class Child extends Parent {}

    @Test
    void aSubclassIsNotItsRegisteredParent() {
        SessionCodec codec =
                SessionCodec.builder().register(Parent.class, "parent").build();

        assertThatExceptionOfType(UnsupportedValueException.class)
                .isThrownBy(() -> codec.encode("it", new Child()))
                .withMessageContaining(Child.class.getTypeName());
    }

    @Test
    void mutabilityIsThatOfTheFields() {
        SessionCodec codec = SessionCodec.builder()
                .register(Sub.class, "sub")
                .register(Narrow.class, "narrow")
                .register(Nested.class, "nested")
                .register(Item.class, "item")
                .register(Parent.class, "parent")
                .build();
        Item item = new Item("a", 1, DayOfWeek.MONDAY);

        for (Object value :
                new Object[] {1, "a", 1.5, true, Instant.EPOCH, DayOfWeek.MONDAY, item, new Sub(new Narrow(1))}) {
            assertThat(codec.isMutable(value)).as(value.toString()).isFalse();
        }
        assertThat(codec.isMutable(null)).isFalse();
        for (Object value : new Object[] {
            List.of(),
            Set.of(),
            Map.of(),
            new byte[0],
            new Parent(),
            new Nested(item, List.of(), Map.of(), null),
            new Object()
        }) {
            assertThat(codec.isMutable(value)).as(value.toString()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Cart", "a b", "a/b", "ü", "a\n", "i8", "i16", "i64"})
    void badShortNamesAreRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SessionCodec.builder().register(Item.class, name))
                .withMessageContaining("short name");
    }

    @Test
    void aShortNameHasAtMost64Characters() {
        SessionCodec.builder().register(Item.class, "a-._9".repeat(12) + "1234").build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> SessionCodec.builder().register(Item.class, "a".repeat(65)));
    }

    @Test
    void theSameNameOrTypeTwiceIsRefused() {
        SessionCodec.Builder builder = SessionCodec.builder().register(Item.class, "item");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.register(One.class, "item"))
                .withMessageContaining("taken by " + Item.class.getTypeName());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.register(Item.class, "other"))
                .withMessageContaining("registered already, as \"item\"");
    }

    @Test
    void eachEarlierVersionNeedsItsUpcast() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SessionCodec.builder().register(Item.class, "item", 3, fields -> fields))
                .withMessage("version 3 of \"item\" needs 2 upcasts, one for each earlier version; given 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SessionCodec.builder().register(Item.class, "item", 0));
    }

    interface Face {}

    abstract static class Half {}

    @SuppressWarnings("ClassCanBeStatic")
    final class Inner {}

    static final class NoDefault {
        NoDefault(int a) {}
    }

    static final class FinalField {
        final int number = Integer.parseInt("1");
    }

    @SuppressWarnings("HidingField") // What the test is about.
    static final class Shadow extends Parent {
        int a;
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                String.class,
                int.class,
                DayOfWeek.class,
                List.class,
                ArrayList.class,
                int[].class,
                Object[].class,
                Face.class,
                Half.class,
                Inner.class,
                NoDefault.class,
                FinalField.class,
                Shadow.class
            })
    void whatCannotBeMappedIsRefusedAtRegistration(Class<?> type) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SessionCodec.builder().register(type, "it"))
                .withMessageContaining(type.getTypeName());
    }

    @Test
    void aClosedPackageIsNamedTogetherWithWhatToOpen() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SessionCodec.builder().register(AtomicLong.class, "it"))
                .withMessageStartingWith("java.util.concurrent.atomic.AtomicLong cannot be reached: add \"opens"
                        + " java.util.concurrent.atomic")
                .withMessageEndingWith(";\" to the module-info of java.base");
    }

    record BadDeque(Deque<String> field) {}

    record BadKey(Map<Integer, String> field) {}

    record BadElement(List<Thread> field) {}

    record BadChar(char field) {}

    @SuppressWarnings("ArrayRecordComponent")
    record BadArray(String[] field) {}

    record BadVariable<T>(T field) {}

    record Unregistered(Item field) {}

    @ParameterizedTest
    @ValueSource(
            classes = {
                BadDeque.class,
                BadKey.class,
                BadElement.class,
                BadChar.class,
                BadArray.class,
                BadVariable.class,
                Unregistered.class
            })
    void aFieldThatCannotBeStoredIsRefusedWhenBuilt(Class<?> type) {
        SessionCodec.Builder builder = SessionCodec.builder().register(type, "it");

        assertThatIllegalArgumentException()
                .isThrownBy(builder::build)
                .withMessageContaining(type.getTypeName() + ".field has type");
    }

    @Test
    void noClassNameIsInTheData() {
        String data = new String(CODEC.encode("it", new Cart()), StandardCharsets.ISO_8859_1);

        assertThat(data).doesNotContain("dev.sojourn").doesNotContain("Cart").doesNotContain("java");
    }
}
