package dev.minidocker.labs.networking.nftables.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.minidocker.linux.netlink.Attributes;
import java.nio.ByteBuffer;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class ExpressionProperties {

  @Property
  void decodingAnEncodedExpressionReturnsIt(@ForAll("expressions") Expression expression) {
    ByteBuffer bytes = expression.encode().attributes().encode();
    Expression decoded = Expression.decode(new Fields(Attributes.decode(bytes)));
    assertEquals(expression, decoded);
    assertEquals(bytes, decoded.encode().attributes().encode());
  }

  @Property
  void whatAnExpressionHasBeyondWhatIsKnownIsKept(@ForAll("expressions") Expression expression) {
    Fields more = expression.data().with(99, "new in some later kernel");
    Fields element =
        Fields.NONE
            .with(Expression.NFTA_EXPR_NAME, expression.name())
            .with(Expression.NFTA_EXPR_DATA, more);
    Expression decoded = Expression.decode(element);
    assertEquals(element.attributes().encode(), decoded.encode().attributes().encode());
  }

  @Property
  void decodingEncodedDataReturnsIt(@ForAll("data") Data data) {
    ByteBuffer bytes = data.encode().attributes().encode();
    assertEquals(data, Data.decode(new Fields(Attributes.decode(bytes))));
  }

  @Property
  void theOlderNumberOfARegisterMeansTheSamePiece(@ForAll @IntRange(max = 15) int piece) {
    assertEquals(piece, Registers.piece(Registers.ofPiece(piece)));
    assertEquals(piece, Registers.piece(8 + piece));
  }

  @Provide
  Arbitrary<Expression> expressions() {
    return ExpressionArbitraries.expressions();
  }

  @Provide
  Arbitrary<Data> data() {
    return ExpressionArbitraries.data();
  }
}
