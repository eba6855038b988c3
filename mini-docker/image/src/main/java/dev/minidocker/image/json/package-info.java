/**
 * JSON without binding: read as maps, lists, strings, numbers and booleans, and written from them.
 */
package dev.minidocker.image.json;
