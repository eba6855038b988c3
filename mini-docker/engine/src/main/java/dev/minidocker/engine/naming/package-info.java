/** What containers and networks go by: their ids, and the names that people give them. */
package dev.minidocker.engine.naming;
