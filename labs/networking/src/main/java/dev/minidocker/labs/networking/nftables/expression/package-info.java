/**
 * What a rule consists of, on the wire: expressions over registers, and the values and verdicts in
 * them.
 *
 * <p>Pure codecs: {@code decode(encode(x)) = x}. What the kernel says and this project does not
 * make is kept as {@link dev.minidocker.labs.networking.nftables.expression.Foreign}. Numbers and
 * names are those of {@code include/uapi/linux/netfilter/nf_tables.h}.
 */
package dev.minidocker.labs.networking.nftables.expression;
