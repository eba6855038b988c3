package dev.minidocker.build.dockerfile;

import java.util.List;

/**
 * One instruction as it is written, continued lines joined.
 *
 * @param location where its first line stands
 * @param keyword in capitals
 * @param rest what follows the keyword, without white space around it
 * @param documents here-documents that follow it, in the order of their names
 */
record LogicalLine(Location location, String keyword, String rest, List<HereDocument> documents) {}
