/** Archives that are made while they are read: of files, and of the layers that overlayfs keeps. */
package dev.minidocker.image.tar;
