/**
 * nftables over nfnetlink: the kernel's tables of rules by which packets are dropped, let pass or
 * translated; nft(8), {@code include/uapi/linux/netfilter/nf_tables.h}.
 *
 * <p>Values first: a {@link dev.minidocker.labs.networking.nftables.Rule} is made of {@link
 * dev.minidocker.labs.networking.nftables.Match} and {@link
 * dev.minidocker.labs.networking.nftables.Statement}, and is written as nft(8) lists it, from
 * nothing but the expressions that the kernel runs. {@link
 * dev.minidocker.labs.networking.nftables.Changes} are requests about one table. {@link
 * dev.minidocker.labs.networking.nftables.Nftables} has the kernel do them all at one moment, and
 * lists what is there as a {@link dev.minidocker.labs.networking.nftables.Ruleset}.
 *
 * <p>What it cannot do: stateful objects, flow tables, and sets without a name; what others made of
 * them is listed as far as it is known here.
 */
package dev.minidocker.labs.networking.nftables;
