/** How the image store works inside; nothing here is for other modules. */
package dev.minidocker.image.internal;
