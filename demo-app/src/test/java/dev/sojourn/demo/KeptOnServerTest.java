package dev.sojourn.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a session on the server promises beyond a sealed one. */
@ParameterizedClass
@EnumSource(names = {"memory", "file"})
class KeptOnServerTest extends DemoOfEachKind {

    @Test
    void clickingTogetherLosesNothing() throws Exception {
        Visitor visitor = demo.visitor();
        visitor.post("/cart", "item", "tea");
        int inCart = 1;
        for (int clicks = 2; clicks <= 8; clicks++) {
            assertThat(visitor.postTogether(clicks, "/cart", "item", "hat"))
                    .allSatisfy(answer -> assertThat(answer.status()).isEqualTo(303));
            inCart += clicks;
            assertThat(visitor.cartSize()).as("after %s clicks at once", clicks).isEqualTo(inCart);
        }
    }
}
