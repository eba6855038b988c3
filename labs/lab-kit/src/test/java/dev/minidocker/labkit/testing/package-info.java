/**
 * For the tests of all modules: {@link dev.minidocker.labkit.testing.Requires} skips by name what
 * this machine cannot run.
 */
package dev.minidocker.labkit.testing;
