/**
 * Grades exercises: compiles what a learner wrote with the JDK's own compiler, and examines it in a
 * process of its own, which may end, hang or crash as it likes.
 *
 * <p>An exercise's checks are a {@link dev.minidocker.labkit.check.Suite}; they say what they found
 * as {@link dev.minidocker.labkit.check.Evidence}. First {@link
 * dev.minidocker.labkit.check.Chapter} finds the files, then {@link
 * dev.minidocker.labkit.check.Grader} arrives at a {@link dev.minidocker.labkit.check.Verdict} for
 * each check.
 *
 * <p>What it cannot do: guard against who wants to cheat. The code runs with the learner's rights,
 * and can write whatever verdict it wants.
 */
package dev.minidocker.labkit.check;
