/** COPY and ADD: from files to an archive of what will be where in the image. */
package dev.minidocker.build.copy;
