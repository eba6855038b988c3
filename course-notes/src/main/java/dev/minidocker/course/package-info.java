/**
 * Renders the course notes: {@code NN-topic.adoc}, and a translation beside it as {@code
 * NN-topic.zh.adoc}, become pages that need no network.
 *
 * <p>First the tests execute every console block of the notes and store what became of it in {@link
 * dev.minidocker.course.Results}; then {@link dev.minidocker.course.Renderer} makes the pages. It
 * reads what was stored, and never executes anything.
 */
package dev.minidocker.course;
