package dev.minidocker.labs.networking;

import dev.minidocker.labs.networking.nftables.Table;

/**
 * What rules translate, in one line.
 *
 * @param table in which they are
 * @param text {@code tcp port 8080 → 10.88.0.2 port 80}, or a rule as nft(8) lists it
 */
public record Translation(Table table, String text) {}
